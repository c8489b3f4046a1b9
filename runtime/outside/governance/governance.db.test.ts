import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { secretOf, signatureOf } from '../authentication.ts';
import { type RunningOutside, runOutside } from '../main.ts';

const secret = 'shared-for-tests';
let database: TestDatabase;
let outside: RunningOutside;
beforeAll(async () => {
  database = await withDatabase({ template: null });
  outside = await runOutside({ databaseUrl: database.url, secret, port: 0, today: '2026-04-20', families: 10 });
});
afterAll(async () => {
  await outside.close();
  await database.close();
});

type Auth = 'apiKey' | 'hmac';
async function post(path: string, connection: string, auth: Auth, value: object, key?: string) {
  const body = JSON.stringify(value);
  const [timestamp, nonce] = [String(Date.now()), randomUUID()];
  const own = secretOf(secret, `outside-${connection}`);
  const proof: Record<string, string> =
    auth === 'apiKey'
      ? { 'x-api-key': own }
      : { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signatureOf(own, { method: 'POST', path, timestamp, nonce, body }) };
  const headers = key === undefined ? proof : { ...proof, 'idempotency-key': key };
  const response = await fetch(outside.url + path, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('registers of the government office and the governance centre', () => {
  it('lead from a number on a post to its place, and from a village to its town and grid', async () => {
    const device = await post('/governance/device', 'zz', 'apiKey', { device: 'LD-2203' });
    const place = await post('/governance/place', 'zz', 'apiKey', { village: '枣园社区' });

    expect(device.body).toEqual({
      records: [{ place: '枣园中路 22 号灯杆', village: '枣园社区', town: '武原街道', grid: '枣园社区第一网格' }],
    });
    expect(place.body).toEqual({ records: [{ town: '武原街道', grid: '枣园社区第一网格' }] });
  });

  it('know directives and indicators by number; what is not there is no record, and no event is zero events', async () => {
    const directive = await post('/governance/directive', 'zfb', 'hmac', { docNo: '盐政督〔2026〕12号' });
    const unknown = await post('/governance/directive', 'zfb', 'hmac', { docNo: '盐政督〔2026〕99号' });
    const indicator = await post('/governance/indicator', 'sj', 'apiKey', { indicatorNo: 'NL-2026-01' });
    const none = await post('/governance/repeats', 'zz', 'apiKey', { village: '横港村', kind: 'order' });

    expect(directive.body).toMatchObject({ records: [{ title: '城区内涝点整治', issuedOn: '2026-11-16' }] });
    expect(unknown.body).toEqual({ records: [] });
    expect(indicator.body).toMatchObject({ records: [{ value: 12 }] });
    expect(none.body).toEqual({ records: [{ repeats: 0 }] });
  });

  it('refuse a caller they do not know, and a question without its key', async () => {
    expect((await post('/governance/place', 'sj', 'apiKey', { village: '枣园社区' })).status).toBe(401);
    expect((await post('/governance/directive', 'zfb', 'apiKey', { docNo: '盐政督〔2026〕12号' })).status).toBe(401);
    expect((await post('/governance/repeats', 'zz', 'apiKey', { village: '枣园社区' })).status).toBe(400);
  });

  it('take a case for enforcement once per key, with a number', async () => {
    const first = await post('/cases', 'zf', 'hmac', { caseNo: 'LB1' }, 'k-1');
    const again = await post('/cases', 'zf', 'hmac', { caseNo: 'LB1' }, 'k-1');
    const other = await post('/cases', 'zf', 'hmac', { caseNo: 'LB2' }, 'k-2');

    expect(first.body.number).toMatch(/^ZF[0-9A-F]{12}$/);
    expect(again.body).toEqual(first.body);
    expect(other.body).not.toEqual(first.body);
  });
});
