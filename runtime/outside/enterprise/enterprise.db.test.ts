import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { secretOf, signatureOf } from '../authentication.ts';
import { type RunningOutside, runOutside } from '../main.ts';
import { idCheckDigit, makeFamilies, usccCheckDigit } from '../people.ts';
import { demoOwners, makeFirms } from './firms.ts';
import { enterpriseRows } from './registers.ts';
import { enterpriseLookups } from './services.ts';

const secret = 'shared-for-tests';
const today = '2026-04-20';
let database: TestDatabase;
let outside: RunningOutside;
beforeAll(async () => {
  database = await withDatabase({ template: null });
  outside = await runOutside({ databaseUrl: database.url, secret, port: 0, today });
});
afterAll(async () => {
  await outside.close();
  await database.close();
});

async function ask(path: string, wanted: string): Promise<{ status: number; records: Record<string, unknown>[] }> {
  const { connection, auth, key } = enterpriseLookups[path]!;
  const body = JSON.stringify({ [key]: wanted });
  const [timestamp, nonce] = [String(Date.now()), randomUUID()];
  const own = secretOf(secret, `outside-${connection}`);
  const proof: Record<string, string> =
    auth === 'apiKey'
      ? { 'x-api-key': own }
      : { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signatureOf(own, { method: 'POST', path, timestamp, nonce, body }) };
  const response = await fetch(outside.url + path, { method: 'POST', body, headers: proof });
  return { status: response.status, records: ((await response.json()) as { records: Record<string, unknown>[] }).records };
}

async function fault(service: string, kind: string | null): Promise<void> {
  await fetch(`${outside.url}/control/faults`, {
    method: 'PUT',
    body: JSON.stringify({ service, fault: kind }),
    headers: { 'x-control-key': secretOf(secret, 'outside-control') },
  });
}

const leaders = makeFamilies({ seed: 20260401, count: 2600, today }).map(({ head, region }) => ({ ...head, region }));
const firms = makeFirms({ seed: 20260401, leaders, today });

describe('the registers of firms', () => {
  it('have credit codes with right check digits, no two alike', () => {
    const codes = firms.map(({ uscc }) => uscc);

    expect(codes.every((code) => code.length === 18 && usccCheckDigit(code.slice(0, 17)) === code[17])).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
    expect(demoOwners.every(({ owner }) => idCheckDigit(owner.idNumber.slice(0, 17)) === owner.idNumber[17])).toBe(true);
  });

  it('lead from the person in charge to the firm, its lease, and everything about the premises', async () => {
    const { owner } = demoOwners[0]!;
    const [company] = (await ask('/sc/legal-person', owner.idNumber)).records;
    const [licence] = (await ask('/sc/business-licence', String(company!.uscc))).records;
    const [lease] = (await ask('/zj/lease', String(company!.uscc))).records;
    const certificate = String(lease!.certificate);
    const [property] = (await ask('/zr/property', certificate)).records;
    const [acceptance] = (await ask('/zj/fire-acceptance', certificate)).records;
    const [drainage] = (await ask('/zj/drainage', certificate)).records;

    expect(company).toMatchObject({ name: '海盐南北湖餐饮管理有限公司', companyType: 'limited' });
    expect(licence).toMatchObject({ authority: '海盐县市场监督管理局' });
    expect(property).toMatchObject({ area: 420, use: 'commercial' });
    expect(acceptance).toMatchObject({ exits: 2 });
    expect(drainage).toMatchObject({ greaseTrap: true });
    expect((await ask('/sc/food-ban', owner.idNumber)).records).toEqual([{ banned: false }]);
    for (const path of ['/sc/name-declaration', '/wj/health-certificate'])
      expect((await ask(path, owner.idNumber)).records).toHaveLength(1);
    for (const path of ['/sc/food-manager', '/sc/food-licence']) expect((await ask(path, String(company!.uscc))).records).toHaveLength(1);
  });

  it('do not know who is not on file, and refuse a question without its key', async () => {
    const { owner } = demoOwners.find(({ onFile }) => !onFile)!;

    expect((await ask('/sc/legal-person', owner.idNumber)).records).toEqual([]);
    const body = JSON.stringify({ idNumber: 'x' });
    const response = await fetch(`${outside.url}/zj/lease`, {
      method: 'POST',
      body,
      headers: { 'x-api-key': secretOf(secret, 'outside-zj') },
    });
    expect(response.status).toBe(400);
  });

  it('are about two in a hundred dirty: missing, doubled or contradicting', () => {
    const rows = enterpriseRows(firms, 20260401).get('property')!;
    const doubled = rows.filter(([, seq]) => seq > 0).length;
    const missing = firms.length - (rows.length - doubled);
    const contradicting = rows.filter(([, seq, record]) => seq === 0 && record.includes('（旧')).length;

    const share = (missing + doubled + contradicting) / firms.length;
    expect(share).toBeGreaterThan(0.012);
    expect(share).toBeLessThan(0.03);
    expect(Math.min(missing, doubled, contradicting)).toBeGreaterThan(5);
  });

  it('switch faults on and off like every other service', async () => {
    const { owner } = demoOwners[0]!;
    await fault('/sc/legal-person', 'noRecord');
    const none = await ask('/sc/legal-person', owner.idNumber);
    await fault('/sc/legal-person', 'down');
    await expect(ask('/sc/legal-person', owner.idNumber)).rejects.toThrow();
    await fault('/sc/legal-person', null);

    expect(none.records).toEqual([]);
    expect((await ask('/sc/legal-person', owner.idNumber)).records).toHaveLength(1);
  });
});
