import { describe, expect, it } from 'vitest';
import type { SqlQuery } from '../../../../schemas/generated/documents.ts';
import { authOf, connectionProblems, type kinds, newConnection } from './connection-draft.ts';

const fresh = (kind: (typeof kinds)[number]) => newConnection({ id: 'ga/http-1', kind, region: '330424', department: 'ga' });

describe('a connection being edited', () => {
  it('begins with everything its kind needs and says what is still missing', () => {
    expect(connectionProblems(fresh('http'))).toEqual({ name: 'connections.needed', baseUrl: 'connections.addressWrong' });
    expect(Object.keys(connectionProblems(fresh('sql'))).toSorted()).toEqual(['database', 'host', 'name', 'user']);
    for (const kind of ['batch', 'ingest', 'assist', 'sample'] as const)
      expect(connectionProblems(fresh(kind))).toEqual({ name: 'connections.needed' });
  });

  it('keeps the place of its secret when it signs in another way', () => {
    const connection = fresh('http');
    const auth = connection.kind === 'http' ? authOf('oauth2', connection.auth) : undefined;

    expect(auth).toMatchObject({ kind: 'oauth2', secret: 'ga-http-1' });
    expect(authOf('oauth2', auth!)).toBe(auth);
  });

  it('wants as many places in a statement as there are keys', () => {
    const connection = fresh('sql');
    if (connection.kind !== 'sql') throw new Error('another kind');
    const whole = { ...connection, name: { 'zh-CN': '不动产' }, host: 'db.test', database: 'd', user: 'reader' };
    const query = (sql: string, parameters: string[]) =>
      connectionProblems({ ...whole, queries: { q: { name: { 'zh-CN': '查' }, sql, parameters: parameters as SqlQuery['parameters'] } } });

    expect(query('select * from v where id = $1', ['idNumber'])).toEqual({});
    expect(query('select * from v where id = $1 or mother = $1', ['idNumber'])).toEqual({});
    expect(query('select * from v', ['idNumber'])).toEqual({ 'queries.q': 'connections.parametersWrong' });
    expect(query('select * from v where id = $2', ['idNumber'])).toEqual({ 'queries.q': 'connections.parametersWrong' });
  });

  it('refuses times and numbers the server would refuse', () => {
    const connection = fresh('http');
    if (connection.kind !== 'http') throw new Error('another kind');

    expect(connectionProblems({ ...connection, name: { 'zh-CN': '公安' }, baseUrl: 'http://ga.test', timeoutMs: 10, retries: 9 })).toEqual({
      timeoutMs: 'connections.timeoutWrong',
      retries: 'connections.retriesWrong',
    });
  });
});
