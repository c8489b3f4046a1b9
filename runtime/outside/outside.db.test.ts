import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { secretOf, signatureOf } from './authentication.ts';
import { type RunningOutside, runOutside } from './main.ts';
import { demoFamilies, idCheckDigit, makeFamilies } from './people.ts';

const secret = 'shared-for-tests';
const mother = demoFamilies[0]!.mother;
let database: TestDatabase;
let outside: RunningOutside;

async function post(
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(outside.url + path, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
function signed(connection: string, path: string, body: object, change: Partial<Record<string, string>> = {}): Record<string, string> {
  const timestamp = String(Date.now());
  const nonce = randomUUID();
  const signature = signatureOf(secretOf(secret, `outside-${connection}`), {
    method: 'POST',
    path,
    timestamp,
    nonce,
    body: JSON.stringify(body),
  });
  return { 'x-app': 'lianban', 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature, ...change } as Record<string, string>;
}
const key = (connection: string) => ({ 'x-api-key': secretOf(secret, `outside-${connection}`) });
async function control(path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(outside.url + path, {
    method: body ? 'PUT' : 'GET',
    ...(body ? { body: JSON.stringify(body) } : {}),
    headers: { 'x-control-key': secretOf(secret, 'outside-control') },
  });
  return (await response.json()) as Record<string, unknown>;
}

beforeAll(async () => {
  database = await withDatabase({ template: null });
  outside = await runOutside({ databaseUrl: database.url, secret, port: 0, today: '2026-04-20' });
});
afterAll(async () => {
  await outside.close();
  await database.close();
});

describe('the outside world', () => {
  it('holds at least 10,000 people in 2,000 households, every ID number with a right check digit and no two alike', () => {
    const families = makeFamilies({ seed: 20260401, count: 2600, today: '2026-04-20' });
    const people = families.flatMap((family) => family.members);

    expect(families.length).toBeGreaterThanOrEqual(2000);
    expect(people.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(people.map((person) => person.idNumber)).size).toBe(people.length);
    expect(
      people.every(
        ({ idNumber, birthDate, sex }) =>
          idCheckDigit(idNumber.slice(0, 17)) === idNumber[17] &&
          idNumber.slice(6, 14) === birthDate.replaceAll('-', '') &&
          Number(idNumber[16]) % 2 === Number(sex) % 2,
      ),
    ).toBe(true);
  });

  it('answers a signed lookup with the registers agreeing about a clean family', async () => {
    const body = { idNumber: mother.idNumber };
    const person = await post('/ga/population', body, signed('ga', '/ga/population', body));
    const marriage = await post('/mz/marriage', body, key('mz'));

    expect(person.body.records).toMatchObject([{ name: '林知夏', hukouRegion: '330424' }]);
    expect(marriage.body.records).toMatchObject([{ spouseName: '周行远', spouseIdNumber: demoFamilies[0]!.father.idNumber }]);
  });

  it('refuses a wrong key, a wrong or repeated signature and an old one', async () => {
    const body = { idNumber: mother.idNumber };
    const good = signed('ga', '/ga/population', body);
    const tries = [
      await post('/mz/marriage', body, { 'x-api-key': 'guess' }),
      await post('/ga/population', body, signed('yb', '/ga/population', body)),
      await post('/ga/population', body, signed('ga', '/ga/population', body, { 'x-timestamp': String(Date.now() - 3_600_000) })),
    ];
    const first = await post('/ga/population', body, good);
    const replayed = await post('/ga/population', body, good);

    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect([first.status, replayed.status]).toEqual([200, 401]);
  });

  it('has about two dirty records in a hundred: missing, doubled or contradicting', async () => {
    const people = makeFamilies({ seed: 20260401, count: 2600, today: '2026-04-20' }).flatMap((family) => family.members);
    const client = new (await import('pg')).default.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      'SELECT count(*)::int AS people, count(*) FILTER (WHERE seq > 0)::int AS doubled FROM register_population',
    );
    const contradicting = await client.query(
      "SELECT count(*)::int AS n FROM register_population WHERE seq = 0 AND record->>'name' LIKE '%某'",
    );
    await client.end();

    const missing = people.length - (rows[0].people - rows[0].doubled);
    const share = (missing + rows[0].doubled + contradicting.rows[0].n) / people.length;
    expect(share).toBeGreaterThan(0.015);
    expect(share).toBeLessThan(0.025);
    expect(Math.min(missing, rows[0].doubled, contradicting.rows[0].n)).toBeGreaterThan(20);
  });

  it('switches faults per service and off again', async () => {
    const body = { idNumber: mother.idNumber };
    const ask = () => post('/mz/marriage', body, key('mz'));
    await control('/control/faults', { service: '/mz/marriage', fault: 'noRecord' });
    const none = await ask();
    await control('/control/faults', { service: '/mz/marriage', fault: 'severalRecords' });
    const several = await ask();
    await control('/control/faults', { service: '/mz/marriage', fault: 'wrongData' });
    const wrong = await ask();
    await control('/control/faults', { service: '/mz/marriage', fault: 'down' });
    await expect(ask()).rejects.toThrow();
    await control('/control/faults', { service: '/mz/marriage', fault: null });
    const well = await ask();

    expect(none.body.records).toEqual([]);
    expect(several.body.records).toHaveLength(2);
    expect(JSON.stringify(wrong.body.records)).toContain('unexpected');
    expect(well.body.records).toHaveLength(1);
  });

  it('performs an effect once however often it is called with one key, and counts both', async () => {
    const message = { to: '13800000001', words: '您的申请已办结。' };
    for (let call = 0; call < 3; call += 1) await post('/sms/messages', message, { ...key('sms'), 'idempotency-key': 'case-1:p1' });
    const document = { number: 'LB-1', sha256: 'ab' };
    const first = await post('/seal/documents', document, {
      ...signed('seal', '/seal/documents', document),
      'idempotency-key': 'case-1:p2',
    });
    const again = await post('/seal/documents', document, {
      ...signed('seal', '/seal/documents', document),
      'idempotency-key': 'case-1:p2',
    });

    const { calls } = await control('/control/calls');

    expect(calls).toEqual([
      { service: '/seal/documents', key: 'case-1:p2', calls: 2, performed: 1 },
      { service: '/sms/messages', key: 'case-1:p1', calls: 3, performed: 1 },
    ]);
    expect(again.body).toEqual(first.body);
  });

  it('does not take an effect without a key', async () => {
    expect((await post('/sms/messages', { to: '1', words: 'x' }, key('sms'))).status).toBe(400);
  });
});
