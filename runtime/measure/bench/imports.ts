/** B8: a file of many rows into a data resource, as the worker does it: a process of its own, validated, rejected rows kept. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { DataResource } from '../../../schemas/generated/documents.ts';
import { runImportProcess } from '../../connectors/batch/import-process.ts';
import { importLease, importOwner } from '../../connectors/batch/load.ts';
import { idCheckDigit } from '../../outside/people.ts';
import { startPostgres } from '../../postgres/postgres.ts';
import { addPiece, claimImport, findImport, insertImport, listRejects } from '../../store/imports.ts';
import { migrate } from '../../store/migrate.ts';
import { createStore, type Store } from '../../store/store.ts';
import { cpuOf } from './cpu.ts';
import { region } from './stage.ts';

export interface ImportFigures {
  rows: number;
  /** Rows a second, from the start of the process to the live set. */
  rate: number;
  seconds: number;
  loaded: number;
  rejected: number;
  /** Rejected rows that can be listed. */
  listed: number;
  /** Microseconds of processor time a row: what the rate would be on a machine that does nothing else. */
  cpu: { import: number; postgres: number };
  /** Most memory of the process, MB. */
  memory: number;
  megabytes: number;
}

const text = (name: string) => ({ 'zh-CN': name, en: name });
const resource: DataResource = {
  format: 'lianban.data-resource/1',
  id: 'rs/insured',
  name: text('参保登记'),
  answers: text('一个人是否参保'),
  owner: { department: 'rs' },
  sharing: 'conditional',
  connection: 'rs-batch',
  keys: { idNumber: { name: text('公民身份号码'), type: 'idCard' } },
  fields: {
    name: { name: text('姓名'), type: 'string', sensitivity: 2 },
    sex: {
      name: text('性别'),
      type: 'code',
      codes: { 1: { name: text('男'), rank: 'a0' }, 2: { name: text('女'), rank: 'a1' } },
      sensitivity: 2,
    },
    insuredOn: { name: text('参保日期'), type: 'date', sensitivity: 2 },
    address: { name: text('住址'), type: 'address', sensitivity: 3 },
    mobile: { name: text('手机号'), type: 'mobile', sensitivity: 3 },
    base: { name: text('缴费基数'), type: 'money', sensitivity: 3 },
  },
  cardinality: 'one',
};
const columns = {
  idNumber: '公民身份号码',
  name: '姓名',
  sex: '性别',
  insuredOn: '参保日期',
  address: '住址',
  mobile: '手机号',
  base: '缴费基数',
};

/** One row in a thousand is wrong: a bad check digit, a missing cell, a key that came before. */
export function csvRow(index: number): string {
  const day = new Date(Date.UTC(1950, 0, 1 + (index % 25_000))).toISOString().slice(0, 10);
  const digits = `330424${day.replaceAll('-', '')}${String(100 + Math.floor(index / 25_000)).padStart(3, '0')}`;
  const check = idCheckDigit(digits);
  const kind = index % 3000;
  const idNumber = kind === 999 ? `${digits}${check === '0' ? '1' : '0'}` : `${digits}${check}`;
  const row = `${idNumber},张三${String.fromCharCode(0x4e00 + (index % 2000))},${1 + (index % 2)},2019-0${1 + (index % 9)}-1${index % 10},浙江省嘉兴市海盐县武原街道 ${index % 900} 号,1380000${String(index % 10_000).padStart(4, '0')},${3000 + (index % 9000)}.50`;
  if (kind === 1999) return row.slice(0, row.lastIndexOf(','));
  return kind === 2999 ? csvRow(index - 1) : row;
}

export async function benchImport({ rows, log }: { rows: number; log: (line: string) => void }): Promise<ImportFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-bench-import-'));
  const server = await startPostgres({ dataDir: folder });
  try {
    const url = server.urlOf('postgres');
    await migrate(url);
    const store = createStore({ url, applicationName: 'bench' });
    try {
      return await measure(store, { url, rows, log, postgres: server.pid });
    } finally {
      await store.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  url: string;
  rows: number;
  log: (line: string) => void;
  /** Process id of the server. */
  postgres: number;
}

async function measure(store: Store, { url, rows, log, postgres }: Measured): Promise<ImportFigures> {
  const id = uuidv7();
  const pieces = piecesOf(rows);
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  await insertImport(store, {
    region,
    id,
    resource: resource.id,
    department: 'rs',
    fileName: 'insured.csv',
    bytes,
    file: { shape: { format: 'csv', columns }, resource, elements: {} },
    mode: 'replace',
    byName: 'bench',
    createdAt: new Date().toISOString(),
    commandId: randomUUID(),
  });
  let offset = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    await addPiece(store, { region, id, offset, content: piece });
    offset += piece.length;
  }
  log(`${rows} rows, ${Math.round(bytes / 1024 / 1024)} MB uploaded`);

  const owner = importOwner();
  await claimImport(store, { regions: [region], owner, seconds: importLease });
  const before = await timeOf(postgres);
  const began = performance.now();
  const answer = await runImportProcess({ url, region, id, owner });
  const seconds = (performance.now() - began) / 1000;
  const after = await timeOf(postgres);
  const perRow = (ms: number) => Math.round((ms * 10_000) / rows) / 10;
  const row = await findImport(store, region, id);
  if (row?.state !== 'done') throw new Error(`The import did not end well: ${answer.problem ?? JSON.stringify(row?.problem)}`);
  const listed = await listRejects(store, { region, id, limit: 100_000 });
  return {
    rows,
    rate: Math.round(rows / seconds),
    seconds: Math.round(seconds * 10) / 10,
    loaded: row.loaded,
    rejected: row.rejected,
    listed: new Set(listed.map((one) => one.row)).size,
    cpu: { import: perRow(answer.cpu), postgres: perRow(after - before) },
    memory: answer.memory,
    megabytes: Math.round(bytes / 1024 / 1024),
  };
}

/** Of a server with all processes it ever had: the one of the import is gone when it is done. */
async function timeOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { own, below } = await cpuOf(pid);
  return own + below + (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) * 10;
}

function piecesOf(rows: number): Buffer[] {
  const pieces: Buffer[] = [];
  let lines = [Object.values(columns).join(',')];
  for (let index = 0; index < rows; index += 1) {
    lines.push(csvRow(index));
    if (lines.length < 40_000) continue;
    pieces.push(Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
  }
  if (lines.length > 0) pieces.push(Buffer.from(`${lines.join('\n')}\n`));
  return pieces;
}
