/**
 * CSV as RFC 4180 has it, and as people have it: CR LF or LF, quotes where they are needed, a line that is wrong in itself is
 * told and left out. Our own reader, because csv-parse needs half of the time a row may take (90,000 rows/s here) and cannot
 * tell which row holds a wrong byte.
 */
import { FileProblem, type Sheet, type SourceRow } from './rows.ts';
import type { BadBytes, TextPiece } from './text-pieces.ts';

/** A quoted cell may hold line feeds, but not the rest of the file. */
const maxRecord = 1_000_000;

export interface CsvRow {
  /** 1 is the first record of the file. */
  row: number;
  cells: string[];
  problem?: { code: string; data?: Record<string, number | boolean> };
}

/** Every record, the heading included, in parts. */
export async function* csvRecords(pieces: AsyncIterable<TextPiece>, delimiter: string): AsyncGenerator<CsvRow[]> {
  const reader = new CsvReader(delimiter);
  for await (const piece of pieces) yield reader.take(piece);
  yield reader.end();
}

/** Headings, then rows that have as many cells as there are headings. Lines with nothing on them are no rows. */
export async function csvSheet(pieces: AsyncIterable<TextPiece>, delimiter = ','): Promise<Sheet> {
  const parts = csvRecords(pieces, delimiter)[Symbol.asyncIterator]();
  let first: CsvRow[] = [];
  for (let part = await parts.next(); !part.done && first.length === 0; part = first.length === 0 ? await parts.next() : part)
    first = part.value;
  const heading = first.shift();
  if (!heading) throw new FileProblem('file.empty');
  if (heading.problem) throw new FileProblem('file.heading_unreadable', { ...heading.problem.data });
  const headings = heading.cells;

  async function* rows(): AsyncGenerator<SourceRow[]> {
    yield first.map(judged);
    for (let part = await parts.next(); !part.done; part = await parts.next()) yield part.value.map(judged);
  }
  const judged = ({ row, cells, problem }: CsvRow): SourceRow => {
    if (problem) return { row, problem: { ...problem, value: cells.join(delimiter).slice(0, 200) } };
    if (cells.length !== headings.length)
      return {
        row,
        problem: {
          code: 'row.columns',
          data: { found: cells.length, wanted: headings.length },
          value: cells.join(delimiter).slice(0, 200),
        },
      };
    return { row, cells };
  };
  return { headings, rows: rows() };
}

class CsvReader {
  private readonly delimiter: string;
  private carried = '';
  private carriedBad: BadBytes | undefined;
  private row = 0;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  take({ text, bad }: TextPiece): CsvRow[] {
    return this.read(text, bad, false);
  }
  end(): CsvRow[] {
    return this.carried === '' ? [] : this.read('', undefined, true);
  }

  private read(added: string, bad: Map<number, BadBytes> | undefined, final: boolean): CsvRow[] {
    const text = this.carried + added;
    const rows: CsvRow[] = [];
    // Lines are counted only where one of them is bad: lines of what was carried over come before line 0 of the piece.
    const lines = bad ? new LineCounter(text, this.carried.length) : undefined;
    let spoiled = this.carriedBad;
    this.carriedBad = undefined;
    let at = 0;
    let quote = text.indexOf('"');
    let nul = text.indexOf('\0');
    while (at < text.length) {
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const feed = text.indexOf('\n', at);
      const plainEnd = feed < 0 ? text.length : feed;
      let end: number;
      let cells: string[];
      let problem: CsvRow['problem'];
      if (quote < 0 || quote > plainEnd) {
        // Only the end of the file says that a line without a line feed is over.
        if (feed < 0 && !final) break;
        cells = text.slice(at, text.charCodeAt(plainEnd - 1) === 13 && plainEnd > at ? plainEnd - 1 : plainEnd).split(this.delimiter);
        end = feed < 0 ? text.length : feed + 1;
      } else {
        const record = quotedRecord(text, at, this.delimiter, final);
        if (!record) break;
        ({ cells, end } = record);
        if (record.code) problem = { code: record.code };
      }
      const wrong = spoiled ?? lines?.badWithin(at, end, bad!);
      spoiled = undefined;
      if (wrong)
        problem = wrong.truncated
          ? { code: 'row.bytes_truncated', data: { offset: wrong.offset } }
          : { code: 'row.bytes_invalid', data: { offset: wrong.offset } };
      // PostgreSQL's text cannot hold it, and no person wrote it.
      if (nul >= 0 && nul < at) nul = text.indexOf('\0', at);
      if (!problem && nul >= 0 && nul < end) problem = { code: 'row.nul' };
      this.push(rows, cells, problem);
      at = end;
    }
    this.carried = text.slice(at);
    this.carriedBad = spoiled ?? (this.carried === '' ? undefined : lines?.badWithin(at, text.length, bad!));
    if (this.carried.length > maxRecord) throw new FileProblem('file.quote_open', { row: this.row + 1 });
    return rows;
  }

  private push(rows: CsvRow[], cells: string[], problem: CsvRow['problem']): void {
    const isBlank = cells.length === 1 && cells[0] === '';
    this.row += 1;
    if (isBlank) return;
    rows.push(problem ? { row: this.row, cells, problem } : { row: this.row, cells });
  }
}

/** Which lines of a piece a record covers. */
class LineCounter {
  private readonly text: string;
  private readonly pieceAt: number;
  private at = 0;
  private line: number;
  constructor(text: string, pieceAt: number) {
    this.text = text;
    this.pieceAt = pieceAt;
    this.line = 0;
    this.at = pieceAt;
  }
  badWithin(from: number, to: number, bad: Map<number, BadBytes>): BadBytes | undefined {
    // The first line of the piece goes on where the carried text ended.
    const start = Math.max(from, this.pieceAt);
    while (this.at < start) this.step();
    const first = this.line;
    while (this.at < to) this.step();
    const last = this.text[to - 1] === '\n' ? this.line - 1 : this.line;
    for (let line = first; line <= last; line += 1) {
      const found = bad.get(line);
      if (found) return found;
    }
    return undefined;
  }
  private step(): void {
    const feed = this.text.indexOf('\n', this.at);
    if (feed < 0) {
      this.at = this.text.length;
      return;
    }
    this.at = feed + 1;
    this.line += 1;
  }
}

/** A record with quotes in it. undefined: it does not end within the text. */
function quotedRecord(
  text: string,
  from: number,
  delimiter: string,
  final: boolean,
): { cells: string[]; end: number; code?: string } | undefined {
  const cells: string[] = [];
  let at = from;
  let code: string | undefined;
  for (;;) {
    if (text[at] === '"') {
      let cell = '';
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) {
          if (!final) return undefined;
          cells.push(cell + text.slice(at));
          return { cells, end: text.length, code: 'row.quote_open' };
        }
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      // The closing quote may be the end of what has come so far: the next piece could begin with another.
      if (at >= text.length && !final) return undefined;
      const end = cellEnd(text, at, delimiter);
      if (text.slice(at, end).replace(/\r$/, '') !== '') code = 'row.quote';
      cells.push(cell);
      at = end;
    } else {
      const end = cellEnd(text, at, delimiter);
      const last = end < 0 || text[end] !== delimiter;
      cells.push(last ? text.slice(at, end).replace(/\r$/, '') : text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return final ? { cells, end: text.length, ...(code ? { code } : {}) } : undefined;
    if (text[at] === '\n') return { cells, end: at + 1, ...(code ? { code } : {}) };
    at += 1;
    if (at >= text.length && !final) return undefined;
  }
}

function cellEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === delimiter || text[at] === '\n') return at;
  return text.length;
}
