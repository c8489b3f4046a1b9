import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from './app.ts';
import { expected, type IdentityName, identities, matrix } from './matrix.ts';
import { route } from './router.ts';
import { type AccessSite, createAccessSite } from './testing/access-site.ts';
import type { Visitor } from './testing/client.ts';

let site: AccessSite;
const visitors = {} as Record<IdentityName, Visitor>;
beforeAll(async () => {
  site = await createAccessSite();
  for (const name of identities) visitors[name] = await site.visitors[name]();
});
afterAll(() => site.product.close());

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
/** Signing out ends the session: it is tried with one of its own. */
const visitorFor = (name: string, identity: IdentityName) =>
  name === 'DELETE /api/session' ? site.visitors[identity]() : Promise.resolve(visitors[identity]);

describe('every route', () => {
  it('is declared, and the matrix names it; what is not declared is found out', async () => {
    const declared = site.product.api.routes.map(nameOf).sort();

    expect(site.product.api.registered().map(nameOf).sort()).toEqual(declared);
    expect(Object.keys(matrix).sort()).toEqual(declared);

    const sneaked = route({
      method: 'GET',
      path: '/api/back-door',
      access: 'public',
      summary: 'x',
      response: 'Health',
      handle: () => ({ status: 'ok' }),
    });
    const { routes } = await buildApi({
      services: site.product.services,
      config: { publicUrl: 'http://lianban.test' },
      logger: silent,
      dist: import.meta.dirname,
      extra: [sneaked],
    });
    expect(routes.map(nameOf).filter((name) => !(name in matrix))).toEqual(['GET /api/back-door']);
  });

  it('answers each identity as the matrix says', async () => {
    const wrong: string[] = [];
    for (const name of Object.keys(matrix)) {
      const { method, path, options } = site.requestFor(name);
      // Those who are kept out come first: what the others do must not change what they are told.
      const order = [...identities].sort((a, b) => (expected(name, b) ?? 0) - (expected(name, a) ?? 0));
      for (const identity of order) {
        const answer = await (await visitorFor(name, identity)).send(method, path, options);
        const want = expected(name, identity);
        if (answer.status !== want)
          wrong.push(`${name} as ${identity}: ${answer.status} instead of ${want} ${answer.bytes.toString().slice(0, 160)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Ways to write a request that have opened doors elsewhere. */
const tricks: Record<string, (path: string) => { path: string; headers?: Record<string, string>; method?: string }> = {
  'query string that looks like a public path': (path) => ({ path: `${path}${path.includes('?') ? '&' : '?'}/api/regions` }),
  'query string that names a hook': (path) => ({ path: `${path}${path.includes('?') ? '&' : '?'}x=/webhooks/trigger` }),
  fragment: (path) => ({ path: `${path}#/api/regions` }),
  'matrix parameter': (path) => ({ path: path.replace(/(\?|$)/, ';/api/regions$1') }),
  'doubled slash in front': (path) => ({ path: `/${path}` }),
  'doubled slash inside': (path) => ({ path: path.replace('/api/', '/api//') }),
  'dot segment': (path) => ({ path: path.replace('/api/', '/api/./') }),
  'parent segment from a public path': (path) => ({ path: `/api/regions/..${path}` }),
  'encoded parent segment': (path) => ({ path: `/api/regions/%2e%2e${path}` }),
  'encoded dot': (path) => ({ path: path.replace('/api/', '/api/%2e/') }),
  'encoded slash': (path) => ({ path: path.replace('/api/', '/api%2f') }),
  'doubly encoded slash': (path) => ({ path: path.replace('/api/', '/api%252f') }),
  'encoded letter': (path) => ({ path: path.replace('/api/', '/%61pi/') }),
  'upper case': (path) => ({ path: path.replace('/api/', '/API/') }),
  'closing slash': (path) => ({ path: path.replace(/(\?|$)/, '/$1') }),
  'null byte': (path) => ({ path: path.replace(/(\?|$)/, '%00$1') }),
  'back slash': (path) => ({ path: path.replace('/api/', '/api\\') }),
  'X-Original-URL': (path) => ({ path, headers: { 'x-original-url': '/api/regions', 'x-rewrite-url': '/api/regions' } }),
  'forwarded prefix and host': (path) => ({
    path,
    headers: { 'x-forwarded-prefix': '/api/regions', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '127.0.0.1' },
  }),
  'method override header': (path) => ({
    path,
    headers: { 'x-http-method-override': 'GET', 'x-method-override': 'GET', 'x-http-method': 'GET' },
  }),
};

/** Identities that the walls between people, departments and regions stand against. */
const outsiders = ['anonymous', 'otherApplicant', 'otherDepartment', 'otherRegion'] as const;
/** Where the trick makes another path of it, no route is found and nobody's identity counts: the two extremes do. */
const extremes = ['anonymous', 'otherRegion'] as const;

describe('a trick with the address', () => {
  it.each(Object.keys(tricks))('opens nothing: %s', async (trick) => {
    const opened: string[] = [];
    for (const name of Object.keys(matrix)) {
      const { method, path, options } = site.requestFor(name);
      const changed = tricks[trick]!(path);
      await Promise.all(
        (changed.path.split('?')[0] === path.split('?')[0] ? outsiders : extremes).map(async (identity) => {
          // Everybody may end their own session: only the door itself is of interest here.
          if (name === 'DELETE /api/session' && identity !== 'anonymous') return;
          const want = expected(name, identity);
          const visitor = visitors[identity];
          const answer = await visitor.send(method, changed.path, { ...options, headers: { ...options.headers, ...changed.headers } });
          // As declared, or not there at all, or refused as malformed: never more than the plain address gives.
          if (answer.status !== want && answer.status !== 404 && answer.status !== 400)
            opened.push(`${name} as ${identity}: ${answer.status} instead of ${want}`);
        }),
      );
    }
    expect(opened).toEqual([]);
  });

  it('opens nothing: HEAD answers as GET does', async () => {
    const opened: string[] = [];
    for (const name of Object.keys(matrix).filter((one) => one.startsWith('GET '))) {
      const { path, options } = site.requestFor(name);
      for (const identity of outsiders) {
        const answer = await visitors[identity].send('HEAD', path, options);
        if (answer.status !== expected(name, identity)) opened.push(`${name} as ${identity}: ${answer.status}`);
        if (answer.bytes.length > 0) opened.push(`${name}: HEAD with a body`);
      }
    }
    expect(opened).toEqual([]);
  });

  it('opens nothing: a method that is not declared', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'POST']) {
      const answer = await visitors.administrator.send(method, '/api/roles');
      expect([method, answer.status]).toEqual([method, 404]);
    }
  });
});

describe('a supervisor', () => {
  it('sees every case of the region, its progress and nothing to decide', async () => {
    const found = await visitors.supervisor.send('GET', `/api/cases?q=${site.started.caseNo}`);
    const page = await visitors.supervisor.send('GET', `/api/cases/${site.started.caseNo}`);

    expect(found.body).toMatchObject({ total: 1, rows: [{ caseNo: site.started.caseNo }] });
    expect(page.body).toMatchObject({ caseNo: site.started.caseNo, status: 'running' });
    expect((await visitors.supervisor.send('GET', '/api/tasks')).body).toMatchObject({ rows: [], total: 0 });
  });
});

describe('ids of others', () => {
  it('are not found by an officer of another region, though they are one character away from their own', async () => {
    const { caseNo } = site.started;
    const forged = caseNo.replace('LB330424', 'LB331002');

    expect((await visitors.otherRegion.send('GET', `/api/cases/${caseNo}`)).status).toBe(404);
    expect((await visitors.otherRegion.send('GET', `/api/cases/${forged}`)).status).toBe(404);
    expect((await visitors.otherRegion.send('GET', `/api/cases?q=${caseNo}`)).body).toMatchObject({ rows: [], total: 0 });
  });

  it('are in no list of another region, department or citizen', async () => {
    const { caseNo } = site.started;
    const lists: [IdentityName, string][] = [
      ['otherRegion', '/api/tasks'],
      ['otherRegion', '/api/cases'],
      ['otherDepartment', '/api/tasks'],
      ['otherDepartment', '/api/cases'],
      ['otherApplicant', '/api/my/cases'],
      ['otherApplicant', '/api/drafts'],
      ['otherApplicant', '/api/my/consents'],
    ];
    for (const [identity, path] of lists) {
      const answer = await visitors[identity].send('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.bytes.toString(), `${identity} ${path}`).not.toContain(caseNo);
      expect(answer.bytes.toString(), `${identity} ${path}`).not.toContain('林知夏');
    }
  });

  it('give an administrator no account of another region, and no way to give roles there', async () => {
    const own = await visitors.otherRegion.send<{ rows: { id: string; username: string }[] }>('GET', '/api/accounts');
    const usernames = own.body.rows.map((row) => row.username);
    expect(usernames).toContain('ga.jj');
    expect(usernames).not.toContain('ga');

    const id = own.body.rows.find((row) => row.username === 'ga.jj')?.id;
    const reach = await visitors.otherRegion.send('PATCH', `/api/accounts/${id}`, {
      body: { grants: [{ region: '330424', department: 'ga', role: 'officer' }] },
    });
    expect(reach.body).toMatchObject({ status: 403, code: 'access.region' });
    expect((await visitors.administrator.send('PATCH', `/api/accounts/${id}`, { body: { disabled: true } })).status).toBe(404);
  });

  it('do not let an administrator take part in cases, nor an officer see fields of another department', async () => {
    const page = await visitors.officer.send<{ groups: { fields: { path: string }[] }[] }>('GET', `/api/tasks/${site.taskId}`);
    const paths = page.body.groups.flatMap((group) => group.fields.map((field) => field.path));

    expect(paths.length).toBeGreaterThan(0);
    // Bank account and wages are the medical insurance's, not the health desk's.
    expect(paths.filter((path) => path.startsWith('benefit.'))).toEqual([]);
    expect((await visitors.administrator.send('GET', '/api/tasks')).status).toBe(403);
  });
});
