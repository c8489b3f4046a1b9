import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, DataContract, DataResource, DataUse } from '../../schemas/generated/documents.ts';
import { seal, unseal } from '../config/sealing.ts';
import { secretOf } from '../outside/authentication.ts';
import { type RunningOutside, runOutside } from '../outside/main.ts';
import { demoFamilies } from '../outside/people.ts';
import { upsertRegion } from '../store/accounts.ts';
import { saveConnection, saveContract } from '../store/connections.ts';
import { insertPublished } from '../store/data-resources.ts';
import { saveHosts } from '../store/hosts.ts';
import { listReads, pageOfReads } from '../store/reads.ts';
import { createStore, type Store } from '../store/store.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { type Connectors, createConnectors } from './connectors.ts';
import { createSecrets } from './secrets.ts';

const shared = 'shared-for-tests';
const region = '330424';
const now = '2026-04-28T02:00:00.000Z';
const caseId = '01968c2e-7c00-7000-8000-000000000001';
const masterKey = randomBytes(32).toString('base64');
const mother = demoFamilies[0]!.mother;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const template = path.join(import.meta.dirname, '../../templates/family/newborn');
const load = async <T>(file: string): Promise<T> => JSON.parse(await readFile(path.join(template, file), 'utf8')) as T;

let databases: TestDatabase[];
let outside: RunningOutside;
let store: Store;
let connectors: Connectors;
let marriage: DataResource;
let contract: DataContract;
const connection: Connection = {
  format: 'lianban.connection/1',
  id: 'mz',
  name: { 'zh-CN': '民政' },
  owner: { department: 'mz' },
  kind: 'http',
  baseUrl: '',
  auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-mz' },
  timeoutMs: 400,
  retries: 1,
};
const use: DataUse & { id: string } = {
  id: 'd_marriage',
  name: { 'zh-CN': '婚姻登记' },
  rank: 'a0',
  resource: 'mz/marriage',
  contract: 'newborn/mz-marriage',
  keys: { idNumber: 'mother.idNumber' },
  provides: { marriageNumber: 'marriage.marriageNumber', spouseName: 'father.name' },
  fallback: 'ask',
};

function read(change: Partial<Parameters<Connectors['read']>[0]> = {}) {
  return connectors.read({
    dataUse: use,
    contract,
    resource: marriage,
    scenario: 'newborn',
    region,
    caseId,
    purpose: contract.purpose,
    keys: { idNumber: mother.idNumber },
    key: `${caseId}:p1`,
    node: 'n_fill',
    ...change,
  });
}
async function fault(name: string | null): Promise<void> {
  await fetch(`${outside.url}/control/faults`, {
    method: 'PUT',
    headers: { 'x-control-key': secretOf(shared, 'outside-control') },
    body: JSON.stringify({ service: '/mz/marriage', fault: name }),
  });
}

beforeAll(async () => {
  databases = [await withDatabase(), await withDatabase({ template: null })];
  outside = await runOutside({ databaseUrl: databases[1]!.url, secret: shared, port: 0, today: '2026-04-20', families: 40 });
  store = createStore({ url: databases[0]!.url, applicationName: 'connectors-test' });
  marriage = await load('resources/mz-marriage.json');
  contract = {
    ...(await load<DataContract>('contracts/mz-marriage.json')),
    fields: ['marriageNumber', 'marriedOn', 'spouseName'],
    quotaPerDay: 1000,
  };
  const secrets = createSecrets({ store, masterKey });
  for (const name of ['outside-mz', 'outside-sms', 'outside-seal']) await secrets.save(region, name, secretOf(shared, name));
  const saves: Connection[] = [
    { ...connection, baseUrl: outside.url },
    { ...connection, id: 'sms', baseUrl: outside.url, auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-sms' } },
    { ...connection, id: 'seal', baseUrl: outside.url, auth: { kind: 'hmac', app: 'lianban', secret: 'outside-seal' } },
  ];
  for (const document of saves) await saveConnection(store, region, document);
  await saveHosts(
    store,
    region,
    { rev: 0, hosts: [{ host: new URL(outside.url).host, addedBy: 'test', addedAt: now }] },
    { region, at: now, action: 'hosts.saved', object: 'hosts', result: 'done' },
  );
});
afterAll(async () => {
  await connectors.close();
  await store.close();
  await outside.close();
  for (const database of databases) await database.close();
});
beforeEach(async () => {
  await connectors?.close();
  connectors = createConnectors({ store, masterKey, clock: () => new Date().toISOString(), logger: silent });
  await fault(null);
  await saveContract(store, region, contract);
});

describe('reading outside data', () => {
  it('answers only the fields the use asks for, and logs who read what for which purpose, without values', async () => {
    const outcome = await read({ actor: 'account-1' });

    expect(outcome).toEqual({ ok: true, value: { marriageNumber: expect.stringMatching(/^J330424/), spouseName: '周行远' } });
    const [logged] = (await listReads(store, region, caseId)).slice(-1);
    expect(logged).toMatchObject({
      actor: 'account-1',
      resource: 'mz/marriage',
      contract: 'newborn/mz-marriage',
      purpose: contract.purpose['zh-CN'],
      fields: ['marriageNumber', 'spouseName'],
      result: 'ok',
    });
    expect(JSON.stringify(logged)).not.toContain('周行远');
  });

  it.each([
    ['suspended after publishing', { status: 'suspended' }],
    ['revoked', { status: 'revoked' }],
    ['no longer valid', { validTo: '2026-01-31' }],
    ['for another scenario', { scenario: 'restaurant' }],
    ['narrower than the use', { fields: ['marriageNumber'] }],
    ['for another purpose', { purpose: { 'zh-CN': '统计分析' } }],
    ['for another step', { steps: ['n_other'] }],
  ] as const)('is denied when the contract in force is %s, and nothing is asked outside', async (_, change) => {
    await saveContract(store, region, { ...contract, ...change } as DataContract);

    const outcome = await read({ key: `${caseId}:denied` });

    expect(outcome).toMatchObject({ ok: false, kind: 'denied' });
    const calls = (await (
      await fetch(`${outside.url}/control/calls`, { headers: { 'x-control-key': secretOf(shared, 'outside-control') } })
    ).json()) as { calls: { key: string }[] };
    expect(calls.calls.map(({ key }) => key)).not.toContain(`${caseId}:denied`);
  });

  it('does not count the contract that the published version brought along', async () => {
    const outcome = await read({
      dataUse: { ...use, contract: 'newborn/brought-along' },
      contract: { ...contract, id: 'newborn/brought-along' },
    });

    expect(outcome).toMatchObject({ ok: false, kind: 'denied', message: 'There is no contract for this use.' });
  });

  it('goes through the connection of the owner when another county reads, and is logged for both', async () => {
    const other = '331003';
    await saveContract(store, other, { ...contract, owner: { region, department: 'mz' } });

    const outcome = await read({ region: other, caseId: '01968c2e-7c00-7000-8000-000000000002' });

    expect(outcome).toMatchObject({ ok: true, value: { spouseName: '周行远' } });
    const [line] = await pageOfReads(store, { regions: [region], of: { resource: { region, id: 'mz/marriage' } }, limit: 1 });
    expect(line).toMatchObject({ region: other, ownerRegion: region, ownerDepartment: 'mz', result: 'ok' });
    // Who answers for neither sees nothing of it.
    expect(await pageOfReads(store, { regions: ['330000'], of: { resource: { region, id: 'mz/marriage' } }, limit: 1 })).toEqual([]);
  });

  it('goes by the resource as its owner published it, whatever the scenario’s copy says', async () => {
    const stolen = { ...marriage, operation: { method: 'POST' as const, path: '/ga/household' } };
    await upsertRegion(store, { code: region, name: '海盐县' });
    const document = { ...marriage, owner: { region, department: 'mz' } };
    await insertPublished(store, { region, id: marriage.id, department: 'mz', document, search: '', notes: '', at: now });

    expect(await read({ resource: stolen })).toMatchObject({ ok: true, value: { spouseName: '周行远' } });
  });

  it('stops at the quota of the day, two at once included', async () => {
    await saveContract(store, region, { ...contract, id: 'newborn/quota', quotaPerDay: 3 });
    const limited = { ...use, contract: 'newborn/quota' };

    const outcomes = await Promise.all(Array.from({ length: 6 }, () => read({ dataUse: limited })));

    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.kind === 'quota')).toHaveLength(3);
  });

  it.each([
    ['noRecord', 'noRecord'],
    ['severalRecords', 'severalRecords'],
    ['wrongData', 'invalid'],
    ['down', 'down'],
    ['slow', 'timeout'],
  ])('turns the fault %s into the outcome %s', async (name, kind) => {
    await fault(name);

    expect(await read()).toMatchObject({ ok: false, kind });
  });

  it('leaves a service alone after repeated failures, without asking it again', async () => {
    await fault('down');
    for (let call = 0; call < 4; call += 1) await read();
    await fault(null);

    expect(await read({ key: 'left-alone' })).toMatchObject({ ok: false, kind: 'down', message: expect.stringContaining('left alone') });
  });

  it('does not reach a host that is not allowed, nor the same region of another county', async () => {
    expect(await read({ region: '331002', contract })).toMatchObject({ ok: false, kind: 'denied' });
    await saveConnection(store, region, { ...connection, baseUrl: 'http://127.0.0.1:9' });
    try {
      expect(await read()).toMatchObject({ ok: false, kind: 'denied', message: expect.stringContaining('allowed hosts') });
    } finally {
      await saveConnection(store, region, { ...connection, baseUrl: outside.url });
    }
  });
});

describe('effects outside', () => {
  it('sends a message and seals a document once per key', async () => {
    const first = await connectors.sealDocument({ key: 'c:p1', region, department: 'wj', number: 'N1', sha256: 'aa' });
    const again = await connectors.sealDocument({ key: 'c:p1', region, department: 'wj', number: 'N1', sha256: 'aa' });
    const message = await connectors.sendSms({ key: 'c:p2', region, to: mother.mobile, text: '已受理' });

    expect(first).toMatchObject({ ok: true, value: { sealId: expect.any(String) } });
    expect(again).toEqual(first);
    expect(message.ok).toBe(true);
  });
});

describe('secrets at rest', () => {
  it('cannot be read with another key, nor moved to another name, nor changed', () => {
    const key = randomBytes(32);
    const sealed = seal(key, Buffer.from('330424\0a'), 'geheim');

    expect(unseal(key, Buffer.from('330424\0a'), sealed)).toBe('geheim');
    expect(sealed.includes('geheim')).toBe(false);
    expect(() => unseal(randomBytes(32), Buffer.from('330424\0a'), sealed)).toThrow();
    expect(() => unseal(key, Buffer.from('330424\0b'), sealed)).toThrow();
    sealed[sealed.length - 1]! ^= 1;
    expect(() => unseal(key, Buffer.from('330424\0a'), sealed)).toThrow();
  });
});
