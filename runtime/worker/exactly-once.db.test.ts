/** What README.md says effect by effect, tried: two workers perform the same job at once, and one again after the commit. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../engine/types.ts';
import { chaosId, chaosPackage } from '../measure/chaos/package.ts';
import { performJob } from '../services/cases/effects.ts';
import { startTestOutside, type TestOutside } from '../services/testing/outside.ts';
import { firstVersion, startCases } from '../services/testing/two-versions.ts';
import { createWorld, publishPackage, type World } from '../services/testing/world.ts';
import { type Job, leaseSeconds } from '../store/jobs.ts';
import { listJournal, verifyJournal } from '../store/journal.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';

const region = '330424';
const now = new Date(Date.now() - 3_600_000).toISOString();
let database: TestDatabase;
let outside: TestOutside;
/** Two processes' worth of services. */
let worlds: World[];

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['ga/population'] = { residenceAddress: '武原街道 1 号' };
  worlds = [];
  for (let index = 0; index < 2; index += 1)
    worlds.push(await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now }));
  const pkg = chaosPackage();
  const script = Object.values(pkg.scenario.scripts!)[0]!;
  script.source = script.source.replace('{\n', "{\n  if (input.shop.area === 13) throw new Error('unlucky');\n");
  for (const one of [pkg, firstVersion()]) await publishPackage(worlds[0]!.store, one, [{ code: region, name: '海盐县' }]);
});
afterAll(async () => {
  for (const world of worlds ?? []) await world.close();
  await outside?.close();
  await database?.close();
});

async function start(area: number): Promise<string> {
  const { caseParts } = worlds[0]!.services;
  const loaded = (await caseParts.plans.livePlan(region, chaosId))!;
  const caseId = uuidv7();
  const actor = { kind: 'citizen' as const, id: 'u1', name: '林雨' };
  const values = { 'owner.idNumber': '330424199603120029', 'owner.name': '林雨', 'owner.mobile': '13800000001', 'shop.area': area };
  const commands: Command[] = [
    { id: 'start', at: now, actor, type: 'start', caseId, region, version: loaded.version },
    { id: 'submit', at: now, actor, type: 'submit', values },
  ];
  await caseParts.runBurst({ start: { loaded, account: 'u1', startKey: caseId }, region, caseId, commands });
  return caseId;
}

const load = async (caseId: string) => (await worlds[0]!.services.caseParts.runBurst.load(region, caseId)).stored.state;
const codes = async (caseId: string) => (await listJournal(worlds[0]!.store, region, caseId)).map(({ code }) => code);
const count = (list: string[], code: string) => list.filter((one) => one === code).length;

/** The one job of a kind, as a worker would have claimed it. */
async function jobOf(caseId: string, kind: string): Promise<Job> {
  return worlds[0]!.store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ id: string; kind: string; key: string; payload: Job['effect'] }>(
      'SELECT id, kind, key, payload FROM jobs WHERE region = $1 AND case_id = $2 AND kind = $3',
      [region, caseId, kind],
    );
    expect(rows).toHaveLength(1);
    const [row] = rows;
    return { region, caseId, id: row!.id, kind: row!.kind, key: row!.key, attempts: 1, effect: row!.payload };
  });
}

/** Two at once, as when a lease ran out though its worker lives; then once more, as when its end was not heard. */
async function performThrice(caseId: string, kind: string): Promise<Job> {
  const job = await jobOf(caseId, kind);
  await Promise.all(worlds.map((world) => performJob(world.services.caseParts, job, { maxAttempts: 3 })));
  await performJob(worlds[1]!.services.caseParts, job, { maxAttempts: 3 });
  expect(await verifyJournal(worlds[0]!.store, region, caseId)).toMatchObject({ ok: true });
  return job;
}

async function decide(caseId: string): Promise<void> {
  const actor = { kind: 'officer' as const, id: 'o1', name: '周宁', department: 'ga', region };
  await worlds[0]!.services.caseParts.runBurst({
    region,
    caseId,
    commandsFor: ({ state }) => {
      const task = Object.values(state.tasks).find((one) => one.kind === 'desk' && one.status === 'open')!;
      return [{ id: 'decide', at: now, actor, type: 'complete', taskId: task.id, decision: 'agree' }];
    },
  });
}

describe('an effect performed three times', () => {
  it('is taken in once: a read of data', async () => {
    const caseId = await start(10);
    const job = await performThrice(caseId, 'data');

    expect(count(await codes(caseId), 'data.fetched')).toBe(1);
    expect([...outside.done.keys()].filter((key) => key === job.key)).toHaveLength(1);
    expect(Object.values((await load(caseId)).tokens).map(({ node }) => node)).toEqual(['n_desk']);
  });

  it('is taken in once, under one key: a certificate, and the message after it', async () => {
    const caseId = await start(10);
    await performThrice(caseId, 'data');
    await decide(caseId);
    const job = await performThrice(caseId, 'issue');

    expect(count(await codes(caseId), 'issue.done')).toBe(1);
    expect(outside.done.get(job.key)).toMatchObject({ kind: 'seal' });
    const documents = await worlds[0]!.store.withRegions([region], (client) =>
      client.query('SELECT number FROM documents WHERE region = $1 AND case_id = $2', [region, caseId]),
    );
    expect(documents.rows).toHaveLength(1);

    const message = await performThrice(caseId, 'notify');
    expect(count(await codes(caseId), 'notify.delivered')).toBe(1);
    expect(outside.done.get(message.key)).toMatchObject({ kind: 'sms' });
    expect((await load(caseId)).status).toBe('completed');
  });

  it('fires once: a timer', async () => {
    const [[caseId]] = [...(await startCases(worlds[0]!, region, 7, '2026-03-02T01:00:00.000Z'))].filter(
      ([, stage]) => stage === 'onlyTheTimer',
    ) as [[string, string]];
    await performThrice(caseId, 'timer');

    expect(count(await codes(caseId), 'timer.due')).toBe(1);
    expect(Object.values((await load(caseId)).tokens).map(({ node }) => node)).toEqual(['review']);
  });

  it('tries once more, not three times: an incident', async () => {
    const caseId = await start(13);
    await performThrice(caseId, 'incident');

    expect(count(await codes(caseId), 'incident.retried')).toBe(1);
    expect(Object.keys((await load(caseId)).incidents)).toEqual(['i2']);
  });
});

describe('the table in README.md', () => {
  const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8');
  const rows = readme
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const root = path.join(import.meta.dirname, '..');

  it('has a row for every effect and job there is', () => {
    const types = readFileSync(path.join(root, 'engine/types.ts'), 'utf8');
    const union = types.slice(types.indexOf('export type Effect ='), types.indexOf('/** One line of the history.'));
    const effects = [...union.matchAll(/type: '(\w+)'/g)].map((match) => match[1]!);
    const named = rows.flatMap((cells) => [...cells[1]!.matchAll(/`(\w+)`/g)].map((match) => match[1]!));

    expect(effects.length).toBeGreaterThan(10);
    expect([...new Set([...effects, 'deliver', 'timerStart', 'incident'])].filter((effect) => !named.includes(effect))).toEqual([]);
  });

  it('names a test that exists in every row', () => {
    const missing = rows.flatMap((cells) =>
      [...cells[5]!.matchAll(/`([\w/.-]+)`: ([^;]+)/g)].flatMap(([, file, title]) =>
        readFileSync(path.join(root, file!), 'utf8').includes(title!.trim()) ? [] : [`${file}: ${title}`],
      ),
    );

    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((cells) => !/`[\w/.-]+`: /.test(cells[5]!))).toEqual([]);
    expect(missing).toEqual([]);
  });

  it('says the lease that counts', () => {
    expect(readme).toContain(`leased (${leaseSeconds} s`);
  });
});
