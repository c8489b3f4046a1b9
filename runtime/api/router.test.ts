import { describe, expect, it } from 'vitest';
import type { SessionActor } from '../services/identity/index.ts';
import { openApiOf, refusalsOf } from './openapi.ts';
import { type Access, checkAccess, route, type Unchecked } from './router.ts';

const staff = (role: 'officer' | 'admin'): SessionActor => ({
  accountId: 'a',
  kind: 'staff',
  name: '王户宁',
  grants: [{ region: '330424', department: 'ga', role }],
  sessionId: 's',
});
const person: SessionActor = {
  accountId: 'p',
  kind: 'person',
  name: '林知夏',
  person: { idNumber: '1', mobile: '2' },
  grants: [],
  sessionId: 's',
};
const request = (parts: Partial<Unchecked>): Unchecked => ({
  params: {},
  query: {},
  body: undefined,
  language: 'zh-CN',
  requestId: 'r',
  address: '127.0.0.1',
  cookies: { session: () => {}, token: undefined },
  sent: { bytes: new Uint8Array(), header: () => '' },
  ...parts,
});

describe('checkAccess', () => {
  it.each<[Access, SessionActor | undefined, boolean, number]>([
    ['public', undefined, false, 200],
    ['signedIn', undefined, false, 401],
    ['signedIn', person, false, 200],
    [['citizen'], person, false, 200],
    [['citizen'], staff('officer'), false, 403],
    [['officer'], staff('officer'), false, 200],
    [['officer'], staff('admin'), false, 403],
    [['officer'], person, false, 403],
    [['citizen', 'officer'], staff('officer'), false, 200],
    [[], staff('admin'), false, 403],
    ['loopbackOrAdmin', undefined, true, 200],
    ['loopbackOrAdmin', undefined, false, 401],
    ['loopbackOrAdmin', staff('officer'), false, 403],
    ['loopbackOrAdmin', staff('admin'), false, 200],
  ])('for %s lets in whom it names', (access, actor, loopback, status) => {
    const check = () => checkAccess(access, actor, { loopback });

    if (status === 200) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ status }));
  });
});

describe('route', () => {
  const list = route({
    method: 'GET',
    path: '/api/x/:id',
    summary: 'x',
    access: ['officer'],
    params: 'DraftKey',
    query: 'TaskListQuery',
    response: 'Health',
    handle: ({ query }) => ({ status: query.page === 2 ? 'ok' : 'away' }),
  });
  const id = '01920000-0000-7000-8000-000000000001';

  it('reads numbers of a query from text, fills what has a default, and refuses what is not declared', async () => {
    expect(await list.handle(request({ params: { id }, query: { page: '2' } }))).toEqual({ status: 'ok' });
    expect(await list.handle(request({ params: { id } }))).toEqual({ status: 'away' });
    await expect(list.handle(request({ params: { id }, query: { pages: '2' } }))).rejects.toMatchObject({
      status: 400,
      problems: [{ path: 'pages', code: 'request.unknown' }],
    });
    await expect(list.handle(request({ params: { id }, query: { page: '0' } }))).rejects.toMatchObject({ status: 400 });
  });

  it('takes a key of the wrong shape for something that does not exist', async () => {
    for (const wrong of ['1', '..', '', `${id}x`, `${id.slice(0, -1)}g`])
      await expect(list.handle(request({ params: { id: wrong } }))).rejects.toMatchObject({ status: 404 });
  });

  it('refuses a query where none is declared', async () => {
    const plain = route({
      method: 'GET',
      path: '/api/y',
      summary: 'y',
      access: 'public',
      response: 'Health',
      handle: () => ({ status: 'ok' }),
    });

    await expect(plain.handle(request({ query: { debug: '1' } }))).rejects.toMatchObject({ status: 400 });
  });

  it('says in the OpenAPI document what it may answer', () => {
    expect(refusalsOf(list)).toEqual([400, 401, 403, 404, 500, 503]);
    const { paths } = openApiOf([list]) as { paths: Record<string, Record<string, { responses: object; parameters: object[] }>> };
    const operation = paths['/api/x/{id}']?.get;
    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '500', '503']);
    expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: 'id', in: 'path', required: true }));
  });
});
