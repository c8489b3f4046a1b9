/** One import from its file to the live set: read, check, load in parts; goes on where an earlier run was killed. */
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { FileShape } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { copyLine, type LoadPart, loadPart, prepareLoads } from '../../store/import-loads.ts';
import { failImport, finishImport, type ImportRow, openSet, readPieces } from '../../store/imports.ts';
import type { Store } from '../../store/store.ts';
import { csvSheet } from './csv-rows.ts';
import { jsonlSheet } from './jsonl-rows.ts';
import { planRows, type RowPlan } from './row-plan.ts';
import { FileProblem, placesOf, type Sheet, type SourceRow } from './rows.ts';
import { textPieces } from './text-pieces.ts';
import { limits } from './xlsx-parts.ts';
import { openWorkbook } from './xlsx-rows.ts';

/** Rows of a part: some MB of COPY text, a fraction of a second. */
const partRows = 20_000;
/** More than this, and the file is not one of this resource. */
const maxRejects = 100_000;
/** Seconds a killed run keeps the import. */
export const importLease = 30;

/** Someone cancelled it, or another worker has it. */
class NoLongerOurs extends Error {}

export interface LoadResult {
  loaded: number;
  rejected: number;
  rows: number;
}

/** Runs a claimed import. What is wrong with the file ends it as failed; a fault of ours throws, and the lease lets another try. */
export async function runImport({ store, row, owner }: { store: Store; row: ImportRow; owner: string }): Promise<LoadResult | undefined> {
  try {
    return await load(store, row, owner);
  } catch (error) {
    if (error instanceof NoLongerOurs) return undefined;
    if (!(error instanceof FileProblem)) throw error;
    await failImport(store, row, owner, { code: error.code, data: error.data });
    return undefined;
  }
}

async function load(store: Store, row: ImportRow, owner: string): Promise<LoadResult> {
  const { shape, resource, elements } = row.file;
  const plan = planRows({ resource, elements, columns: Object.keys(shape.columns), env: { now: row.createdAt } });
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of readPieces(store, row.region, row.id)) {
      bytes += piece.length;
      yield piece;
    }
  };
  const sheet = await openSheet(counted(), shape);
  const places = placesOf(sheet.headings, shape.format === 'jsonl' ? identity(shape) : shape.columns);
  const setId = await openSet(store, row, uuidv7());
  const client = await store.pool.connect();
  let broken: Error | undefined;
  try {
    await prepareLoads(client);
    const target = { setId, owner, isUnique: plan.isUnique, lease: importLease };
    let loading: Promise<boolean> = Promise.resolve(true);
    let rejected = row.rejected;
    let upTo = row.readRows;
    for await (const part of partsOf(sheet.rows, { plan, places, after: row.readRows })) {
      rejected += part.rejects.length;
      // One part is loaded while the next one is read: both processors have work, and memory holds two parts.
      if (!(await loading)) throw new NoLongerOurs();
      if (rejected > maxRejects) throw new FileProblem('file.too_many_rejected', { limit: maxRejects });
      const total = bytes < row.bytes && bytes > 0 ? Math.round((part.upTo / bytes) * row.bytes) : part.upTo;
      upTo = part.upTo;
      loading = loadPart(client, row, target, { ...part, total });
      loading.catch(() => {});
    }
    if (!(await loading)) throw new NoLongerOurs();
    const rows = Math.max(0, upTo - (shape.format === 'jsonl' ? 0 : 1));
    if (!(await finishImport(store, row, { setId, owner, rows }))) throw new NoLongerOurs();
    return { rows, ...(await totals(store, row)) };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken ?? true);
  }
}

async function totals(store: Store, { region, id }: ImportRow): Promise<{ loaded: number; rejected: number }> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ loaded: number; rejected: number }>(
      'SELECT loaded, rejected FROM imports WHERE region = $1 AND id = $2',
      [region, id],
    );
    return rows[0]!;
  });
}

/** The place a JSON line is read at is its own heading. */
const identity = ({ columns }: FileShape) => columns;

/** Headings and rows of a file. A workbook is read whole, within limits; texts are streamed. */
export async function openSheet(bytes: AsyncIterable<Uint8Array>, shape: FileShape): Promise<Sheet> {
  if (shape.format === 'xlsx') return openWorkbook(await whole(bytes)).open(shape.sheet);
  const pieces = textPieces(bytes, shape.encoding ?? 'auto');
  if (shape.format === 'jsonl') return jsonlSheet(pieces, [...new Set(Object.values(shape.columns))]);
  return csvSheet(pieces, shape.delimiter);
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > limits.file) throw new FileProblem('file.too_large', { limitMb: limits.file / 1024 / 1024 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

interface Reading {
  plan: RowPlan;
  places: Record<string, number>;
  /** Rows up to this one were loaded by an earlier run. */
  after: number;
}
type ReadPart = Omit<LoadPart, 'total'> & { keys: Set<string> };

async function* partsOf(rows: AsyncIterable<SourceRow[]>, { plan, places, after }: Reading): AsyncGenerator<ReadPart> {
  const order = plan.fields.map((field) => places[field]!);
  let part = emptyPart(after);
  for await (const read of rows) {
    for (const source of read) {
      if (source.row <= after) continue;
      part.upTo = source.row;
      if ('problem' in source) part.rejects.push({ row: source.row, n: 0, ...source.problem });
      else
        take(
          part,
          plan,
          source.row,
          order.map((place) => source.cells[place] ?? null),
        );
      if (part.rows + part.rejects.length < partRows) continue;
      yield part;
      part = emptyPart(part.upTo);
    }
  }
  yield part;
}

function take(part: ReadPart, plan: RowPlan, row: number, cells: JsonValue[]): void {
  // A line of delimiters only: the end of a sheet somebody cleared.
  if (cells.every((cell) => cell === null || cell === '')) return;
  const made = plan.record(cells);
  if (made.ok && plan.isUnique && part.keys.has(made.key)) part.rejects.push({ row, n: 0, code: 'row.key_twice' });
  else if (made.ok) {
    part.keys.add(made.key);
    part.copy.push(copyLine(row, made.key, made.json));
    part.rows += 1;
  } else for (const [n, problem] of made.problems.entries()) part.rejects.push({ row, n, ...problem });
}
const emptyPart = (upTo: number): ReadPart => ({ copy: [], rows: 0, rejects: [], upTo, keys: new Set() });

/** Who runs an import, for its lease. */
export const importOwner = () => `${process.pid}:${randomUUID().slice(0, 8)}`;
