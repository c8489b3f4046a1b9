/** The beginning of a file as an import would read it: what it is, its headings and first rows. */
import type { FileHead, FilePreview } from '../../services/ports.ts';
import { csvSheet } from './csv-rows.ts';
import { jsonlSheet } from './jsonl-rows.ts';
import { FileProblem, type Sheet } from './rows.ts';
import { detectEncoding, textPieces } from './text-pieces.ts';
import { openWorkbook } from './xlsx-rows.ts';

const shownRows = 10;
const delimiters = [',', '\t', ';', '|'] as const;

export async function previewFile(head: FileHead): Promise<FilePreview> {
  const format = head.format ?? formatOf(head);
  try {
    if (format === 'xlsx') {
      const book = openWorkbook(head.content);
      return { format, sheets: book.sheets, ...(await firstRows(book.open(head.sheet))) };
    }
    const encoding = head.encoding === undefined || head.encoding === 'auto' ? detectEncoding(head.content, false).encoding : head.encoding;
    const pieces = () => textPieces(once(head.content), encoding);
    if (format === 'jsonl') {
      const headings = await placesIn(head.content, encoding);
      return { format, encoding, ...(await firstRows(jsonlSheet(pieces(), headings))) };
    }
    const delimiter = head.delimiter ?? (await guessDelimiter(pieces));
    return { format, encoding, delimiter, ...(await firstRows(await csvSheet(pieces(), delimiter))) };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return { format, headings: [], rows: [], problem: { code: error.code, data: error.data } };
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** By what the file begins with, not by its name: a workbook is an archive, JSON Lines begin with a brace. */
function formatOf({ content }: FileHead): FilePreview['format'] {
  if (content[0] === 0x50 && content[1] === 0x4b) return 'xlsx';
  const first = new TextDecoder().decode(content.subarray(0, 64)).trimStart();
  return first.startsWith('{') ? 'jsonl' : 'csv';
}

/** The one that makes most columns of the first line. */
async function guessDelimiter(pieces: () => AsyncIterable<{ text: string }>): Promise<(typeof delimiters)[number]> {
  for await (const { text } of pieces()) {
    const line = text.split('\n', 1)[0] ?? '';
    const counts = delimiters.map((delimiter) => line.split(delimiter).length);
    return delimiters[counts.indexOf(Math.max(...counts))]!;
  }
  return ',';
}

async function firstRows({ headings, rows }: Sheet): Promise<{ headings: string[]; rows: string[][] }> {
  const shown: string[][] = [];
  for await (const part of rows) {
    for (const row of part)
      if ('cells' in row)
        shown.push(row.cells.map((cell) => (cell === null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)).slice(0, 400)));
    if (shown.length >= shownRows) break;
  }
  return { headings: headings.map((heading) => heading.slice(0, 300)), rows: shown.slice(0, shownRows) };
}

/** Names of the first objects, those of objects within them joined by dots. */
async function placesIn(content: Uint8Array, encoding: Parameters<typeof textPieces>[1]): Promise<string[]> {
  const places = new Set<string>();
  for await (const { text } of textPieces(once(content), encoding)) {
    for (const line of text.split('\n').slice(0, 50)) collect(parsed(line), '', places);
    break;
  }
  if (places.size === 0) throw new FileProblem('file.empty');
  return [...places].slice(0, 300);
}
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
function collect(value: unknown, before: string, places: Set<string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || places.size > 300) return;
  for (const [name, inner] of Object.entries(value)) {
    if (/[.[\]\s]/.test(name)) continue;
    const place = before === '' ? name : `${before}.${name}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && place.split('.').length < 5) collect(inner, place, places);
    else places.add(place);
  }
}
