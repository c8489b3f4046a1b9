/**
 * Other people's batch files through the readers of batch imports: CSV with the rows it means (`x.csv` beside `x.json`), one
 * table in several encodings and damaged files with what must happen (`expected.json`), and JSON texts that must parse (`y_`),
 * must be refused (`n_`) or may do either (`i_`).
 */
import { createReadStream } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { csvRecords, csvSheet } from '../../connectors/batch/csv-rows.ts';
import { neutralised } from '../../connectors/batch/csv-text.ts';
import { jsonlSheet } from '../../connectors/batch/jsonl-rows.ts';
import { FileProblem, placesOf, type SourceRow } from '../../connectors/batch/rows.ts';
import { textPieces } from '../../connectors/batch/text-pieces.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

const right = (id: string): SuiteCase => ({ id, verdict: 'right', detail: '' });
const wrong = (id: string, detail: string): SuiteCase => ({ id, verdict: 'wrong', detail });
const judged = (id: string, found: unknown, wanted: unknown): SuiteCase =>
  JSON.stringify(found) === JSON.stringify(wanted)
    ? right(id)
    : wrong(id, `wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);

export async function runBatchSuite(folder: string): Promise<SuiteReport> {
  const cases = [
    ...(await spectrum(path.join(folder, 'csv-spectrum'))),
    ...(await encodings(path.join(folder, 'gb18030'))),
    ...(await jsonTexts(path.join(folder, 'json-parsing'))),
  ];
  return suiteReport('batch-files', cases);
}

async function namesIn(folder: string): Promise<string[]> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere ? (await readdir(folder, { recursive: true })).sort() : [];
}

const piecesOf = (file: string) => textPieces(createReadStream(file), 'auto');

async function readSheet(file: string): Promise<{ headings: string[]; rows: SourceRow[] }> {
  const sheet = await csvSheet(piecesOf(file));
  const rows: SourceRow[] = [];
  for await (const part of sheet.rows) rows.push(...part);
  return { headings: sheet.headings, rows };
}

/** Here the set's answer names another telephone number than its file: csv-parse says instead what the file holds. */
const errata = new Set(['location_coordinates.csv']);

async function spectrum(folder: string): Promise<SuiteCase[]> {
  const cases: SuiteCase[] = [];
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.csv'))) {
    const wanted = errata.has(name)
      ? parse(await readFile(path.join(folder, name), 'utf8'), { columns: true, relax_quotes: true })
      : JSON.parse(await readFile(path.join(folder, name.replace(/\.csv$/, '.json')), 'utf8'));
    const { headings, rows } = await readSheet(path.join(folder, name));
    const found = rows.map((row) =>
      'cells' in row ? Object.fromEntries(headings.map((heading, index) => [heading, row.cells[index]])) : row.problem,
    );
    cases.push(judged(`csv-spectrum/${name}`, found, wanted));
  }
  return cases;
}

interface Expected {
  file: string;
  rows?: string[][];
  expect?: string;
}

async function encodings(folder: string): Promise<SuiteCase[]> {
  const names = await namesIn(folder);
  if (!names.includes('expected.json')) return [];
  const expected = JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Expected[];
  return Promise.all(
    expected
      .filter(({ file }) => names.includes(file))
      .map(async ({ file, rows, expect = '' }) => {
        const id = `gb18030/${file}`;
        const place = path.join(folder, file);
        if (!rows) return (await damaged[file]?.(id, place)) ?? wrong(id, `nothing is known about: ${expect}`);
        const found: string[][] = [];
        for await (const part of csvRecords(piecesOf(place), ',')) found.push(...part.map(({ cells }) => cells));
        return judged(id, found, rows);
      }),
  );
}

/** What must happen with the damaged files, in the words of the set. Rows are those of the sheet: the heading is row 1. */
const damaged: Record<string, (id: string, file: string) => Promise<SuiteCase>> = {
  // reject or quarantine row 2 with byte offset; never silently replace
  'bad-utf8.csv': async (id, file) =>
    judged(id, await verdicts(file), [
      [2, 'row.bytes_invalid', { offset: 6 }],
      [3, 'taken'],
    ]),
  // report truncated multibyte sequence at EOF
  'gbk-truncated.csv': async (id, file) => judged(id, (await verdicts(file)).at(-1), [3, 'row.bytes_truncated', { offset: 17 }]),
  // reject row with row number, other rows kept
  'nul-bytes.csv': async (id, file) => judged(id, await verdicts(file), [[2, 'row.nul']].concat(await restOf(file))),
  // rows 1 and 2 (of the data) quarantined, row 3 accepted
  'ragged.csv': async (id, file) =>
    judged(id, await verdicts(file), [
      [2, 'row.columns', { found: 2, wanted: 3 }],
      [3, 'row.columns', { found: 4, wanted: 3 }],
      [4, 'taken'],
    ]),
  // rejected with message naming the duplicate column
  'dup-header.csv': async (id, file) => {
    const { headings } = await readSheet(file);
    try {
      placesOf(headings, {});
    } catch (error) {
      if (error instanceof FileProblem) return judged(id, [error.code, error.data.column], ['file.heading_twice', '姓名']);
      throw error;
    }
    return wrong(id, 'the file was taken');
  },
  // kept as text on import; neutralised on export unless numeric
  'formula.csv': async (id, file) => {
    const { rows } = await readSheet(file);
    const cells = rows.map((row) => ('cells' in row ? String(row.cells[1]) : ''));
    const wanted = ['=HYPERLINK("http://x","y")', '+86 13800000000', '-1', '@SUM(A1)'];
    return judged(id, [cells, cells.map(neutralised)], [wanted, [`'${wanted[0]}`, `'${wanted[1]}`, '-1', `'${wanted[3]}`]]);
  },
};

type Verdict = (number | string | object)[];
async function verdicts(file: string): Promise<Verdict[]> {
  const { rows } = await readSheet(file);
  return rows.map(
    (row): Verdict => ('cells' in row ? [row.row, 'taken'] : [row.row, row.problem.code, ...(row.problem.data ? [row.problem.data] : [])]),
  );
}
/** Every row but the one with the wrong byte. */
async function restOf(file: string): Promise<(number | string)[][]> {
  return (await verdicts(file)).filter(([, verdict]) => verdict === 'taken') as (number | string)[][];
}

async function jsonTexts(folder: string): Promise<SuiteCase[]> {
  const cases: SuiteCase[] = [];
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.json'))) {
    const start = path.basename(name).slice(0, 2);
    if (!['y_', 'n_', 'i_'].includes(start)) continue;
    const isTaken = await takesJson(await readFile(path.join(folder, name)));
    const id = `json-parsing/${name}`;
    const isRight = start === 'i_' || isTaken === (start === 'y_');
    cases.push(isRight ? right(id) : wrong(id, isTaken ? 'it was taken' : 'it was refused'));
  }
  return cases;
}

/** As one line of a JSON Lines file: line feeds between tokens are spaces there, and a line may hold any JSON under a name. */
async function takesJson(bytes: Buffer): Promise<boolean> {
  const text = bytes.toString('latin1');
  if (/[\n\r]/.test(text.replace(/[\n\r\s]+$/, ''))) return takesWhole(bytes);
  const line = Buffer.concat([Buffer.from('{"v":'), bytes, Buffer.from('}\n')]);
  try {
    for await (const rows of jsonlSheet(textPieces(one(line), 'utf-8'), ['v']).rows)
      for (const row of rows) if ('cells' in row || row.problem.code === 'row.nul') return true;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
  }
  return false;
}
function takesWhole(bytes: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
