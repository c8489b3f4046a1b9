import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFirstAccount } from '../seed/first-account.ts';
import { createServices } from '../services/index.ts';
import { countUsableCredentials } from '../store/accounts.ts';
import { createStore } from '../store/store.ts';
import { buildApi } from './app.ts';
import { route } from './router.ts';
import { createTestClient } from './testing/client.ts';
import { ContractError } from './testing/contract.ts';
import { startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let dist: string;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
beforeAll(async () => {
  dist = await mkdtemp(path.join(os.tmpdir(), 'lianban-dist-'));
  await mkdir(path.join(dist, 'assets'));
  await writeFile(path.join(dist, 'index.html'), '<title>studio</title>');
  await writeFile(path.join(dist, 'portal.html'), '<title>portal</title>');
  await writeFile(path.join(dist, 'assets/index-BxK3v_9a.js'), 'export const a = 1;\n'.repeat(200));
  await writeFile(path.join(dist, '../outside-of-dist.html'), 'secret');
  const broken = [
    route({
      method: 'GET',
      path: '/api/x/status',
      access: 'public',
      summary: 'x',
      response: 'Health',
      handle: () => {
        throw Object.assign(new Error('teapot'), { status: 418 });
      },
    }),
    route({
      method: 'GET',
      path: '/api/x/field',
      access: 'public',
      summary: 'x',
      response: 'Health',
      handle: () => ({ status: 'ok', secret: 1 }) as never,
    }),
    route({ method: 'GET', path: '/api/x/missing', access: 'public', summary: 'x', response: 'Health', handle: () => ({}) as never }),
    route({
      method: 'GET',
      path: '/api/x/bug',
      access: 'public',
      summary: 'x',
      response: 'Health',
      handle: () => {
        throw new Error('password=hunter2 at 10.0.0.7');
      },
    }),
  ];
  product = await startProduct({ demo: false, publicUrl: 'https://lianban.example', dist, extra: broken });
});
afterAll(async () => {
  await product.close();
  await rm(dist, { recursive: true, force: true });
  await rm(path.join(dist, '../outside-of-dist.html'), { force: true });
});

describe('a fresh install that is no demo', () => {
  it('has no usable credential until the operator opens the first account on the machine itself', async () => {
    expect(await countUsableCredentials(product.store)).toBe(0);

    const first = { region: '330424', regionName: '海盐县', username: 'first', name: '第一位', password: 'Opened-by-hand-2026' };
    const parts = { store: product.store, clock: () => product.clock.now };
    await expect(openFirstAccount(parts, { ...first, password: 'first' })).rejects.toMatchObject({ code: 'account.password_weak' });
    expect(await openFirstAccount(parts, first)).toBe(true);
    expect(await openFirstAccount(parts, first)).toBe(false);

    const visitor = await product.client.signIn('first', 'Opened-by-hand-2026');
    expect(visitor.session?.places).toEqual(['admin']);
  });

  it('sets the cookie so that only https carries it, when its public address is https', async () => {
    const answer = await product.client.anonymous.send('POST', '/api/session', {
      body: { username: 'first', password: 'Opened-by-hand-2026' },
    });

    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-lianban_session=.*; Secure$/);
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('does not start without its public address', async () => {
    await expect(buildApi({ services: product.services, config: { publicUrl: '' }, logger: silent })).rejects.toThrow('PUBLIC_URL');
  });
});

describe('the test client', () => {
  it('fails on a field that is not declared, and on one that is missing', async () => {
    await expect(product.client.anonymous.send('GET', '/api/x/field')).rejects.toThrow(ContractError);
    await expect(product.client.anonymous.send('GET', '/api/x/missing')).rejects.toThrow(ContractError);
  });

  it('fails on a status that is not declared', () => {
    const answer = { status: 418, headers: {}, body: Buffer.from('') };
    expect(() => product.client.contract.check('GET', '/healthz', answer)).toThrow(/status is not declared/);
    expect(() => product.client.contract.check('GET', '/api/not-declared', { ...answer, status: 200 })).toThrow(/must be 404/);
  });
});

describe('a failure of our own', () => {
  it('reaches the person as a neutral problem with a trace id, and the log in full', async () => {
    const answer = await product.client.anonymous.send('GET', '/api/x/bug', { headers: { 'accept-language': 'en' } });

    expect(answer.body).toMatchObject({ status: 500, code: 'server.error', title: 'Something went wrong on our side' });
    expect(answer.bytes.toString()).not.toContain('hunter2');
    const line = product.log.find(
      ({ message, data }) => message === 'request failed' && (data as { requestId: string }).requestId === answer.body.traceId,
    );
    expect(line?.level).toBe('error');
  });

  it('does not take a status from an error that is not ours', async () => {
    expect((await product.client.anonymous.send('GET', '/api/x/status')).status).toBe(500);
  });
});

describe('a database that is away', () => {
  it('answers 503 with Retry-After everywhere it is needed, and the process stays alive', async () => {
    const store = createStore({ url: 'postgres://127.0.0.1:1/none', applicationName: 'away' });
    const unused = async () => ({ ok: false as const, kind: 'down' as const, message: '' });
    const services = await createServices({
      store,
      sandbox: { run: unused },
      typecheck: { check: async () => ({ js: '', problems: [] }) },
      connectors: { read: unused, sendSms: unused, sealDocument: unused },
      config: { publicUrl: 'http://x.test', masterKey: Buffer.alloc(32).toString('base64'), sessionIdleMinutes: 60, sessionHours: 12 },
      logger: silent,
      clock: () => '2026-02-13T01:10:00.000Z',
    });
    const { app } = await buildApi({ services, config: { publicUrl: 'http://x.test' }, logger: silent, dist });
    const server = http.createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = await createTestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const cookie = `lianban_session=${'a'.repeat(43)}`;

    for (const [method, where, body] of [
      ['GET', '/api/services', undefined],
      ['GET', '/readyz', undefined],
      ['GET', '/api/tasks', undefined],
      ['POST', '/api/session', { username: 'a', password: 'b' }],
    ] as const) {
      const answer = await client.anonymous.send(method, where, { body, headers: { cookie } });
      expect([where, answer.status, answer.headers['retry-after']]).toEqual([where, 503, '2']);
    }
    expect((await client.anonymous.send('GET', '/healthz')).status).toBe(200);

    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  });
});

describe('the built pages', () => {
  const get = (where: string, headers = {}) => rawGet(product.url, where, headers);

  it.each([
    ['/go', 'portal'],
    ['/go/s/newborn', 'portal'],
    ['/studio', 'studio'],
    ['/studio/scenes/newborn/flow', 'studio'],
    ['/work/t/01920000-0000-7000-8000-000000000001.k1', 'studio'],
    ['/admin', 'studio'],
    ['/sign-in', 'studio'],
  ])('answer %s with the %s', async (where, title) => {
    const answer = await get(where);

    expect(answer.status).toBe(200);
    expect(answer.body).toContain(title);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('lead from / to the portal by a path of our own', async () => {
    const answer = await get('/', { host: 'evil.example' });

    expect([answer.status, answer.headers.location]).toEqual([302, '/go']);
  });

  it('keep hashed files for ever, packed when the browser can, and answer 304 to who has them', async () => {
    const plain = await get('/assets/index-BxK3v_9a.js');
    const packed = await get('/assets/index-BxK3v_9a.js', { 'accept-encoding': 'gzip, br' });

    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(Number(packed.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']));
    expect((await get('/assets/index-BxK3v_9a.js', { 'if-none-match': plain.headers.etag })).status).toBe(304);
  });

  it.each([
    '/../outside-of-dist.html',
    '/assets/../../outside-of-dist.html',
    '/assets/..%2f..%2foutside-of-dist.html',
    '/assets/%2e%2e/%2e%2e/outside-of-dist.html',
    '/go/../../outside-of-dist.html',
    '//etc/passwd',
    '/assets/..\\..\\outside-of-dist.html',
    '/assets/index-BxK3v_9a.js%00.html',
    '/index.html',
    '/assets',
    '/unknown',
  ])('answer nothing outside of the folder, and no raw page file: %s', async (where) => {
    const answer = await get(where);

    expect(answer.body).not.toContain('secret');
    expect([200, 404]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toContain('portal');
  });
});

/** Pages are no part of the OpenAPI document, so they are asked for without the checking client. */
function rawGet(
  base: string,
  where: string,
  headers: object,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: hostname, port, path: where, headers: headers as http.OutgoingHttpHeaders, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
        );
      },
    );
    request.on('error', reject);
  });
}
