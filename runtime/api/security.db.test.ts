import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountList, TaskList } from '../../schemas/generated/api.ts';
import { listAudit } from '../store/audit.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let admin: Visitor;
let officer: Visitor;
let mother: Visitor;
let caseNo = '';
beforeAll(async () => {
  const journey = journeyOf('no-father');
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  [admin, officer, mother] = [await signIn('admin'), await signIn('wj'), await signIn('mother')];
  caseNo = (await startCase(mother, journey)).caseNo;
});
afterAll(() => product.close());

const signIn = (username: string) => product.client.signIn(username, demoPassword);
const accountId = async (username: string) =>
  (await admin.send<AccountList>('GET', `/api/accounts?q=${username}`)).body.rows.find((row) => row.username === username)?.id ?? '';
const bodyRoutes = () => product.api.routes.filter((route) => route.body);
const concrete = (path: string) =>
  path
    .replace(':caseNo', caseNo)
    .replace(':taskId', '01920000-0000-7000-8000-000000000001.k1')
    .replace(':clock', 'c_case')
    .replace('papers/:id', 'papers/p1')
    .replace(
      ':id',
      path.startsWith('/api/scenarios') || path.startsWith('/api/calendars') ? 'newborn' : '01920000-0000-7000-8000-000000000001',
    );
/** Somebody whom the route lets in as far as its body. */
async function visitorFor(access: unknown): Promise<Visitor> {
  if (!Array.isArray(access)) return product.client.anonymous;
  if (access.includes('citizen')) return mother;
  if (access.includes('admin')) return admin;
  if (access.includes('officer')) return officer;
  const role = ['designer', 'steward', 'operator'].find((one) => access.includes(one));
  return signedIn(role ?? 'wj.keeper');
}
const known = new Map<string, Promise<Visitor>>();
const signedIn = (username: string) => {
  const open = known.get(username) ?? signIn(username);
  known.set(username, open);
  return open;
};

describe('a body', () => {
  it.each([
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
    ['', 415],
    ['application/json', 400],
    ['application/json; charset=utf-8', 400],
  ])('of type "%s" is taken as JSON or not at all, at every route', async (type, status) => {
    for (const route of bodyRoutes()) {
      const visitor = await visitorFor(route.access);
      const raw = JSON.stringify({ files: { certificate: { filepath: '/etc/passwd', mimetype: 'application/pdf', size: 1 } } });
      const answer = await visitor.send(route.method, concrete(route.path), { raw, headers: { 'content-type': type } });
      expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, status]);
      expect(answer.body).toMatchObject({ code: status === 400 ? 'body.upload_shape' : 'body.not_json' });
    }
  });

  it('shaped like a parsed upload is refused at any depth of the values', async () => {
    const file = { filepath: '/etc/passwd', originalFilename: 'a.pdf', mimetype: 'application/pdf' };
    const body = { region: '330424', scenario: 'newborn', values: { 'baby.name': { photo: [file] } }, commandId: 'upload-0001' };

    const answer = await mother.send('POST', '/api/cases', { body });

    expect(answer.body).toMatchObject({ status: 400, code: 'body.upload_shape' });
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'with the key %s is refused at every route and any depth, and pollutes nothing',
    async (key) => {
      const poison = `{"${key}":{"polluted":true,"prototype":{"polluted":true}}}`;
      for (const route of bodyRoutes()) {
        const visitor = await visitorFor(route.access);
        for (const raw of [poison, `{"values":{"a":[1,{"b":${poison}}]}}`]) {
          const answer = await visitor.send(route.method, concrete(route.path), { raw });
          expect([route.path, answer.status, answer.body.code]).toEqual([route.path, 400, 'body.forbidden_key']);
        }
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  it('is refused when it is too large, too deep, no JSON, no UTF-8 or has a field nobody declared', async () => {
    const send = async (raw: string | Buffer) => (await mother.send('POST', '/api/drafts', { raw })).body;

    expect(await send(`{"region":"${'1'.repeat(300_000)}"}`)).toMatchObject({ status: 413, code: 'body.too_large' });
    expect(await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatchObject({ status: 400, code: 'body.too_deep' });
    expect(await send('{"region":')).toMatchObject({ status: 400, code: 'body.malformed' });
    expect(await send(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toMatchObject({ status: 400, code: 'body.malformed' });
    const more = { region: '330424', scenario: 'newborn', commandId: 'more-00001', status: 'completed' };
    expect(await send(JSON.stringify(more))).toMatchObject({
      status: 400,
      code: 'request.invalid',
      problems: [{ path: 'status', code: 'request.unknown' }],
    });
    expect(await send('[]')).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(await send('null')).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it('stops being read when it grows past the limit without saying so', async () => {
    const headers = { 'transfer-encoding': 'chunked' };

    const answer = await mother.send('POST', '/api/drafts', { raw: 'x'.repeat(2_000_000), headers });

    expect(answer.status).toBe(413);
  });
});

describe('a right that is taken away', () => {
  it('is gone at the next request: a role', async () => {
    const cdc = await signIn('cdc');
    expect((await cdc.send('GET', '/api/tasks')).status).toBe(200);

    await product.store.query({ text: 'DELETE FROM grants WHERE account_id = $1', values: [await accountId('cdc')] });

    expect((await cdc.send('GET', '/api/tasks')).status).toBe(403);
  });

  it('is gone at the next request: an account, and every session of it', async () => {
    const [one, two] = [await signIn('rs'), await signIn('rs')];

    const changed = await admin.send('PATCH', `/api/accounts/${await accountId('rs')}`, { body: { disabled: true } });

    expect(changed.body).toMatchObject({ disabled: true });
    expect([(await one.send('GET', '/api/session')).status, (await two.send('GET', '/api/tasks')).status]).toEqual([401, 401]);
    expect((await product.client.anonymous.send('POST', '/api/session', { body: { username: 'rs', password: demoPassword } })).status).toBe(
      401,
    );
  });

  it('is gone at the next request: every session after a new password, and the old password with them', async () => {
    const yb = await signIn('yb');

    await admin.send('PATCH', `/api/accounts/${await accountId('yb')}`, { body: { password: 'Another-pass-2026' } });

    expect((await yb.send('GET', '/api/tasks')).status).toBe(401);
    expect((await product.client.anonymous.send('POST', '/api/session', { body: { username: 'yb', password: demoPassword } })).status).toBe(
      401,
    );
    await expect(product.client.signIn('yb', 'Another-pass-2026')).resolves.toBeDefined();
  });

  it('cannot be taken by an administrator from themselves, so that a region keeps one', async () => {
    const answer = await admin.send('PATCH', `/api/accounts/${await accountId('admin')}`, { body: { disabled: true } });

    expect(answer.body).toMatchObject({ status: 403, code: 'account.own_rights' });
  });
});

describe('headers of a request', () => {
  const forged = {
    host: 'evil.example',
    origin: 'https://evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '127.0.0.1',
    forwarded: 'host=evil.example;proto=https',
  };

  it('choose no address, link or cookie of an answer', async () => {
    const plain = await product.client.anonymous.send('GET', '/api/services/330424/newborn');
    const answer = await product.client.anonymous.send('GET', '/api/services/330424/newborn', { headers: forged });
    expect(answer.bytes.equals(plain.bytes)).toBe(true);

    const signed = await product.client.anonymous.send('POST', '/api/session', {
      body: { username: 'ga', password: demoPassword },
      headers: forged,
    });
    expect(signed.headers['set-cookie']?.[0]).not.toContain('Secure');
    expect(JSON.stringify([signed.headers, signed.body])).not.toContain('evil.example');
  });

  it('do not make a request come from this machine, nor let anybody in', async () => {
    expect((await product.client.anonymous.send('GET', '/metrics', { headers: forged })).status).toBe(401);
    expect((await product.client.anonymous.send('GET', '/metrics')).status).toBe(200);
    expect(
      (await product.client.anonymous.send('GET', '/api/tasks', { headers: { authorization: 'Bearer x', 'x-user': 'admin' } })).status,
    ).toBe(401);
  });

  it('do not forge the trace id of a log line', async () => {
    const answer = await product.client.anonymous.send('GET', '/api/tasks', { headers: { 'x-request-id': 'forged-line' } });

    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).toMatchObject({ traceId: answer.headers['x-request-id'] });
  });
});

describe('every answer', () => {
  it('forbids scripts of others, frames and guessing of types', async () => {
    const { headers } = await product.client.anonymous.send('GET', '/healthz');
    const policy = String(headers['content-security-policy']);

    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toContain('unsafe-inline');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('words a problem in the language of the person', async () => {
    const zh = await product.client.anonymous.send('GET', '/api/tasks', { headers: { 'accept-language': 'zh-CN' } });
    const en = await product.client.anonymous.send('GET', '/api/tasks', { headers: { 'accept-language': 'en-GB,en;q=0.8' } });

    expect([zh.body.title, en.body.title]).toEqual(['请先登录', 'Sign in first']);
    expect(en.headers['content-type']).toContain('application/problem+json');
  });
});

describe('an officer who reads personal data', () => {
  it('is written down: who, what, when', async () => {
    const task = (await officer.send<TaskList>('GET', '/api/tasks')).body.rows[0];
    await officer.send('GET', `/api/tasks/${task?.id}`);
    await officer.send('GET', `/api/cases/${caseNo}`);

    const lines = await listAudit(product.store, '330424', { limit: 5 });

    expect(lines.map(({ action, object, accountName, result }) => ({ action, object, accountName, result }))).toEqual(
      expect.arrayContaining([
        { action: 'task.read', object: task?.id, accountName: '徐安康', result: 'done' },
        { action: 'case.read', object: caseNo, accountName: '徐安康', result: 'done' },
      ]),
    );
    expect(JSON.stringify(lines)).not.toContain('林知夏');
  });

  it('sees nothing when it cannot be written down', async () => {
    const task = (await officer.send<TaskList>('GET', '/api/tasks')).body.rows[0];
    const owner = new pg.Client({ connectionString: product.databaseUrl });
    await owner.connect();
    await owner.query('ALTER FUNCTION audit_append RENAME TO audit_gone');
    try {
      const answer = await officer.send('GET', `/api/tasks/${task?.id}`);

      expect(answer.body).toMatchObject({ status: 500, code: 'server.error' });
      expect(answer.bytes.toString()).not.toContain('林知夏');
    } finally {
      await owner.query('ALTER FUNCTION audit_gone RENAME TO audit_append');
      await owner.end();
    }
  });

  it('leaves no name, number or search text in the log', async () => {
    await officer.send('GET', `/api/cases?q=${encodeURIComponent('林知夏')}`);
    await product.client.anonymous.send('GET', '/api/services?q=secret-search');

    const text = JSON.stringify(product.log);

    expect(product.log.length).toBeGreaterThan(50);
    for (const word of [
      '林知夏',
      encodeURIComponent('林知夏'),
      '330424199603120029',
      '13800000001',
      'secret-search',
      demoPassword,
      '枣园中路',
    ])
      expect(text, word).not.toContain(word);
    expect(product.log.some(({ data }) => (data as { object?: string }).object === caseNo)).toBe(true);
  });
});
