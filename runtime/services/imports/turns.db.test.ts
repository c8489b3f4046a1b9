/** Files fetched by themselves: from an address and a folder, once by whoever comes first, after a stop, and when they do not come. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BatchSource, DataResource } from '../../../schemas/generated/documents.ts';
import { runImport } from '../../connectors/batch/load.ts';
import { type Connectors, createConnectors } from '../../connectors/connectors.ts';
import { createSecrets } from '../../connectors/secrets.ts';
import { upsertRegion } from '../../store/accounts.ts';
import { findConnection, saveConnection } from '../../store/connections.ts';
import { findDataRows } from '../../store/data-rows.ts';
import { saveHosts } from '../../store/hosts.ts';
import { claimTurn, findTurn } from '../../store/import-turns.ts';
import { claimImport, listImports } from '../../store/imports.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { quiet } from '../testing/world.ts';
import { createImportTurns, type ImportTurns } from './turns.ts';

const region = '330424';
const name = (text: string) => ({ 'zh-CN': text });
const resource: DataResource = {
  format: 'lianban.data-resource/1',
  id: 'rs/insured',
  name: name('参保登记'),
  answers: name('一个人是否参保'),
  owner: { department: 'rs' },
  sharing: 'conditional',
  connection: 'rs-files',
  keys: { number: { name: name('编号'), type: 'string' } },
  fields: { holder: { name: name('姓名'), type: 'string', sensitivity: 2 } },
  cardinality: 'one',
};
const file = { format: 'csv' as const, columns: { number: '编号', holder: '姓名' } };
const rows = (...names: string[]) => `编号,姓名\n${names.map((one, index) => `N${index},${one}`).join('\n')}\n`;

let database: TestDatabase;
let stores: Store[];
let connectors: Connectors;
let server: Server;
let folder: string;
let now = '2026-03-02T01:00:00.000Z';
/** What the other side answers: status and body; asked how often. */
const peer = { status: 200, body: rows('张三'), asked: 0, key: '' };

beforeAll(async () => {
  database = await withDatabase();
  stores = [1, 2].map((one) => createStore({ url: database.url, applicationName: `turns-test-${one}` }));
  folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-turns-'));
  await mkdir(path.join(folder, region));
  server = createServer((request, response) => {
    peer.asked += 1;
    peer.key = String(request.headers['x-api-key'] ?? '');
    response.writeHead(peer.status, { 'content-type': 'text/csv' }).end(peer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const masterKey = randomBytes(32).toString('base64');
  connectors = createConnectors({ store: stores[0]!, masterKey, clock: () => now, logger: quiet, importFolder: folder });
  await createSecrets({ store: stores[0]!, masterKey }).save(region, 'rs-files', 'the key of the files');
  await upsertRegion(stores[0]!, { code: region, name: '海盐县' });
  const hosts = [{ host: new URL(address()).host, addedBy: 'test', addedAt: now }];
  await saveHosts(stores[0]!, region, { rev: 0, hosts }, { region, at: now, action: 'hosts.saved', object: 'hosts', result: 'done' });
  await stores[0]!.query({
    text: `INSERT INTO data_resources (owner_region, id, department, state, rev, document, search, edited_by_name, edited_at)
           VALUES ($1, $2, 'rs', 'published', 1, $3, '', 'test', $4)`,
    values: [region, resource.id, JSON.stringify(resource), now],
  });
});
afterAll(async () => {
  server.close();
  await connectors.close();
  for (const store of stores) await store.close();
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  Object.assign(peer, { status: 200, body: rows('张三'), asked: 0 });
  await stores[0]!.withRegions([region], (client) => client.query('DELETE FROM import_turns'));
  await stores[0]!.withRegions([region], (client) => client.query('DELETE FROM imports'));
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/export/insured.csv`;
const turnsOf = (store: Store): ImportTurns =>
  createImportTurns({ store, clock: () => now, logger: quiet, tools: connectors.tools, calendarOf: async () => undefined, onReady() {} });
const connect = (source: Partial<BatchSource>) =>
  saveConnection(stores[0]!, region, {
    format: 'lianban.connection/1',
    id: 'rs-files',
    name: name('参保文件'),
    owner: { department: 'rs' },
    kind: 'batch',
    source: { url: address(), everyMinutes: 60, resource: resource.id, file, mode: 'replace', ...source },
  });
const imports = async () => (await listImports(stores[0]!, { region, offset: 0, limit: 20 })).rows;
async function load(): Promise<void> {
  const row = await claimImport(stores[0]!, { regions: [region], owner: 'test', seconds: 30 });
  await runImport({ store: stores[0]!, row: row!, owner: 'test' });
}
const holders = async () =>
  (await findDataRows(stores[0]!, { region, resource: resource.id, key: 'N0', limit: 5 })).map(
    (record) => (record as { holder: string }).holder,
  );

describe('a file fetched by itself', () => {
  it('comes from its address with the key of the connection, is loaded as any other, and comes again at its time', async () => {
    await connect({ auth: { kind: 'apiKey', header: 'x-api-key', secret: 'rs-files' } });
    const one = turnsOf(stores[0]!);
    expect(await one.runDue()).toBe(true);
    expect(await one.runDue()).toBe(false);
    expect([peer.asked, peer.key]).toEqual([1, 'the key of the files']);
    expect(await imports()).toMatchObject([
      { fileName: 'insured.csv', state: 'waiting', byName: '自动取文件', bytes: Buffer.byteLength(peer.body) },
    ]);
    await load();
    expect(await holders()).toEqual(['张三']);

    expect(await one.view(region, await sourceDocument())).toMatchObject({
      nextAt: '2026-03-02T02:00:00.000Z',
      lastAt: now,
      failed: false,
    });
    peer.body = rows('李四');
    now = '2026-03-02T02:00:00.000Z';
    expect(await one.runDue()).toBe(true);
    await load();
    expect(await holders()).toEqual(['李四']);
  });

  it('after days without a worker is fetched once, not once for every turn that was missed', async () => {
    await connect({});
    const one = turnsOf(stores[0]!);
    await one.runDue();
    now = '2026-03-09T02:00:00.000Z';
    expect([await one.runDue(), await one.runDue()]).toEqual([true, false]);
    expect(peer.asked).toBe(2);
    expect((await findTurn(stores[0]!, region, 'rs-files'))?.nextAt).toBe('2026-03-09T03:00:00.000Z');
  });

  it('is fetched by one of two workers who ask at the same moment', async () => {
    await connect({});
    const [one, two] = stores.map(turnsOf);
    const began = await Promise.all([one!.runDue(), two!.runDue(), one!.runDue(), two!.runDue()]);

    expect(began.filter(Boolean)).toHaveLength(1);
    expect(peer.asked).toBe(1);
    expect(await imports()).toHaveLength(1);
  });

  it('is fetched again when its worker died half-way, and what that had begun is cancelled', async () => {
    await connect({});
    const one = turnsOf(stores[0]!);
    await one.runDue();
    const [first] = await imports();
    // As a worker leaves it that is killed between two pieces.
    const turn = (await findTurn(stores[0]!, region, 'rs-files'))!;
    await stores[0]!.withRegions([region], async (client) => {
      await client.query('DELETE FROM imports WHERE id <> $1', [first!.id]);
      await client.query("UPDATE imports SET state = 'receiving', received = 3, command_id = $2 WHERE id = $1", [
        first!.id,
        `turn:rs-files:${turn.nextAt}:1`,
      ]);
    });
    now = turn.nextAt;
    await claimTurn(stores[0]!, { region, connection: 'rs-files', nextAt: turn.nextAt, now, owner: 'dead', seconds: -1 });

    expect(await turnsOf(stores[1]!).runDue()).toBe(true);
    const after = await imports();
    expect(after.map(({ id, state }) => [id === first!.id, state]).sort()).toEqual([
      [false, 'waiting'],
      [true, 'cancelled'],
    ]);
  });

  it('out of the folder of its region, and never out of another place', async () => {
    await writeFile(path.join(folder, region, '参保 2026.csv'), rows('王五'));
    await writeFile(path.join(folder, 'secret.csv'), rows('别人'));
    await connect({ url: 'folder:参保 2026.csv' });
    await turnsOf(stores[0]!).runDue();
    await load();
    expect(await holders()).toEqual(['王五']);

    for (const url of ['folder:../secret.csv', 'folder:..\\secret.csv', 'folder:/etc/passwd', 'folder:.hidden', 'folder:nothing.csv']) {
      await stores[0]!.withRegions([region], (client) => client.query('DELETE FROM import_turns'));
      await connect({ url });
      await turnsOf(stores[0]!).runDue();
      expect((await findTurn(stores[0]!, region, 'rs-files'))?.problem?.code).toMatch(/^file\.(folder_name|not_there)$/);
    }
    expect(await holders()).toEqual(['王五']);
  });

  it.each([
    ['refused', { status: 403 }, '对方拒绝提供文件，请核对口令'],
    ['gone', { status: 404 }, '来源地址上没有这个文件'],
    ['broken', { status: 500 }, '没能从来源地址取到文件'],
    ['empty', { body: '' }, '文件是空的'],
  ])('that is %s is told to operators in words, and tried at the next turn', async (_what, answer, words) => {
    Object.assign(peer, answer);
    await connect({});
    const one = turnsOf(stores[0]!);
    await one.runDue();

    expect(await one.failed([region])).toMatchObject([{ name: name('参保文件'), words: { 'zh-CN': words }, at: now }]);
    expect(await one.view(region, await sourceDocument())).toMatchObject({ failed: true, words: { 'zh-CN': words } });
    expect(await imports()).toEqual([]);
    Object.assign(peer, { status: 200, body: rows('赵六') });
    now = (await findTurn(stores[0]!, region, 'rs-files'))!.nextAt;
    await one.runDue();
    expect(await one.failed([region])).toEqual([]);
  });

  it('from an address that is not on the list of the region is not fetched', async () => {
    await connect({ url: address().replace('127.0.0.1', 'localhost') });
    const one = turnsOf(stores[0]!);
    await one.runDue();
    expect(peer.asked).toBe(0);
    expect(await one.failed([region])).toHaveLength(1);
  });

  it('that cannot be read is told like one that did not come', async () => {
    peer.body = '别的表头,没有用\n1,2\n';
    await connect({});
    const one = turnsOf(stores[0]!);
    await one.runDue();
    await load();
    expect(await one.failed([region])).toMatchObject([{ words: { 'zh-CN': expect.stringContaining('缺少列') } }]);
  });

  it('with another schedule is fetched by that one', async () => {
    await connect({});
    const one = turnsOf(stores[0]!);
    await one.runDue();
    await connect({ everyMinutes: undefined, daily: { time: '23:00', workingDays: false } });
    expect(await one.runDue()).toBe(false);
    expect((await findTurn(stores[0]!, region, 'rs-files'))?.nextAt).toMatch(/T15:00:00\.000Z$/);
  });
});

async function sourceDocument() {
  const found = await findConnection(stores[0]!, region, 'rs-files');
  if (found?.kind !== 'batch') throw new Error('no such connection');
  return found;
}
