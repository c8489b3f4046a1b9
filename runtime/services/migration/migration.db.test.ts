import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfPackage } from '../../compile/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { step } from '../../engine/index.ts';
import type { MigrationMapping } from '../../engine/migration/index.ts';
import { flow } from '../../engine/testing/flow.ts';
import type { CaseState } from '../../engine/types.ts';
import { listCalledCases, loadCases } from '../../store/case-migrations.ts';
import { claimDueJobs } from '../../store/jobs.ts';
import { verifyJournal } from '../../store/journal.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { performJob } from '../cases/effects.ts';
import { firstVersion, movingScenario, secondVersion, startCases, withoutTrace } from '../testing/two-versions.ts';
import { createWorld, publishPackage, type World } from '../testing/world.ts';
import { createMigration, type MigrationPlan, type MigrationService } from './migration.ts';

const region = '330424';
const at = '2026-03-02T01:00:00.000Z';
let database: TestDatabase;
let world: World;
let migration: MigrationService;
let started: Map<string, string>;
let before: Map<string, CaseState>;
let rowsBefore: Record<'tasks' | 'clocks' | 'jobs', Row[]>;
type Row = Record<string, unknown>;
const scope = { region, scenario: movingScenario };
const by = { id: 'a1', name: '徐安' };

beforeAll(async () => {
  database = await withDatabase();
  const connectors = { read: nothing, sendSms: nothing, sealDocument: nothing };
  world = await createWorld({ url: database.url, connectors, clock: () => '2026-03-05T03:00:00.000Z' });
  await publishPackage(world.store, firstVersion(), [{ code: region, name: '海盐县' }]);
  started = await startCases(world, region, 100, at);
  await publishPackage(world.store, secondVersion(), [{ code: region, name: '海盐县' }]);
  world.services.plans.forgetLive(region, movingScenario);
  migration = createMigration({ ...world.services.caseParts, sandbox: { run: nothing } });
  before = await states();
  rowsBefore = { tasks: await rows('tasks'), clocks: await rows('clocks'), jobs: await rows('jobs') };
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

const nothing = async () => ({ ok: true as const, value: null });

async function states(): Promise<Map<string, CaseState>> {
  const cases = await loadCases(world.store, region, [...started.keys()]);
  return new Map(cases.map(({ id, stored }) => [id, stored.state]));
}
async function rows(table: string): Promise<Row[]> {
  return world.store.withRegions(
    [region],
    async (client) => (await client.query(`SELECT * FROM ${table} WHERE region = '${region}' ORDER BY case_id, id`)).rows,
  );
}
const idsAt = (...names: string[]) => [...started].flatMap(([id, stage]) => (names.includes(stage) ? [id] : []));

/** Everything as suggested; the seal may be left out for cases under review. */
function choices({ suggested }: MigrationPlan): MigrationMapping {
  return { ...suggested, skip: ['seal'] };
}

async function complete(caseId: string, node: string) {
  const actor = { kind: 'officer' as const, id: 'o1', name: '周宁', department: 'd1', region };
  return world.services.caseParts.runBurst({
    region,
    caseId,
    commandsFor: ({ state }) => {
      const task = Object.values(state.tasks).find((one) => one.node === node && one.status === 'open')!;
      return [{ id: `by-hand-${node}`, at: '2026-03-05T04:00:00.000Z', actor, type: 'complete', taskId: task.id, decision: 'agree' }];
    },
  });
}

/** Decides whatever is open until the case has ended. */
function finish(plan: Plan, start: CaseState): string {
  let state = start;
  for (let turn = 0; turn < 40 && state.endedAt === undefined; turn += 1) {
    const [task] = Object.values(state.tasks).filter(({ status }) => status === 'open' || status === 'supplement');
    const [timer] = Object.values(state.timers);
    const base = { id: `f${turn}`, at: timer?.dueAt ?? '2026-03-09T01:00:00.000Z', actor: { kind: 'officer' as const, id: 'o' } };
    const values = { 'person.name': '林雨', 'person.idNumber': '330424199603120029' };
    if (task?.kind === 'fill') state = step(plan, state, { ...base, type: 'submit', taskId: task.id, values }).state;
    else if (task?.status === 'supplement') state = step(plan, state, { ...base, type: 'answerSupplement', values: {} }).state;
    else if (task) state = step(plan, state, { ...base, type: 'complete', taskId: task.id, decision: 'agree' }).state;
    else if (timer) state = step(plan, state, { ...base, type: 'timerDue', timerId: timer.id }).state;
  }
  return state.status;
}

describe('migrating running cases', () => {
  it('plans on the real states without changing one, and says what must be chosen', async () => {
    const plan = await migration.plan(scope);

    expect(plan).toMatchObject({ to: 2, from: [{ version: 1, cases: 90 }] });
    expect(plan.counts).toEqual({ safe: 40, mapping: 50, person: 0, stay: 0 });
    expect(plan.differences.map((words) => words.en)).toEqual(
      expect.arrayContaining(['Removed: First check', 'Moved: Seal', 'Added: Civil defence check', 'Promised limit: 10 becomes 5']),
    );
    expect(plan.suggested).toMatchObject({ nodes: { check: 'fork' } });
    const branches = Object.values(plan.suggested.branches!);
    expect(branches).toEqual(['begin']);
    const words = plan.groups.flatMap((group) => group.reasons.map((reason) => reason.text.en));
    expect(words).toEqual(expect.arrayContaining(['“Seal” would be left out: allow that, or send the case there.']));
    expect(await states()).toEqual(before);
  });

  it('with the choices made sorts every case as safe, and a filter takes a part', async () => {
    const mapping = choices(await migration.plan(scope));

    expect((await migration.plan({ ...scope, mapping })).counts).toEqual({ safe: 90, mapping: 0, person: 0, stay: 0 });
    expect((await migration.plan({ ...scope, mapping, filter: { node: 'check' } })).counts.safe).toBe(10);
    expect((await migration.plan({ ...scope, mapping, filter: { status: 'draft' } })).counts.safe).toBe(10);
    expect((await migration.plan({ ...scope, mapping, filter: { limit: 7 } })).counts.safe).toBe(7);
    expect((await migration.plan({ ...scope, mapping, filter: { startedBefore: at } })).counts.safe).toBe(0);
  });

  it('moves in parts after an interruption, keeps clocks, timers and tasks, and leaves nobody stuck', async () => {
    const mapping = choices(await migration.plan(scope));
    const begun = await migration.begin({ ...scope, mapping, by });
    expect(begun).toMatchObject({ status: 'planned', waiting: 90, moved: 0 });

    // The first process stops in the middle; two others go on at the same time.
    expect(await migration.move({ region, id: begun.id, limit: 30 })).toMatchObject({ status: 'moving', waiting: 60, moved: 30 });
    await Promise.all([migration.move({ region, id: begun.id }), migration.move({ region, id: begun.id })]);
    const end = await migration.progress({ region, id: begun.id });
    expect(end).toMatchObject({ waiting: 0, moved: 90, left: 0 });

    const to = (await world.services.plans.livePlan(region, movingScenario))!;
    const now = await states();
    for (const [id, stage] of started) {
      const [was, is] = [before.get(id)!, now.get(id)!];
      if (stage === 'ended') expect(is).toEqual(was);
      else {
        expect(is.scenario).toMatchObject({ version: 2, hash: to.hash });
        expect(is.clocks).toEqual(was.clocks);
        expect(finish(to.plan, is)).toBe('completed');
      }
    }
    for (const id of idsAt('allBranches')) {
      const [was, is] = [before.get(id)!, now.get(id)!];
      expect(is.timers).toEqual(was.timers);
      expect(
        Object.values(is.tasks)
          .filter(({ status }) => status === 'open')
          .map(({ node }) => node),
      ).toEqual(['b', 'c', 'extra']);
    }
    const [one] = idsAt('check');
    expect(await verifyJournal(world.store, region, one!)).toMatchObject({ ok: true });
    const tasks = (await rows('tasks')).filter((row) => row.case_id === one).map((row) => `${row.node} ${row.status}`);
    expect(tasks.sort()).toEqual(['accept done', 'b open', 'c open', 'check cancelled', 'extra open']);
  });

  it('undoes every case nobody has acted on since, rows and jobs included, and moves them again', async () => {
    const [begun] = await migration.list(scope);
    const [acted] = idsAt('accept');
    await complete(acted!, 'accept');

    const undone = await migration.undo({ region, id: begun!.id });
    expect(undone).toMatchObject({ status: 'undone', undone: 89, moved: 1 });
    const now = await states();
    for (const id of started.keys()) if (id !== acted) expect(withoutTrace(now.get(id)!)).toEqual(withoutTrace(before.get(id)!));
    expect(now.get(acted!)!.scenario.version).toBe(2);
    const others = (list: Row[]) => list.filter((row) => row.case_id !== acted);
    for (const table of ['tasks', 'clocks', 'jobs'] as const) expect(others(await rows(table))).toEqual(others(rowsBefore[table]));
    for (const id of idsAt('check').slice(0, 2)) expect(await verifyJournal(world.store, region, id)).toMatchObject({ ok: true });

    const again = await migration.begin({ ...scope, mapping: choices(await migration.plan(scope)), by });
    expect(await migration.move({ region, id: again.id })).toMatchObject({ moved: 89, waiting: 0 });
  });

  it('never overwrites what somebody does at the same moment', async () => {
    const list = await startCases(world, region, 20, at);
    for (const [id, stage] of list) started.set(id, stage);
    // On the live version there is nothing to move; back to the first there is.
    const begun = await migration.begin({ ...scope, to: 1, by, filter: { node: 'accept' } });
    const targets = [...list].flatMap(([id, stage]) => (stage === 'accept' ? [id] : []));
    const [, ...answers] = await Promise.all([migration.move({ region, id: begun.id }), ...targets.map((id) => complete(id, 'accept'))]);

    expect(answers).toHaveLength(2);
    const now = await states();
    for (const id of targets) {
      const is = now.get(id)!;
      expect(is.tasks.k2).toMatchObject({ status: 'done' });
      expect(await verifyJournal(world.store, region, id)).toMatchObject({ ok: true });
    }
  });

  it('takes the cases along that the moved ones have called, each to the live version of its own scenario', async () => {
    const caller = flow('start -> fill -> sub -> a -> end', {
      scenario: { id: 'calling', scripts: {}, data: {}, tables: {}, outcomes: {}, notifications: {} },
    });
    caller.scenario.nodes.sub = { kind: 'call', name: { 'zh-CN': '转办', en: 'Hand on' }, scenario: movingScenario };
    const places = [{ code: region, name: '海盐县' }];
    const pkg = { ...caller, resources: {}, contracts: {} };
    await publishPackage(world.store, firstVersion('back'), places);
    world.services.plans.forgetLive(region, movingScenario);
    await publishPackage(world.store, pkg, places);
    const { caseParts } = world.services;
    const loaded = (await caseParts.plans.livePlan(region, 'calling'))!;
    const parent = uuidv7();
    const actor = { kind: 'citizen' as const, id: 'u1', name: '林雨' };
    const values = { 'person.name': '林雨', 'person.idNumber': '330424199603120029' };
    await caseParts.runBurst({
      start: { loaded, account: 'u1', startKey: parent },
      region,
      caseId: parent,
      commands: [
        { id: 'start', at, actor, type: 'start', caseId: parent, region, version: 1 },
        { id: 'submit', at, actor, type: 'submit', values },
      ],
    });
    for (const job of await claimDueJobs(world.store, { region, workerId: 'test', limit: 100 }))
      if (job.kind === 'startChild') await performJob(caseParts, job, { maxAttempts: 1 });
    const changed = structuredClone(pkg);
    changed.scenario.nodes.a!.name = { 'zh-CN': '收尾', en: 'Finish' };
    await publishPackage(world.store, changed, places);
    await publishPackage(world.store, secondVersion(), places);
    for (const scenario of ['calling', movingScenario]) world.services.plans.forgetLive(region, scenario);

    const plan = await migration.plan({ region, scenario: 'calling', children: true });
    expect(plan).toMatchObject({ counts: { safe: 1 }, children: [{ scenario: movingScenario, counts: { safe: 1 } }] });

    const begun = await migration.begin({ region, scenario: 'calling', children: true, by });
    await migration.move({ region, id: begun.id });
    await migration.move({ region, id: begun.children![0]!.id });
    const [moved] = await loadCases(world.store, region, [parent]);
    const call = Object.values(moved!.stored.state.pending).find(({ kind }) => kind === 'call')!;
    expect(moved!.version).toBe(2);
    const [child] = await listCalledCases(world.store, region, [`call:${call.key}`]);
    const [state] = await loadCases(world.store, region, [child!.id]);
    expect(state!.stored.state).toMatchObject({ parent: { caseId: parent }, scenario: { hash: hashOfPackage(secondVersion()) } });
  });
});
