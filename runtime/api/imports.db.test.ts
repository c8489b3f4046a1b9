import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ConnectionList,
  ConnectionTest,
  ConnectionView,
  ImportFields,
  ImportList,
  ImportPreview,
  ImportView,
} from '../../schemas/generated/api.ts';
import type { Connection } from '../../schemas/generated/documents.ts';
import { type Connectors, createConnectors } from '../connectors/connectors.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const resource = 'wj/birth-record';
const region = '330424';
const here = `region=${region}`;
let product: TestProduct;
let connectors: Connectors;
let keeper: Visitor;
let administrator: Visitor;

beforeAll(async () => {
  product = await startProduct({
    now: new Date().toISOString(),
    makeConnectors: (parts) => {
      connectors = createConnectors({ ...parts, clock: () => new Date().toISOString(), logger: silent });
      return connectors;
    },
  });
  administrator = await product.client.signIn('admin', demoPassword);
  keeper = await product.client.signIn('wj.keeper', demoPassword);
}, 300_000);
afterAll(async () => {
  await connectors.close();
  await product.close();
});

const connection: Connection = {
  format: 'lianban.connection/1',
  id: 'wj-new',
  name: { 'zh-CN': '卫健数据服务' },
  owner: { department: 'wj' },
  kind: 'http',
  baseUrl: 'http://127.0.0.1:9',
  auth: { kind: 'apiKey', header: 'x-api-key', secret: 'wj-new' },
  timeoutMs: 500,
  retries: 0,
};
const path = '/api/connections/wj-new';

describe('connections over HTTP', () => {
  it('are made, and changed by whoever saw the latest; what is wrong is named by its place', async () => {
    const made = await administrator.send<ConnectionView>('PUT', path, { body: { region, rev: 0, connection } });
    const stale = await administrator.send('PUT', path, { body: { region, rev: 0, connection } });
    const wrong = await administrator.send<{ problems: { path: string }[] }>('PUT', path, {
      body: { region, rev: 1, connection: { ...connection, timeoutMs: 1 } },
    });

    expect(made).toMatchObject({ status: 200, body: { rev: 1, secret: { state: 'missing' } } });
    expect(stale.status).toBe(409);
    expect([wrong.status, wrong.body.problems[0]?.path]).toEqual([422, 'connection/timeoutMs']);
    expect((await keeper.send<ConnectionList>('GET', `/api/connections?${here}`)).body.rows).toContainEqual(
      expect.objectContaining({ id: 'wj-new', address: '127.0.0.1:9', secret: 'missing', breaker: 'closed' }),
    );
  });

  it('take a secret and never show it; a try says in words what is wrong, and is kept', async () => {
    const changed = await administrator.send<ConnectionView>('PUT', `${path}/secret`, { body: { region, value: 'geheim-4711' } });
    const tried = await keeper.send<ConnectionTest>('POST', `${path}/test`, { body: { region } });
    const shown = await keeper.send<ConnectionView>('GET', `${path}?${here}`);

    expect(changed.body.secret).toMatchObject({ state: 'set' });
    expect(tried.body).toMatchObject({ ok: false, code: 'hostNotAllowed', words: { 'zh-CN': '域名不在允许名单' } });
    expect(shown.body.lastTest).toEqual(tried.body);
    expect([changed, tried, shown].map(({ bytes }) => bytes.toString()).join()).not.toContain('geheim-4711');
    const { rows } = await product.store.pool.query("SELECT encode(sealed, 'escape') AS text FROM secrets WHERE name = 'wj-new'");
    expect(rows[0].text).not.toContain('geheim');
  });

  it('go when nothing uses them', async () => {
    expect((await administrator.send('DELETE', `${path}?${here}`)).status).toBe(204);
    expect((await administrator.send('GET', `${path}?${here}`)).status).toBe(404);
  });
});

describe('an import over HTTP', () => {
  it('is previewed, sent in pieces, run, and gives its rejected rows in words and as CSV', async () => {
    const { body: about } = await keeper.send<ImportFields>('GET', `/api/imports/fields?${here}&resource=${encodeURIComponent(resource)}`);
    const key = about.fields.find(({ isKey }) => isKey)!;
    const heading = key.name['zh-CN'];
    const text = Buffer.from(`${heading},=备注\n330424199603120029,一\n330424199603120020,=1+1\n`);
    const preview = await keeper.send<ImportPreview>('POST', '/api/imports/preview', {
      body: { region, resource, fileName: '出生.csv', head: text.toString('base64') },
    });
    expect(preview.body).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      headings: [heading, '=备注'],
      suggested: { [key.id]: heading },
    });

    const start = {
      region,
      resource,
      fileName: '../../出生.csv',
      bytes: text.length,
      file: { format: 'csv', columns: preview.body.suggested },
      mode: 'replace',
      commandId: 'import-0001',
    };
    const begun = await keeper.send<ImportView>('POST', '/api/imports', { body: start });
    const again = await keeper.send<ImportView>('POST', '/api/imports', { body: start });
    expect(begun).toMatchObject({ status: 201, body: { state: 'receiving', fileName: '出生.csv' } });
    expect(again.body.id).toBe(begun.body.id);

    const { id } = begun.body;
    const send = (offset: number, raw: Buffer) =>
      keeper.send<ImportView>('PUT', `/api/imports/${id}/content?${here}&offset=${offset}`, {
        raw,
        headers: { 'content-type': 'application/octet-stream' },
      });
    expect((await send(0, text.subarray(0, 30))).body.received).toBe(30);
    expect((await send(0, text.subarray(0, 30))).status).toBe(409);
    expect((await send(30, text.subarray(30))).body.state).toBe('waiting');

    let view = (await keeper.send<ImportView>('GET', `/api/imports/${id}?${here}`)).body;
    for (let attempt = 0; attempt < 600 && !['done', 'failed'].includes(view.state); attempt += 1) {
      await sleep(100);
      view = (await keeper.send<ImportView>('GET', `/api/imports/${id}?${here}`)).body;
    }
    expect(view).toMatchObject({ state: 'done', loaded: 1, rejected: 1, total: 2 });
    expect(view.rejectedSample).toMatchObject([{ row: 3, column: heading, words: { 'zh-CN': '公民身份号码不正确' } }]);
    const report = await keeper.send('GET', `/api/imports/${id}/rejected?${here}`, { headers: { 'accept-language': 'zh-CN' } });
    expect(report.headers['content-disposition']).toContain('attachment');
    expect(report.bytes.toString()).toContain(`3,${heading},公民身份号码不正确,330424199603120020`);
    expect((await keeper.send<ImportList>('GET', `/api/imports?${here}`)).body.rows).toMatchObject([{ id, state: 'done' }]);
    expect((await keeper.send('POST', `/api/imports/${id}/cancel`, { body: { region } })).status).toBe(409);
  });
});
