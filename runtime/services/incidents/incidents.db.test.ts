import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentList } from '../../../schemas/generated/api.ts';
import type { Command } from '../../engine/types.ts';
import { chaosId, chaosPackage } from '../../measure/chaos/package.ts';
import { claimDueJobs } from '../../store/jobs.ts';
import { listJournal } from '../../store/journal.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { createWorker } from '../../worker/worker.ts';
import { performJob } from '../cases/effects.ts';
import type { SessionActor } from '../identity/index.ts';
import type { RunBurst } from '../run-burst.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { createWorld, officer, publishPackage, quiet, type World } from '../testing/world.ts';
import { causeCodes } from './words.ts';

const region = '330424';
let database: TestDatabase;
let outside: TestOutside;
let world: World;
const now = new Date(Date.now() - 3_600_000).toISOString();

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['ga/population'] = { residenceAddress: '武原街道 1 号' };
  world = await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
  const pkg = chaosPackage();
  const script = Object.values(pkg.scenario.scripts!)[0]!;
  script.source = script.source.replace('{\n', "{\n  if (input.shop.area === 13) throw new Error('unlucky');\n");
  await publishPackage(world.store, pkg, [{ code: region, name: '海盐县' }]);
});
afterAll(async () => {
  await world?.close();
  await outside?.close();
  await database?.close();
});

const staff = (role: 'admin' | 'operator' | 'supervisor', place = region): SessionActor => ({
  ...officer('徐安', place),
  grants: [{ region: place, role }],
});
const admin = staff('admin');
const list = (actor = admin): Promise<IncidentList> => world.services.incidents.list({ actor });

async function start(area: number): Promise<string> {
  const { caseParts } = world.services;
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
const load = async (caseId: string) => (await world.services.caseParts.runBurst.load(region, caseId)).stored.state;

/** What a worker does when the time of the next try has come. */
async function tryAgain(caseId: string): Promise<void> {
  await world.store.withRegions([region], (client) =>
    client.query("UPDATE jobs SET run_at = now() WHERE region = $1 AND case_id = $2 AND kind = 'incident'", [region, caseId]),
  );
  for (const job of await claimDueJobs(world.store, { region, workerId: 'test', limit: 10 }))
    await performJob(world.services.caseParts, job, { maxAttempts: 3 });
}
const act = (id: string, more: object, actor = admin) =>
  world.services.incidents.act({ actor, id, commandId: uuidv7(), reason: '已核实', ...more } as Parameters<
    typeof world.services.incidents.act
  >[0]);

describe('an incident', () => {
  it('is tried again by itself with growing pauses, then waits for a person', async () => {
    const caseId = await start(13);
    const first = (await list()).rows[0]!;
    expect(first).toMatchObject({
      tries: 0,
      cause: { en: 'The calculation failed on something it did not expect.' },
      step: { 'zh-CN': '算费用' },
    });
    expect(first.nextTryAt).toBeDefined();

    for (let turn = 0; turn < 3; turn += 1) await tryAgain(caseId);

    const { rows, total } = await list();
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ tries: 3 });
    expect(rows[0]!.nextTryAt).toBeUndefined();
    const codes = (await listJournal(world.store, region, caseId)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'incident.retried')).toHaveLength(3);
  });

  it('shows place, masked input and choices; skipping with data takes the case on and the incident off the list', async () => {
    const [row] = (await list()).rows;
    const page = await world.services.incidents.show({ actor: admin, id: row!.id });
    expect(page.input).toEqual([
      { name: { 'zh-CN': 'area', en: 'area' }, value: expect.stringMatching(/^\**$|^13$/), masked: expect.any(Boolean) },
    ]);
    expect(page.choices).toMatchObject({ retry: true, end: true, values: [{ path: 'shop.fee', type: 'money' }] });
    expect(page.choices.steps.map(({ id }) => id)).toContain('n_desk');
    expect(JSON.stringify(page)).not.toContain('330424199603120029');

    await act(row!.id, { action: 'skip', values: { 'shop.fee': '26.00' } });

    expect((await list()).total).toBe(0);
    const state = await load(row!.id.slice(0, 36));
    expect(state.fields['shop.fee']).toMatchObject({ value: '26.00', source: 'output' });
    expect(Object.values(state.tokens).map(({ node }) => node)).toEqual(['n_read']);
    await expect(act(row!.id, { action: 'retry' })).rejects.toMatchObject({ status: 404 });
  });

  it('can be jumped over, retried by hand and ended, each with its reason in the history', async () => {
    const [jumped, ended, retried] = [await start(13), await start(13), await start(13)];
    const idOf = async (caseId: string) => (await list()).rows.find(({ id }) => id.startsWith(caseId))!.id;

    await act(await idOf(jumped), { action: 'jump', to: 'n_desk' });
    expect(Object.values((await load(jumped)).tokens).map(({ node }) => node)).toEqual(['n_desk']);

    await act(await idOf(ended), { action: 'end', result: 'refused' });
    expect((await load(ended)).status).toBe('refused');

    await act(await idOf(retried), { action: 'retry' });
    const history = await listJournal(world.store, region, retried);
    expect(history.find(({ code }) => code === 'incident.retried')).toMatchObject({ data: { reason: '已核实' }, actor: { name: '徐安' } });
    expect((await list()).rows.map(({ id }) => id.slice(0, 36))).toEqual([retried]);
    await act(await idOf(retried), { action: 'end', result: 'refused' });
  });

  it('belongs to the operators and administrators of its region; supervisors look on', async () => {
    const caseId = await start(13);
    const { id } = (await list()).rows[0]!;

    expect((await list(staff('supervisor'))).total).toBe(1);
    expect((await world.services.incidents.show({ actor: staff('supervisor'), id })).choices).toMatchObject({ retry: false, end: false });
    await expect(act(id, { action: 'retry' }, staff('supervisor'))).rejects.toMatchObject({ status: 403 });
    expect((await list(staff('admin', '331002'))).total).toBe(0);
    await expect(act(id, { action: 'retry' }, staff('admin', '331002'))).rejects.toMatchObject({ status: 404 });
    await act(id, { action: 'end', result: 'refused' }, staff('operator'));
    expect((await load(caseId)).status).toBe('refused');
  });

  it('has words for every code the engine raises', () => {
    const folder = path.join(import.meta.dirname, '../../engine');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.includes('test'),
    );
    const raised = sources.flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\b(?:raise|fail)\(work, \w+, '([a-z_]+\.[a-z_]+)'/g)].map(
        (match) => match[1]!,
      ),
    );

    expect(raised.length).toBeGreaterThan(15);
    expect(raised.filter((code) => !causeCodes.includes(code))).toEqual([]);
  });
});

describe('a case whose bursts always throw', () => {
  it('holds up none of a hundred others, is set aside, and runs once the fault is gone', async () => {
    const cases: string[] = [];
    for (let index = 0; index < 101; index += 1) cases.push(await start(10));
    const poison = cases[50]!;
    let broken = true;
    const { caseParts } = world.services;
    const runBurst: RunBurst = Object.assign(
      (request: Parameters<RunBurst>[0]) => {
        if (broken && request.caseId === poison) throw new Error('a fault of ours');
        return caseParts.runBurst(request);
      },
      { load: caseParts.runBurst.load },
    );
    const services = { ...world.services, caseParts: { ...caseParts, runBurst } };
    const parts = {
      services,
      store: world.store,
      config: { workerConcurrency: 4 },
      logger: quiet,
      clock: () => now,
      pollMs: 50,
      maxAttempts: 2,
    };
    const worker = createWorker(parts);
    worker.start();
    try {
      const atDesk = async () =>
        (await Promise.all(cases.map(load))).filter((state) => state.tokens && Object.values(state.tokens)[0]?.node === 'n_desk').length;
      await until(async () => (await atDesk()) === 100 && (await list()).total === 1);
      const [row] = (await list()).rows;
      expect(row).toMatchObject({ id: expect.stringContaining(poison), cause: { en: expect.stringContaining('set aside') } });
      expect(Object.values((await load(poison)).tokens)[0]!.node).toBe('n_read');

      broken = false;
      await act(row!.id, { action: 'retry' });
      await until(async () => (await atDesk()) === 101);
      expect((await list()).total).toBe(0);
    } finally {
      await worker.stop();
    }
  });
});

async function until(probe: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 40_000;
  while (performance.now() < end) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited in vain');
}
