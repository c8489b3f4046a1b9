/** Every kind of connection against its real peer, with each fault of that peer switched on: the table in README.md. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, DataResource } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { secretOf } from '../outside/authentication.ts';
import { readerOf } from '../outside/common/reader.ts';
import { type RunningOutside, runOutside } from '../outside/main.ts';
import { demoFamilies } from '../outside/people.ts';
import { findConnection, saveConnection } from '../store/connections.ts';
import { saveHosts } from '../store/hosts.ts';
import { createStore, type Store } from '../store/store.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { type Connectors, createConnectors } from './connectors.ts';
import { createSecrets, type Secrets } from './secrets.ts';

const shared = 'shared-for-kinds';
const region = '330424';
const masterKey = randomBytes(32).toString('base64');
const mother = demoFamilies[0]!.mother;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const name = (text: string) => ({ 'zh-CN': text });
const base = { format: 'lianban.connection/1' as const, owner: { department: 'gg' } };

let databases: TestDatabase[];
let outside: RunningOutside;
let store: Store;
let connectors: Connectors;
let secrets: Secrets;
let sqlPlace: { host: string; port: number; database: string };

const fund = (change: object = {}): Connection =>
  ({
    ...base,
    id: 'gjj',
    name: name('公积金'),
    kind: 'http',
    baseUrl: outside.url,
    auth: { kind: 'oauth2', tokenUrl: `${outside.url}/gjj/oauth/token`, clientId: 'lianban', secret: 'outside-gjj' },
    timeoutMs: 1500,
    retries: 0,
    ...change,
  }) as Connection;
const keys = { idNumber: { name: name('身份证号') } };
const resourceBase = {
  format: 'lianban.data-resource/1' as const,
  answers: name('?'),
  owner: { department: 'gg' },
  sharing: 'conditional' as const,
  keys,
};
const account: DataResource = {
  ...resourceBase,
  id: 'gjj/account',
  name: name('公积金账户'),
  connection: 'gjj',
  cardinality: 'one',
  operation: {
    method: 'GET',
    path: '/gjj/v2/zhxx',
    request: { query: { zjhm: { key: 'idNumber' }, zjlx: { constant: '01' } } },
    response: {
      records: 'data.zhxx',
      status: { path: 'code', ok: ['0'], noRecord: ['404'] },
      fields: {
        holder: { path: 'xm' },
        openedOn: { path: 'khrq', as: 'compactDate' },
        monthly: { path: 'yjce', as: 'fen' },
        state: { path: 'zt', codes: { '01': 'normal', '02': 'sealed' } },
      },
    },
  },
  fields: {
    holder: { name: name('姓名'), type: 'string', sensitivity: 2 },
    openedOn: { name: name('开户日期'), type: 'date', sensitivity: 2 },
    monthly: { name: name('月缴存额'), type: 'money', sensitivity: 3 },
    state: {
      name: name('状态'),
      type: 'code',
      codes: { normal: { name: name('正常'), rank: 'a' }, sealed: { name: name('封存'), rank: 'b' } },
      sensitivity: 2,
    },
  },
};
const months: DataResource = {
  ...resourceBase,
  id: 'gjj/months',
  name: name('缴存明细'),
  connection: 'gjj',
  cardinality: 'many',
  operation: {
    method: 'GET',
    path: '/gjj/v2/jcmx',
    request: { query: { zjhm: { key: 'idNumber' } } },
    response: {
      records: 'data.list',
      status: { path: 'code', ok: ['0'], noRecord: ['404'] },
      fields: { month: { path: 'ny' }, amount: { path: 'je', as: 'fen' } },
    },
    paging: { kind: 'pages', page: 'page', size: 'size', rows: 10, maxPages: 5 },
  },
  fields: { month: { name: name('年月'), type: 'string', sensitivity: 2 }, amount: { name: name('金额'), type: 'money', sensitivity: 2 } },
};
const insured: DataResource = {
  ...resourceBase,
  id: 'yb/insured',
  name: name('参保'),
  connection: 'yb-sql',
  cardinality: 'one',
  operation: { query: 'insured' },
  fields: { holder: { name: name('姓名'), type: 'string', sensitivity: 2 }, base: { name: name('基数'), type: 'money', sensitivity: 3 } },
};
const sql = (change: object = {}): Connection =>
  ({
    ...base,
    id: 'yb-sql',
    name: name('医保库'),
    kind: 'sql',
    ...sqlPlace,
    user: readerOf(sqlPlace.database),
    secret: 'outside-sql',
    tls: false,
    timeoutMs: 1500,
    retries: 0,
    queries: { insured: query('SELECT xm AS holder, jfjs AS base FROM shared.insured WHERE zjhm = $1') },
    ...change,
  }) as Connection;
const query = (text: string) => ({ name: name('查询'), sql: text, parameters: ['idNumber'] });

async function fault(service: string, which: string | null): Promise<void> {
  const headers = { 'x-control-key': secretOf(shared, 'outside-control') };
  await fetch(`${outside.url}/control/faults`, { method: 'PUT', headers, body: JSON.stringify({ service, fault: which }) });
}
const read = (resource: DataResource, idNumber = mother.idNumber) =>
  connectors.records(region, resource, { idNumber }, `t:${randomBytes(4).toString('hex')}`);
async function outcome(resource: DataResource): Promise<string> {
  const answer = await read(resource);
  if (!answer.ok) return answer.kind;
  const { records } = answer.value as { records: JsonValue[] };
  return `${records.length}`;
}
const tested = async (id: string, resource?: DataResource) =>
  connectors.tools.test({ region, connection: (await findConnection(store, region, id))!, resource, keys: { idNumber: mother.idNumber } });

beforeAll(async () => {
  databases = [await withDatabase(), await withDatabase({ template: null })];
  outside = await runOutside({ databaseUrl: databases[1]!.url, secret: shared, port: 0, today: '2026-04-20', families: 40 });
  store = createStore({ url: databases[0]!.url, applicationName: 'kinds-test' });
  secrets = createSecrets({ store, masterKey });
  const url = new URL(databases[1]!.url);
  sqlPlace = { host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname, port: Number(url.port), database: databases[1]!.name };
  for (const one of ['gjj', 'sql', 'sms', 'seal', 'payment', 'courier'])
    await secrets.save(region, `outside-${one}`, secretOf(shared, `outside-${one}`));
  const at = '2026-04-28T00:00:00.000Z';
  const hosts = [new URL(outside.url).host, `${sqlPlace.host}:${sqlPlace.port}`].map((host) => ({ host, addedBy: 'test', addedAt: at }));
  await saveHosts(store, region, { rev: 0, hosts }, { region, at, action: 'hosts.saved', object: 'hosts', result: 'done' });
  const service = (id: string, auth: object, more: object = {}) => fund({ id, auth: { secret: `outside-${id}`, ...auth }, ...more });
  await saveConnection(store, region, service('payment', { kind: 'hmac', app: 'lianban' }, { service: 'payment' }));
  await saveConnection(store, region, service('courier', { kind: 'apiKey', header: 'x-api-key' }, { service: 'courier' }));
  await saveConnection(store, region, service('sms', { kind: 'apiKey', header: 'x-api-key' }, { service: 'sms' }));
  await saveConnection(store, region, service('seal', { kind: 'hmac', app: 'lianban' }, { service: 'eseal' }));
});
afterAll(async () => {
  await store.close();
  await outside.close();
  for (const database of databases) await database.close();
});
beforeEach(async () => {
  connectors = createConnectors({ store, masterKey, clock: () => new Date().toISOString(), logger: silent });
  await saveConnection(store, region, fund());
  await saveConnection(store, region, sql());
});
afterEach(() => connectors.close());

describe('HTTP with OAuth 2, pages and a mapping', () => {
  it('gives the record in our words: renamed, dates and amounts as we write them, codes translated', async () => {
    const answer = await read(account);

    expect(answer).toMatchObject({
      ok: true,
      value: {
        records: [{ holder: mother.name, openedOn: '2019-03-01', monthly: expect.stringMatching(/^\d+\.\d{2}$/), state: 'normal' }],
      },
    });
    expect(await tested('gjj', account)).toMatchObject({ ok: true, code: 'connected', words: { 'zh-CN': '已连通' } });
  });

  it('reads page after page to the end', async () => {
    expect(await outcome(months)).toBe('25');
  });

  it('says that there is no record where the service says it with its own status', async () => {
    await fault('/gjj/v2/zhxx', 'noRecord');
    expect([await outcome(account), (await tested('gjj', account)).code]).toEqual(['0', 'noRecord']);
    await fault('/gjj/v2/zhxx', null);
  });

  it.each([
    ['down', 'down', 'connectionLost'],
    ['slow', 'timeout', 'timeout'],
    ['notJson', 'invalid', 'notJson'],
  ])('with the fault %s answers %s, and the try says %s', async (which, kind, code) => {
    await fault('/gjj/v2/zhxx', which);
    const seen = [await outcome(account), (await tested('gjj', account)).code];
    await fault('/gjj/v2/zhxx', null);

    expect(seen).toEqual([kind, code]);
  });

  it('with wrong data is found out by the resource', async () => {
    await fault('/gjj/v2/zhxx', 'wrongData');
    const verdict = await tested('gjj', account);
    await fault('/gjj/v2/zhxx', null);

    expect(verdict).toMatchObject({ ok: false, code: 'recordWrong' });
    expect(verdict.trace.map(({ step, ok }) => [step, ok])).toEqual([
      ['address', true],
      ['name', true],
      ['secret', true],
      ['signIn', true],
      ['call', true],
      ['answer', false],
    ]);
  });

  it('fetches another token when the one it has is no longer good', async () => {
    await read(account);
    await fault('/gjj/v2/zhxx', 'expired');
    const seen = await outcome(account);
    await fault('/gjj/v2/zhxx', null);

    expect(seen).toBe('1');
  });

  it('with a refused secret is denied, and the try says that the password is no longer good', async () => {
    await fault('/gjj/oauth/token', 'refused');
    await connectors.close();
    connectors = createConnectors({ store, masterKey, clock: () => new Date().toISOString(), logger: silent });
    const seen = [await outcome(account), await tested('gjj', account)] as const;
    await fault('/gjj/oauth/token', null);

    expect(seen[0]).toBe('denied');
    expect(seen[1]).toMatchObject({ ok: false, code: 'secretRefused', words: { 'zh-CN': expect.stringContaining('口令失效') } });
  });

  it.each([
    ['a host nobody allowed', { baseUrl: 'http://data.example.gov.cn' }, 'hostNotAllowed'],
    ['a port where nobody is', { baseUrl: 'http://127.0.0.1:9' }, 'hostNotAllowed'],
    ['no address at all', { baseUrl: 'ftp://x' }, 'addressWrong'],
  ])('with %s is told before anything is sent', async (_, change, code) => {
    await saveConnection(store, region, fund(change));

    expect(await tested('gjj', account)).toMatchObject({ ok: false, code, trace: [{ step: 'address', ok: false }] });
    expect(await outcome(account)).toBe('denied');
  });

  it('goes on with the secret before while the other side has not changed', async () => {
    const line = { region, at: '2026-04-28T00:00:00.000Z', action: 'connection.secret_changed', object: 'sms', result: 'done' as const };
    const later = new Date(Date.now() + 60_000).toISOString();
    await secrets.change(region, 'outside-sms', 'brand-new', { at: line.at, oldUntil: later }, line);
    const during = await connectors.sendSms({ key: 'rotate-1', region, to: '13800000001', text: '一' });
    await secrets.change(region, 'outside-sms', 'newer-still', { at: line.at, oldUntil: null }, line);
    const after = await connectors.sendSms({ key: 'rotate-2', region, to: '13800000001', text: '二' });
    await secrets.save(region, 'outside-sms', secretOf(shared, 'outside-sms'));

    expect([during.ok, after.ok || after.kind]).toEqual([true, 'denied']);
  });
});

describe('SQL', () => {
  it('reads the one view it was given, by a named query with a parameter', async () => {
    expect(await read(insured)).toMatchObject({ ok: true, value: { records: [{ holder: mother.name }] } });
    expect(await tested('yb-sql', insured)).toMatchObject({ ok: true, code: 'connected' });
    expect(await read(insured, "x' OR '1'='1")).toMatchObject({ ok: true, value: { records: [] } });
  });

  it.each([
    ['reads another table', 'SELECT record FROM register_population WHERE id_number = $1'],
    ['writes', 'INSERT INTO shared.insured (zjhm) VALUES ($1)'],
    ['deletes', 'DELETE FROM register_population WHERE id_number = $1'],
    ['reads a file of the server', "SELECT pg_read_file('/etc/passwd') || $1"],
    ['runs a program', "COPY (SELECT 1) TO PROGRAM 'id'"],
    ['imports a file', "SELECT lo_import('/etc/passwd'), $1"],
    ['opens another connection', "SELECT * FROM dblink('dbname=postgres', $1) AS t(a int)"],
    ['ends other sessions', 'SELECT pg_terminate_backend(pid), $1 FROM pg_stat_activity'],
    ['makes a table', 'CREATE TABLE public.mine (a int)'],
    ['makes a temporary table', 'CREATE TEMP TABLE mine (a int)'],
    ['holds two statements', 'SELECT 1; DELETE FROM register_population'],
    ['leaves the read-only transaction', "SELECT set_config('transaction_read_only', 'off', true), $1"],
    ['takes another role', "SELECT set_config('role', 'postgres', true), $1"],
  ])('a query that %s is refused by the database', async (_, text) => {
    await saveConnection(
      store,
      region,
      sql({ queries: { insured: { ...query(text), parameters: text.includes('$1') ? ['idNumber'] : [] } } }),
    );
    const before = await read(insured);

    expect(before).toMatchObject({ ok: false, kind: 'denied' });
    expect((await tested('yb-sql', insured)).code).toBe('queryRefused');
  });

  it('that takes too long is stopped by the database', async () => {
    await saveConnection(
      store,
      region,
      sql({ timeoutMs: 300, queries: { insured: query('SELECT pg_sleep(20)::text AS holder, $1 AS base') } }),
    );

    expect(await outcome(insured)).toBe('timeout');
    expect((await tested('yb-sql', insured)).code).toBe('timeout');
  });

  it('with a wrong password is told so, and with a login that may do more is not used', async () => {
    await secrets.save(region, 'outside-wrong', 'guess');
    await saveConnection(store, region, sql({ secret: 'outside-wrong' }));
    // The server of the tests trusts its own machine: a login it does not know stands for a wrong password.
    await saveConnection(store, region, sql({ user: 'nobody_known' }));
    expect([await outcome(insured), (await tested('yb-sql', insured)).code]).toEqual(['denied', 'secretRefused']);

    await secrets.save(region, 'outside-owner', decodeURIComponent(new URL(databases[1]!.url).password) || 'x');
    await saveConnection(store, region, sql({ user: new URL(databases[1]!.url).username, secret: 'outside-owner' }));
    expect([await outcome(insured), (await tested('yb-sql', insured)).code]).toEqual(['denied', 'tooPowerful']);
  });

  it('goes nowhere an administrator did not allow', async () => {
    await saveConnection(store, region, sql({ port: 1 }));

    expect([await outcome(insured), (await tested('yb-sql', insured)).code]).toEqual(['denied', 'hostNotAllowed']);
  });
});

describe('kinds that call nobody', () => {
  it('answer with samples, and send to people where there is no interface', async () => {
    await saveConnection(store, region, { ...base, id: 'samples', name: name('样例'), kind: 'sample' });
    await saveConnection(store, region, { ...base, id: 'people', name: name('协查'), kind: 'assist' });
    const sampled: DataResource = {
      ...insured,
      id: 'yb/sampled',
      connection: 'samples',
      operation: undefined,
      samples: [{ idNumber: 'a1', holder: '样例人' }],
    };

    expect(await read(sampled, ' Ａ1')).toMatchObject({ ok: true, value: { records: [{ holder: '样例人' }] } });
    expect(await outcome({ ...sampled, connection: 'people' })).toBe('down');
    expect((await tested('people')).code).toBe('nothingToTest');
  });
});

describe('batch', () => {
  it('answers from the rows that were imported last, by key however it is written', async () => {
    await saveConnection(store, region, { ...base, id: 'rows', name: name('名册'), kind: 'batch' });
    await store.withRegions([region], (client) =>
      client.query(
        `WITH made AS (INSERT INTO data_sets (region, id, resource, status) VALUES ($1, gen_random_uuid(), 'gg/rows', 'live') RETURNING id)
         INSERT INTO data_rows (region, set_id, key, n, record) SELECT $1, id, 'A1X', 0, '{"holder": "名册里的人"}' FROM made`,
        [region],
      ),
    );
    const rows: DataResource = { ...insured, id: 'gg/rows', connection: 'rows', operation: undefined };

    expect(await read(rows, ' a１x')).toMatchObject({ ok: true, value: { records: [{ holder: '名册里的人' }] } });
    expect(await outcome(rows)).toBe('0');
  });
});

describe('the unified payment', () => {
  const order = (number: string, amount = '20.00', closesAt = new Date(Date.now() + 600_000).toISOString()) =>
    connectors.createPayment!({ key: number, region, order: { order: number, amount, subject: '工本费', closesAt } });
  const status = async (number: string) => {
    const answer = await connectors.queryPayment!({ key: `q:${number}`, region, order: number });
    return answer.ok ? (answer.value as { status: string }).status : answer.kind;
  };
  const pay = (number: string) => fetch(`${outside.url}/pay/cashier/${encodeURIComponent(number)}`, { method: 'POST' });

  it('makes an order once, is paid, and gives back once', async () => {
    const [first, again] = [await order('case:p1'), await order('case:p1')];
    expect(first).toMatchObject({ ok: true, value: { status: 'waiting', payUrl: expect.stringContaining('/pay/cashier/') } });
    expect(again).toEqual(first);
    expect(await order('case:p1', '30.00')).toMatchObject({ ok: false, kind: 'denied' });

    await pay('case:p1');
    expect(await status('case:p1')).toBe('paid');
    const refund = () => connectors.refundPayment!({ key: 'refund:p1', region, order: 'case:p1', amount: '20.00', reason: '多缴' });
    expect(await refund()).toMatchObject({ ok: true, value: { refunded: '20.00' } });
    expect(await refund()).toMatchObject({ ok: true, value: { refunded: '20.00' } });
    expect(await connectors.refundPayment!({ key: 'refund:p1b', region, order: 'case:p1', amount: '0.01', reason: '再退' })).toMatchObject({
      ok: false,
      kind: 'denied',
    });
  });

  it('closes an order whose time is over', async () => {
    await order('case:late', '5.00', new Date(Date.now() - 1000).toISOString());

    expect((await pay('case:late')).status).toBe(409);
    expect(await status('case:late')).toBe('closed');
  });

  it.each([
    ['refused', 'denied'],
    ['slow', 'timeout'],
    ['down', 'down'],
  ])('with the fault %s answers %s, and the order is made once it is well', async (which, kind) => {
    await fault('/pay/orders', which);
    const bad = await order(`case:${which}`);
    await fault('/pay/orders', null);

    expect(bad).toMatchObject({ ok: false, kind });
    expect((await order(`case:${which}`)).ok).toBe(true);
  });
});

describe('courier, text messages and seals', () => {
  it('act once per key', async () => {
    const parcel = { name: '林知夏', mobile: '13800000001', address: '武原街道 1 号', content: '出生医学证明' };
    const [first, again] = [
      await connectors.sendParcel!({ key: 'c:1', region, parcel }),
      await connectors.sendParcel!({ key: 'c:1', region, parcel }),
    ];

    expect(first).toMatchObject({ ok: true, value: { waybill: expect.stringMatching(/^SF/) } });
    expect(again).toEqual(first);
  });

  it('takes a case that is handed over to the courier as a parcel, and gives its waybill for the number', async () => {
    const values = { name: '政务服务中心', address: '中心大道 1 号', content: '申请材料原件' };
    const handed = { key: 'c:handed', region, to: 'courier', body: { caseNo: 'LB1', scenario: 'x', region, values } };

    const answer = await connectors.handOver!(handed);
    expect(answer).toMatchObject({ ok: true, value: { number: expect.stringMatching(/^SF/) } });
    expect(await connectors.handOver!(handed)).toEqual(answer);
    await fault('/courier/parcels', 'refused');
    expect(await connectors.handOver!({ ...handed, key: 'c:refused' })).toMatchObject({ ok: false, kind: 'denied' });
    await fault('/courier/parcels', null);
  });

  it.each([
    ['/courier/parcels', 'refused', 'denied'],
    ['/courier/parcels', 'down', 'down'],
    ['/courier/parcels', 'slow', 'timeout'],
    ['/sms/messages', 'down', 'down'],
    ['/sms/messages', 'slow', 'timeout'],
    ['/seal/documents', 'down', 'down'],
    ['/seal/documents', 'slow', 'timeout'],
  ])('%s with the fault %s answers %s', async (service, which, kind) => {
    await fault(service, which);
    const call = {
      '/courier/parcels': () =>
        connectors.sendParcel!({ key: `c:${which}`, region, parcel: { name: 'a', mobile: 'b', address: 'c', content: 'd' } }),
      '/sms/messages': () => connectors.sendSms({ key: `s:${which}`, region, to: '13800000001', text: '一' }),
      '/seal/documents': () => connectors.sealDocument({ key: `e:${which}`, region, department: 'wj', number: 'N1', sha256: 'aa' }),
    }[service]!;
    const answer = await call();
    await fault(service, null);

    expect(answer).toMatchObject({ ok: false, kind });
  });
});

describe('a slow department', () => {
  it('holds its own slots only: another is answered while every one of them is taken', async () => {
    await saveConnection(store, region, fund({ concurrent: 2, timeoutMs: 3000 }));
    await fault('/gjj/v2/zhxx', 'slow');
    const ended: string[] = [];
    const slow = Array.from({ length: 14 }, (_, n) =>
      connectors.records(region, account, { idNumber: `${n}` }, `s${n}`).then((answer) => ended.push(answer.ok ? 'ok' : answer.message)),
    );
    while (connectors.tools.health(region, 'gjj').waiting < 8) await sleep(5);

    // Two are at it and eight wait for them; the rest was refused at once instead of waiting for ever.
    expect(connectors.tools.health(region, 'gjj')).toMatchObject({ used: 2, waiting: 8 });
    const others = await Promise.all(Array.from({ length: 8 }, () => outcome(insured)));
    expect(others).toEqual(Array.from({ length: 8 }, () => '1'));
    expect(ended).toEqual(Array.from({ length: 4 }, () => expect.stringContaining('busy')));
    expect(connectors.tools.health(region, 'gjj').used).toBe(2);
    await fault('/gjj/v2/zhxx', null);
    await Promise.all(slow);
  });
});
