import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataResource } from '../../../schemas/generated/documents.ts';
import { findDataRows, findLiveSet } from '../../store/data-rows.ts';
import {
  addPiece,
  cancelImport,
  claimImport,
  findImport,
  type ImportRow,
  insertImport,
  listRejects,
  sweepOldSets,
} from '../../store/imports.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { runImportProcess } from './import-process.ts';
import { runImport } from './load.ts';

const region = '330424';
const name = (text: string) => ({ 'zh-CN': text });
const resource: DataResource = {
  format: 'lianban.data-resource/1',
  id: 'rs/insured',
  name: name('参保登记'),
  answers: name('一个人是否参保'),
  owner: { department: 'rs' },
  sharing: 'conditional',
  connection: 'rs-batch',
  keys: { number: { name: name('编号'), type: 'string' } },
  fields: { name: { name: name('姓名'), type: 'string', sensitivity: 2 }, base: { name: name('基数'), type: 'money', sensitivity: 2 } },
  cardinality: 'one',
};
const columns = { number: '编号', name: '姓名', base: '基数' };
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await withDatabase();
  store = createStore({ url: database.url, applicationName: 'imports-test' });
});
afterAll(async () => {
  await store.close();
  await database.close();
});

async function upload(text: string, change: Partial<ImportRow> = {}): Promise<string> {
  const id = uuidv7();
  const content = Buffer.from(text);
  await insertImport(store, {
    region,
    id,
    resource: resource.id,
    department: 'rs',
    fileName: 'a.csv',
    bytes: content.length,
    file: { shape: { format: 'csv', columns }, resource, elements: {} },
    mode: 'replace',
    byName: '测试',
    createdAt: new Date().toISOString(),
    commandId: id,
    ...change,
  });
  for (let offset = 0; offset < content.length; offset += 500_000)
    await addPiece(store, { region, id, offset, content: content.subarray(offset, offset + 500_000) });
  return id;
}
async function run(id: string) {
  const row = await claimImport(store, { regions: [region], owner: 'test', seconds: 30 });
  expect(row?.id).toBe(id);
  return runImport({ store, row: row!, owner: 'test' });
}
const find = (key: string, at = resource.id) => findDataRows(store, { region, resource: at, key, limit: 10 });
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `N${from + index},张三,${index}.00`);

describe('an import', () => {
  it('loads what is right, lists what is not by row, column and reason, and is found by key', async () => {
    const id = await upload(
      ['编号,姓名,基数', 'n1,张三,"1,234.5"', 'N2,李四,很多', ',王五,1', 'N1,张三,2', 'N3,"a\\b\tc",3', ',,'].join('\n'),
    );

    expect(await run(id)).toMatchObject({ rows: 6, loaded: 1, rejected: 4 });
    expect(await find('N1')).toEqual([{ number: 'n1', name: '张三', base: '1234.50' }]);
    expect((await listRejects(store, { region, id, limit: 10 })).map(({ row, field, code }) => [row, field, code])).toEqual([
      [3, 'base', 'value.money'],
      [4, 'number', 'row.key_missing'],
      [5, null, 'row.key_twice'],
      [6, 'name', 'value.oneLine'],
    ]);
    expect(await findImport(store, region, id)).toMatchObject({ state: 'done', received: expect.any(Number) });
  });

  it('replaces the rows of the one before in one moment, and the old ones go', async () => {
    const id = await upload(['编号,姓名,基数', ...lines(50)].join('\n'));
    await run(id);

    expect(await find('N7')).toMatchObject([{ base: '7.00' }]);
    expect(await findLiveSet(store, region, resource.id)).toMatchObject({ rows: 50 });
    while (await sweepOldSets(store, region));
    const [{ count }] = await store.withRegions(
      [region],
      async (client) => (await client.query('SELECT count(*)::int AS count FROM data_rows')).rows,
    );
    expect(count).toBe(50);
  });

  it('merges by key where it is told to', async () => {
    const id = await upload(['编号,姓名,基数', 'N7,改名,9', 'N900,新来,1'].join('\n'), { mode: 'merge' });
    await run(id);

    expect(await find('N7')).toMatchObject([{ name: '改名', base: '9.00' }]);
    expect(await findLiveSet(store, region, resource.id)).toMatchObject({ rows: 51 });
  });

  it('keeps every record of a key where a key has many', async () => {
    const many: DataResource = { ...resource, id: 'rs/months', cardinality: 'many' };
    const id = await upload('编号,姓名,基数\nA,一月,1\nA,二月,2\nB,一月,3\n', {
      resource: many.id,
      file: { shape: { format: 'csv', columns }, resource: many, elements: {} },
    });
    await run(id);

    expect(await find('A', many.id)).toMatchObject([{ name: '一月' }, { name: '二月' }]);
  });

  it('tells a key that came in an earlier part of the file', async () => {
    const id = await upload(['编号,姓名,基数', ...lines(30_000), 'N5,又来,1'].join('\n'));

    expect(await run(id)).toMatchObject({ rows: 30_001, loaded: 30_000, rejected: 1 });
    expect(await listRejects(store, { region, id, limit: 10 })).toMatchObject([{ row: 30_002, code: 'row.key_twice' }]);
  });

  it('that is killed in the middle goes on where its last part ended, and loses and doubles nothing', async () => {
    const rows = 150_000;
    const id = await upload(['编号,姓名,基数', ...lines(rows)].join('\n'), {
      resource: 'rs/killed',
      file: { shape: { format: 'csv', columns }, resource: { ...resource, id: 'rs/killed' }, elements: {} },
    });
    await claimImport(store, { regions: [region], owner: 'first', seconds: 30 });
    let stop = () => {};
    const dying = runImportProcess({ url: database.url, region, id, owner: 'first' }, (how) => {
      stop = how;
    });
    let seen = 0;
    while (seen === 0) {
      await sleep(20);
      seen = (await findImport(store, region, id))!.loaded;
    }
    stop();
    expect((await dying).problem).toBe('The process died.');
    const half = (await findImport(store, region, id))!;
    expect(half.state).toBe('running');
    expect(half.loaded).toBeLessThan(rows);
    expect(await find('N5', 'rs/killed')).toEqual([]);

    // Nobody else gets it while the lease lasts; afterwards anybody.
    expect(await claimImport(store, { regions: [region], owner: 'second', seconds: 30 })).toBeUndefined();
    await store.withRegions([region], (client) =>
      client.query("UPDATE imports SET leased_until = now() - interval '1 second' WHERE id = $1", [id]),
    );
    const row = (await claimImport(store, { regions: [region], owner: 'second', seconds: 30 }))!;
    expect(row.readRows).toBe(half.readRows);
    expect(await runImport({ store, row, owner: 'second' })).toMatchObject({ loaded: rows, rejected: 0, rows });
    expect(await findLiveSet(store, region, 'rs/killed')).toMatchObject({ rows });
  });

  it('stops when it is cancelled, and shows nothing of itself', async () => {
    const id = await upload(['编号,姓名,基数', ...lines(60_000)].join('\n'), {
      resource: 'rs/cancelled',
      file: { shape: { format: 'csv', columns }, resource: { ...resource, id: 'rs/cancelled' }, elements: {} },
    });
    const row = (await claimImport(store, { regions: [region], owner: 'test', seconds: 30 }))!;
    const running = runImport({ store, row, owner: 'test' });
    await cancelImport(store, region, id, new Date().toISOString());

    expect(await running).toBeUndefined();
    expect(await find('N5', 'rs/cancelled')).toEqual([]);
    expect(await findImport(store, region, id)).toMatchObject({ state: 'cancelled' });
  });

  it.each([
    ['without a column that is needed', '编号,姓名\nN1,张三\n', 'file.column_missing'],
    ['with a heading that stands there twice', '编号,姓名,姓名,基数\nN1,张三,李四,1\n', 'file.heading_twice'],
    ['that is empty', '\n', 'file.empty'],
  ])('of a file %s fails with the reason, and the rows before stay', async (_, text, code) => {
    const before = await findLiveSet(store, region, resource.id);
    const id = await upload(text);
    await run(id);

    expect(await findImport(store, region, id)).toMatchObject({ state: 'failed', problem: { code } });
    expect(await findLiveSet(store, region, resource.id)).toEqual(before);
  });

  it('takes pieces in order only', async () => {
    const id = await upload('x', { bytes: 10 });

    expect(await addPiece(store, { region, id, offset: 5, content: Buffer.from('y') })).toBeUndefined();
    expect(await addPiece(store, { region, id, offset: 1, content: Buffer.from('0123456789') })).toBeUndefined();
    expect(await addPiece(store, { region, id, offset: 1, content: Buffer.from('yz') })).toMatchObject({ received: 3, state: 'receiving' });
  });
});
