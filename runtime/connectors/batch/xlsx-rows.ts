/**
 * A sheet of a workbook (XLSX), row by row. Read by ourselves: of a workbook only cell values are wanted, exceljs' stream
 * reader unpacks without limits, and its model of a large sheet does not fit into the memory an import may take. Formulas
 * count by the value the spreadsheet program kept; they are never calculated.
 */
import type { JsonValue } from '../../compile/plan.ts';
import { FileProblem, type Sheet, type SourceRow } from './rows.ts';
import { attribute, partText, unescapeXml, unpack } from './xlsx-parts.ts';

const maxRows = 200_000;
const maxColumns = 400;
/** Serials, strings and such, per cell that a sheet may have. */
const rowsPerPart = 1000;

export interface Workbook {
  sheets: string[];
  open(sheet?: string): Sheet;
}

/** `file`: the whole archive; sheets are unpacked one at a time. */
export function openWorkbook(file: Uint8Array): Workbook {
  const parts = unpack(file, (name) => /^xl\/(workbook|styles|sharedStrings)\.xml$|^xl\/_rels\/workbook\.xml\.rels$/.test(name));
  const workbook = parts.get('xl/workbook.xml');
  const relations = parts.get('xl/_rels/workbook.xml.rels');
  if (!workbook || !relations) throw new FileProblem('file.not_workbook');
  const targets = new Map(tagsOf(partText(relations), 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  const workbookText = partText(workbook);
  const sheets = tagsOf(workbookText, 'sheet').map((tag) => ({
    name: attribute(tag, 'name') ?? '',
    target: targets.get(attribute(tag, 'r:id')) ?? '',
  }));
  const epoch1904 = /<workbookPr[^>]*\bdate1904="(1|true)"/.test(workbookText);
  const styles = parts.get('xl/styles.xml');
  const dateStyles = styles ? dateStylesOf(partText(styles)) : new Set<number>();
  const shared = parts.get('xl/sharedStrings.xml');
  const strings = shared ? stringsOf(partText(shared)) : [];
  return {
    sheets: sheets.map(({ name }) => name),
    open(wanted) {
      const sheet = wanted === undefined ? sheets[0] : sheets.find(({ name }) => name === wanted);
      if (!sheet) throw new FileProblem('file.sheet_missing', { sheet: wanted ?? '' });
      const path = `xl/${sheet.target.replace(/^\/?(xl\/)?/, '')}`;
      const part = unpack(file, (name) => name === path).get(path);
      if (!part) throw new FileProblem('file.damaged');
      return sheetOf(rowsOf(partText(part), { strings, dateStyles, epoch1904 }));
    },
  };
}

function sheetOf(rows: Generator<{ row: number; cells: JsonValue[] }>): Sheet {
  let first = rows.next();
  while (!first.done && first.value.cells.every((cell) => cell === null)) first = rows.next();
  if (first.done) throw new FileProblem('file.empty');
  const headings = first.value.cells.map((cell) => (cell === null ? '' : String(cell)));

  async function* parts(): AsyncGenerator<SourceRow[]> {
    let part: SourceRow[] = [];
    for (const { row, cells } of rows) {
      if (cells.every((cell) => cell === null)) continue;
      if (row > maxRows + 1) throw new FileProblem('file.too_many_rows', { limit: maxRows });
      if (cells.length > headings.length && cells.slice(headings.length).some((cell) => cell !== null))
        part.push({ row, problem: { code: 'row.columns', data: { found: cells.length, wanted: headings.length } } });
      else part.push({ row, cells: headings.map((_, index) => cells[index] ?? null) });
      if (part.length < rowsPerPart) continue;
      yield part;
      part = [];
    }
    yield part;
  }
  return { headings, rows: parts() };
}

interface Facts {
  strings: string[];
  dateStyles: ReadonlySet<number>;
  epoch1904: boolean;
}

function* rowsOf(xml: string, facts: Facts): Generator<{ row: number; cells: JsonValue[] }> {
  let row = 0;
  for (let at = xml.indexOf('<row'); at >= 0; ) {
    const open = xml.indexOf('>', at);
    if (open < 0) throw new FileProblem('file.damaged');
    const tag = xml.slice(at, open);
    row = Number(attribute(tag, 'r') ?? row + 1);
    if (!Number.isSafeInteger(row) || row < 1) throw new FileProblem('file.damaged');
    const isEmpty = tag.endsWith('/');
    const close = isEmpty ? open : xml.indexOf('</row>', open);
    if (close < 0) throw new FileProblem('file.damaged');
    yield { row, cells: isEmpty ? [] : cellsOf(xml.slice(open + 1, close), facts) };
    at = xml.indexOf('<row', close);
  }
}

function cellsOf(xml: string, facts: Facts): JsonValue[] {
  const cells: JsonValue[] = [];
  for (let at = xml.indexOf('<c'); at >= 0; ) {
    const open = xml.indexOf('>', at);
    if (open < 0) throw new FileProblem('file.damaged');
    const tag = xml.slice(at, open);
    const isEmpty = tag.endsWith('/');
    const close = isEmpty ? open : xml.indexOf('</c>', open);
    if (close < 0) throw new FileProblem('file.damaged');
    const column = columnOf(attribute(tag, 'r')) ?? cells.length;
    if (column >= maxColumns) throw new FileProblem('file.too_many_columns', { limit: maxColumns });
    while (cells.length < column) cells.push(null);
    cells[column] = isEmpty ? null : cellValue(tag, xml.slice(open + 1, close), facts);
    at = xml.indexOf('<c', close + 1);
  }
  return cells;
}

/** 'B7' -> 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference && /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellValue(tag: string, inner: string, { strings, dateStyles, epoch1904 }: Facts): JsonValue {
  const type = attribute(tag, 't') ?? 'n';
  if (type === 'inlineStr') return richText(inner);
  const raw = textOf(inner, 'v');
  if (raw === undefined) return null;
  switch (type) {
    case 's':
      return strings[Number(raw)] ?? null;
    case 'str':
      return unescapeXml(raw);
    case 'b':
      return raw === '1';
    case 'e':
      return '#'; // an error of a formula is no value; it is refused by its field
    case 'd':
      return raw.slice(0, 10);
    default: {
      const number = Number(raw);
      if (!Number.isFinite(number)) return raw;
      // As text with the digits the file has: 18 digits of an ID number do not survive as a number.
      return dateStyles.has(Number(attribute(tag, 's') ?? -1))
        ? dateOf(number, epoch1904)
        : /^-?\d+(\.\d+)?$/.test(raw)
          ? raw
          : String(number);
    }
  }
}

/** The day of a serial number; 60 is the 29 February 1900 that never was. */
function dateOf(serial: number, epoch1904: boolean): string {
  const days = Math.floor(serial) + (epoch1904 ? 1462 : 0);
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000).toISOString().slice(0, 10);
}

const textOf = (xml: string, name: string): string | undefined => {
  const at = xml.indexOf(`<${name}`);
  if (at < 0) return undefined;
  const open = xml.indexOf('>', at);
  const close = xml.indexOf(`</${name}>`, open);
  return xml[open - 1] === '/' || close < 0 ? '' : xml.slice(open + 1, close);
};

/** Runs of a rich text joined; readings (rPh) are no part of it. */
function richText(xml: string): string {
  const plain = xml.includes('<rPh') ? xml.replace(/<rPh[\s\S]*?<\/rPh>/g, '') : xml;
  let text = '';
  for (let at = plain.indexOf('<t'); at >= 0; ) {
    const open = plain.indexOf('>', at);
    if (plain[open - 1] === '/') {
      at = plain.indexOf('<t', open);
      continue;
    }
    const close = plain.indexOf('</t>', open);
    if (close < 0) break;
    text += plain.slice(open + 1, close);
    at = plain.indexOf('<t', close);
  }
  return unescapeXml(text);
}

function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  for (let at = xml.indexOf('<si'); at >= 0; ) {
    const open = xml.indexOf('>', at);
    if (xml[open - 1] === '/') {
      strings.push('');
      at = xml.indexOf('<si', open);
      continue;
    }
    const close = xml.indexOf('</si>', open);
    if (close < 0) throw new FileProblem('file.damaged');
    strings.push(richText(xml.slice(open + 1, close)));
    at = xml.indexOf('<si', close);
  }
  return strings;
}

function tagsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}\\s[^>]*>`, 'g'))].map(([tag]) => tag);
}

/** Which cell formats show dates: the built-in ones, and those written with year, month or day. */
function dateStylesOf(xml: string): ReadonlySet<number> {
  const own = new Map(tagsOf(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '']));
  const from = xml.indexOf('<cellXfs');
  const to = xml.indexOf('</cellXfs>');
  if (from < 0 || to < 0) return new Set();
  const formats = tagsOf(xml.slice(from, to), 'xf').map((tag) => Number(attribute(tag, 'numFmtId') ?? 0));
  return new Set(formats.flatMap((id, index) => (isDate(id, own.get(id)) ? [index] : [])));
}
function isDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return /[yYdD年月日]/.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
