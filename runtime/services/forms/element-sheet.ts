/**
 * Data elements as rows of a sheet. Numbers and texts keep their kind, lists stand in one cell as lines, and what a
 * person did not fill in is not there: what was exported is imported unchanged.
 */
import type ExcelJS from 'exceljs';
import type { CodeList, DataElement, Text } from '../../../schemas/generated/documents.ts';

export interface ReadElement {
  /** As the sheet counts it; the heading is 1. */
  row: number;
  id?: string;
  element?: DataElement;
  reason?: Text;
}
type Column = { key: string; zh: string; en: string; width: number; kind?: 'number' };

const columns: readonly Column[] = [
  { key: 'id', zh: '标识', en: 'Key', width: 22 },
  { key: 'code', zh: '编码', en: 'Code', width: 14 },
  { key: 'name', zh: '名称', en: 'Name', width: 24 },
  { key: 'nameEn', zh: '英文名称', en: 'English name', width: 26 },
  { key: 'type', zh: '类型', en: 'Type', width: 12 },
  { key: 'sensitivity', zh: '敏感级别', en: 'Sensitivity', width: 10, kind: 'number' },
  { key: 'category', zh: '分类', en: 'Category', width: 14 },
  { key: 'minimum', zh: '最小值', en: 'Minimum', width: 10, kind: 'number' },
  { key: 'maximum', zh: '最大值', en: 'Maximum', width: 10, kind: 'number' },
  { key: 'minLength', zh: '最短', en: 'Shortest', width: 8, kind: 'number' },
  { key: 'maxLength', zh: '最长', en: 'Longest', width: 8, kind: 'number' },
  { key: 'pattern', zh: '格式规则', en: 'Pattern', width: 20 },
  { key: 'unit', zh: '单位', en: 'Unit', width: 8 },
  { key: 'unitEn', zh: '英文单位', en: 'English unit', width: 10 },
  { key: 'codes', zh: '代码表（每行：代码|名称|英文|上级|次序）', en: 'Codes (per line: code|name|English|above|order)', width: 40 },
  { key: 'hint', zh: '填写提示', en: 'Hint', width: 30 },
  { key: 'hintEn', zh: '英文提示', en: 'English hint', width: 30 },
  { key: 'example', zh: '示例', en: 'Example', width: 20 },
  { key: 'source', zh: '来源', en: 'Source', width: 40 },
];
type Cells = Partial<Record<string, string | number>>;

/** The library is large and seldom needed: it is loaded by the first sheet. */
const newBook = async () => new (await import('exceljs')).default.Workbook();

export async function writeElementRows(elements: readonly (readonly [string, DataElement])[]): Promise<Uint8Array> {
  const book = await newBook();
  const sheet = book.addWorksheet('字段标准', { views: [{ state: 'frozen', ySplit: 1, xSplit: 3 }] });
  sheet.columns = columns.map(({ key, zh, width, kind }) => ({
    key,
    header: zh,
    width,
    style: { numFmt: kind === 'number' ? 'General' : '@' },
  }));
  sheet.getRow(1).font = { bold: true };
  for (const [id, element] of elements) sheet.addRow(cellsOf(id, element));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function cellsOf(id: string, element: DataElement): Cells {
  const { name, unit, hint, codes, ...rest } = element;
  return {
    id,
    ...rest,
    name: name['zh-CN'],
    ...(name.en === undefined ? {} : { nameEn: name.en }),
    ...(unit ? { unit: unit['zh-CN'], ...(unit.en === undefined ? {} : { unitEn: unit.en }) } : {}),
    ...(hint ? { hint: hint['zh-CN'], ...(hint.en === undefined ? {} : { hintEn: hint.en }) } : {}),
    ...(codes ? { codes: codeLines(codes) } : {}),
  };
}

/** Undefined when it is no workbook. The heading says which column is which, so they may stand in any order. */
export async function readElementRows(content: Uint8Array): Promise<ReadElement[] | undefined> {
  const book = await newBook();
  try {
    await book.xlsx.load(content as unknown as ExcelJS.Buffer);
  } catch {
    return undefined;
  }
  const sheet = book.worksheets[0];
  const keys = new Map<number, Column>();
  sheet?.getRow(1).eachCell((cell, at) => {
    const heading = textOf(cell.value)?.trim();
    const column = columns.find(({ key, zh, en }) => heading === zh || heading === en || heading === key);
    if (column) keys.set(at, column);
  });
  if (!sheet || ![...keys.values()].some(({ key }) => key === 'id')) return undefined;
  const rows: ReadElement[] = [];
  sheet.eachRow((row, number) => {
    if (number === 1) return;
    const cells: Cells = {};
    let wrong: string | undefined;
    for (const [at, column] of keys) {
      const value = textOf(row.getCell(at).value);
      if (value === undefined || value === '') continue;
      if (column.kind !== 'number') cells[column.key] = value;
      else if (/^-?\d+(\.\d+)?$/.test(value.trim())) cells[column.key] = Number(value);
      else wrong = column.zh;
    }
    if (Object.keys(cells).length === 0 && wrong === undefined) return;
    rows.push(wrong === undefined ? rowOf(number, cells) : { row: number, ...idOf(cells), reason: notANumber(wrong) });
  });
  return rows;
}

const idOf = ({ id }: Cells): { id?: string } => (typeof id === 'string' ? { id } : {});

function rowOf(row: number, cells: Cells): ReadElement {
  const { id: _, name, nameEn, unit, unitEn, hint, hintEn, codes, ...rest } = cells;
  const list = codes === undefined ? undefined : codesOf(String(codes));
  if (codes !== undefined && !list) return { row, ...idOf(cells), reason: wrongCodes };
  const element = {
    ...rest,
    ...(name === undefined ? {} : { name: textWith(name, nameEn) }),
    ...(unit === undefined ? {} : { unit: textWith(unit, unitEn) }),
    ...(hint === undefined ? {} : { hint: textWith(hint, hintEn) }),
    ...(list ? { codes: list } : {}),
  };
  return { row, ...idOf(cells), element: element as unknown as DataElement };
}

const textWith = (zh: string | number, en: string | number | undefined): Text => ({
  'zh-CN': String(zh),
  ...(en === undefined ? {} : { en: String(en) }),
});

/** The words of a cell, whatever Excel keeps them as. A formula counts as what it shows. */
function textOf(value: ExcelJS.CellValue): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return String(value.text);
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue);
  return undefined;
}

/** `|`, `\\` and line breaks of a name are written with a backslash before them. */
const escaped = (text: string): string => text.replace(/[\\|]/g, '\\$&').replaceAll('\n', '\\n');

function codeLines(codes: CodeList): string {
  return Object.entries(codes)
    .map(([code, { name, parent, rank }]) => {
      const parts = [code, name['zh-CN'], name.en ?? '', parent ?? '', rank];
      return parts.map(escaped).join('|');
    })
    .join('\n');
}

function codesOf(cell: string): CodeList | undefined {
  const codes: CodeList = {};
  const lines = cell.split(/\r?\n/).filter((line) => line.trim() !== '');
  for (const [at, line] of lines.entries()) {
    const [code = '', name = '', en = '', parent = '', rank = ''] = partsOf(line);
    if (code.trim() === '' || name.trim() === '' || Object.hasOwn(codes, code.trim())) return undefined;
    codes[code.trim()] = {
      name: { 'zh-CN': name, ...(en === '' ? {} : { en }) },
      rank: rank === '' ? rankAt(at) : rank,
      ...(parent === '' ? {} : { parent }),
    };
  }
  return lines.length === 0 ? undefined : codes;
}

function partsOf(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === '|') {
      parts.push(part);
      part = '';
    } else if (letter === '\\' && at + 1 < line.length) {
      at += 1;
      part += line[at] === 'n' ? '\n' : line[at];
    } else part += letter;
  }
  return [...parts, part];
}

const rankAt = (at: number): string => `a${at.toString(36).padStart(3, '0')}`;
const notANumber = (column: string): Text => ({ 'zh-CN': `「${column}」要填数字`, en: `“${column}” must be a number` });
const wrongCodes: Text = {
  'zh-CN': '代码表无法读取：每行写「代码|名称」，代码不要重复',
  en: 'The code list cannot be read: write “code|name” on each line, each code once',
};
