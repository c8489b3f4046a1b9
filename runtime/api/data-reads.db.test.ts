/** Contracts act where data is read: against the departments' real registers, on cases that are under way. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataGrantPage, DataReadList, DataReadProof, DataResourcePage, Draft } from '../../schemas/generated/api.ts';
import { type Connectors, createConnectors } from '../connectors/connectors.ts';
import { installOutside } from '../connectors/install.ts';
import { createSecrets } from '../connectors/secrets.ts';
import { type RunningOutside, runOutside } from '../outside/main.ts';
import { demoFamilies } from '../outside/people.ts';
import type { ConnectorPort } from '../services/ports.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const region = '330424';
const grant = '330424~newborn~mz-marriage';
const marriage = '330424~mz~marriage';
const masterKey = Buffer.alloc(32, 7).toString('base64');
const outsideSecret = 'shared-for-tests';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let product: TestProduct;
let outside: RunningOutside;
let registers: TestDatabase;
let connectors: Connectors;
let mother: Visitor;
let keeper: Visitor;

beforeAll(async () => {
  registers = await withDatabase({ template: null });
  outside = await runOutside({ databaseUrl: registers.url, secret: outsideSecret, port: 0, today: '2026-09-20', families: 40 });
  // The connectors need the store of the product, and the product the connectors.
  const late: ConnectorPort = {
    read: (request) => connectors.read(request),
    sendSms: (message) => connectors.sendSms(message),
    sealDocument: (request) => connectors.sealDocument(request),
  };
  product = await startProduct({ connectors: late, now: '2026-09-28T01:10:00.000Z' });
  const { store, clock } = product;
  connectors = createConnectors({ store, masterKey, clock: () => clock.now, logger: silent });
  const { readTemplates } = await import('../services/studio/index.ts');
  const newborn = (await readTemplates(new URL('../../templates', import.meta.url).pathname)).get('family/newborn')!;
  await installOutside({
    store,
    secrets: createSecrets({ store, masterKey }),
    region,
    connections: Object.values(newborn.connections),
    contracts: [],
    outsideUrl: outside.url,
    outsideSecret,
    at: clock.now,
  });
  [mother, keeper] = (await Promise.all(['mother', 'mz.keeper'].map((name) => product.client.signIn(name, demoPassword)))) as [
    Visitor,
    Visitor,
  ];
});
afterAll(async () => {
  await product.close();
  await connectors.close();
  await outside.close();
  await registers.close();
});

let count = 0;
const commandId = () => {
  count += 1;
  return `reads-${String(count).padStart(4, '0')}`;
};
async function openForm(): Promise<Draft> {
  const opened = await mother.send<Draft>('POST', '/api/drafts', { body: { region, scenario: 'newborn', commandId: commandId() } });
  if (opened.status !== 201) throw new Error(opened.bytes.toString());
  return opened.body;
}
/** The applicant agrees to the marriage register being asked; what came of it. */
async function agree({ id, rev }: Draft) {
  const grants = { d_population: true, d_marriage: true };
  const answer = await mother.send<Draft>('PUT', `/api/drafts/${id}/consents`, { body: { grants, rev } });
  if (answer.status !== 200) throw new Error(answer.bytes.toString());
  const name = (path: string) => answer.body.sections.flatMap(({ fields }) => fields).find((field) => field.path === path);
  return { draft: answer.body, consent: answer.body.consents.find(({ id: use }) => use === 'd_marriage'), field: name('father.name') };
}
async function change(body: object): Promise<DataGrantPage> {
  const { rev } = (await keeper.send<DataGrantPage>('GET', `/api/data/grants/${grant}`)).body;
  const answer = await keeper.send<DataGrantPage>('POST', `/api/data/grants/${grant}/actions`, {
    body: { rev, reason: '测试', commandId: commandId(), ...body },
  });
  if (answer.status !== 200) throw new Error(answer.bytes.toString());
  return answer.body;
}
const lastRead = async () => (await keeper.send<DataReadList>('GET', `/api/data/reads?grant=${grant}`)).body.rows[0];

describe('a contract acts on cases under way', () => {
  it('in force, the register fills the field in', async () => {
    const { consent, field } = await agree(await openForm());

    expect(consent).toMatchObject({ granted: true, state: 'fetched' });
    expect(field).toMatchObject({ value: '周行远' });
    expect(await lastRead()).toMatchObject({ result: 'ok', resultWords: { 'zh-CN': '已读取' }, purpose: '免交结婚证', who: '申请人' });
  });

  it('suspended after the form was opened, nothing is read and the applicant is asked; resumed, the next form reads again', async () => {
    const opened = await openForm();
    await change({ action: 'suspend' });

    const { consent, field } = await agree(opened);

    expect(consent).toMatchObject({ granted: true, state: 'failed' });
    expect(field?.value ?? null).toBeNull();
    expect(await lastRead()).toMatchObject({ result: 'denied', resultWords: { 'zh-CN': '超出授权，已拒绝' } });
    await change({ action: 'resume' });
    expect((await agree(await openForm())).consent).toMatchObject({ state: 'fetched' });
  });

  it('with its quota used up, the applicant is asked, and tomorrow it is read again', async () => {
    const { usedToday } = (await keeper.send<DataGrantPage>('GET', `/api/data/grants/${grant}`)).body;
    await change({ action: 'extend', quotaPerDay: usedToday + 1 });

    expect((await agree(await openForm())).consent).toMatchObject({ state: 'fetched' });
    expect((await agree(await openForm())).consent).toMatchObject({ state: 'failed' });
    expect(await lastRead()).toMatchObject({ result: 'quota' });
    product.clock.now = '2026-09-29T01:10:00.000Z';
    mother = await product.client.signIn('mother', demoPassword);
    keeper = await product.client.signIn('mz.keeper', demoPassword);
    expect((await agree(await openForm())).consent).toMatchObject({ state: 'fetched' });
  });

  it('past its last day, nothing is read, without anybody doing anything', async () => {
    await change({ action: 'extend', validTo: '2026-09-29', quotaPerDay: 1000 });
    const opened = await openForm();
    product.clock.now = '2026-09-30T01:10:00.000Z';
    mother = await product.client.signIn('mother', demoPassword);
    keeper = await product.client.signIn('mz.keeper', demoPassword);

    expect((await agree(opened)).consent).toMatchObject({ state: 'failed' });
    expect((await keeper.send<DataGrantPage>('GET', `/api/data/grants/${grant}`)).body).toMatchObject({
      state: 'expired',
      words: { 'zh-CN': '已到期' },
    });
    await change({ action: 'extend', validTo: '2027-09-29' });
    expect((await agree(await openForm())).consent).toMatchObject({ state: 'fetched' });
  });

  it('narrowed, what the case asks for is outside it and nothing of it is given', async () => {
    const { document } = (await keeper.send<DataGrantPage>('GET', `/api/data/grants/${grant}`)).body;
    await change({ action: 'narrow', fields: document.fields.filter((field) => field !== 'spouseName') });

    const { consent, field } = await agree(await openForm());

    expect(consent).toMatchObject({ state: 'failed' });
    expect(field?.value ?? null).toBeNull();
  });

  it('revoked, it stays so; the applicant types what the register would have said', async () => {
    const opened = await openForm();
    await change({ action: 'revoke' });

    expect((await agree(opened)).consent).toMatchObject({ granted: true, state: 'failed' });
    expect((await keeper.send<DataGrantPage>('GET', `/api/data/grants/${grant}`)).body).toMatchObject({ state: 'revoked', may: [] });
  });
});

describe('the read log', () => {
  const owner = async (text: string) => {
    const client = new pg.Client({ connectionString: product.databaseUrl });
    await client.connect();
    try {
      return await client.query(text);
    } finally {
      await client.end();
    }
  };
  const prove = async () => (await keeper.send<DataReadProof>('GET', `/api/data/reads/verify?region=${region}`)).body;

  it('is counted into the figures of the resource while it is written', async () => {
    const { figures, fieldRows, days } = (await keeper.send<DataResourcePage>('GET', `/api/data/resources/${marriage}`)).body;
    const { rows } = (await keeper.send<DataReadList>('GET', `/api/data/reads?resource=${marriage}`)).body;

    expect(figures.reads).toBe(rows.length);
    expect(figures).toMatchObject({ zeroUse: false, hitRate: 1, uptime: 1 });
    expect(fieldRows.find(({ id }) => id === 'spouseName')).toMatchObject({
      asked: rows.filter(({ result }) => result === 'ok').length,
      nullRate: 0,
    });
    expect(days.reduce((sum, { reads }) => sum + reads, 0)).toBe(rows.length);
  });

  it('is exported whole as CSV and as signed JSON Lines, and both are recorded', async () => {
    const csv = await keeper.send('GET', `/api/data/reads/export?resource=${marriage}&format=csv`);
    expect(csv.headers['content-disposition']).toContain('reads-330424-mz-marriage.csv');
    const { rows } = (await keeper.send<DataReadList>('GET', `/api/data/reads?resource=${marriage}`)).body;
    expect(csv.bytes.toString().trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
    const lines = (await keeper.send('GET', `/api/data/reads/export?resource=${marriage}&format=jsonl`)).bytes
      .toString()
      .trimEnd()
      .split('\n');
    const trailer = JSON.parse(lines.pop()!) as { lines: number; sha256: string; signature: string; publicKey: string };
    expect(trailer.lines).toBe(rows.length);
    const { createHash, createPublicKey, verify } = await import('node:crypto');
    const digest = createHash('sha256')
      .update(`${lines.join('\n')}\n`)
      .digest();
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(trailer.publicKey, 'hex')]),
      format: 'der',
      type: 'spki',
    });
    expect(verify(null, digest, key, Buffer.from(trailer.signature, 'hex'))).toBe(true);
    const seen = await product.store.query<{ action: string }>({ text: "SELECT action FROM audit WHERE action LIKE 'reads.%'" });
    expect(new Set(seen.map(({ action }) => action))).toEqual(new Set(['reads.viewed', 'reads.exported']));
  });

  it('answers who read about a person, by a keyed hash and never by the number itself', async () => {
    const { idNumber } = demoFamilies[0]!.mother;

    const reads = await product.services.data.reads.about({ idNumber });

    expect(reads.length).toBeGreaterThan(5);
    expect(reads[0]!.id > reads[1]!.id).toBe(true);
    expect(new Set(reads.map(({ resourceName }) => resourceName['zh-CN']))).toContain('婚姻登记信息');
    const persons = await product.store.query({ text: 'SELECT * FROM read_persons' });
    expect(JSON.stringify(persons)).not.toContain(idNumber);
    expect(await product.services.data.reads.about({ idNumber: '110101199003074477' })).toEqual([]);
  });

  it('cannot be changed by the application, and whoever changes it as the owner of the database is found out', async () => {
    expect(await prove()).toMatchObject({ ok: true, unsigned: 0, problems: [] });
    for (const text of ['UPDATE reads SET purpose = $$x$$', 'DELETE FROM reads', 'TRUNCATE reads'])
      await expect(product.store.withRegions([region], (client) => client.query(text))).rejects.toThrow(/permission denied|must be owner/);
    await expect(owner('DELETE FROM reads')).rejects.toThrow('append-only');

    const off = 'ALTER TABLE reads DISABLE TRIGGER reads__append_only';
    await owner(`${off}; UPDATE reads SET fields = '{marriageNumber}' WHERE seq = 3 AND region = '${region}'`);
    const changed = await prove();
    expect(changed.ok).toBe(false);
    expect(changed.problems.map(({ words }) => words['zh-CN'])).toEqual(['这条记录与写入时不同']);
    await owner(`${off}; DELETE FROM reads WHERE seq = 5 AND region = '${region}'`);
    expect((await prove()).problems.map(({ words }) => words['zh-CN'])).toContain('第 5 条起缺少 1 条记录');
    await owner(`${off}; DELETE FROM reads r WHERE region = '${region}' AND seq = (SELECT max(seq) FROM reads WHERE chain = r.chain)`);
    expect((await prove()).problems.map(({ words }) => words['zh-CN'])).toContainEqual(
      expect.stringMatching(/^末尾应有 \d+ 条，现有 \d+ 条$/),
    );
  });
});
