/**
 * Moves running cases to a next version and says what it took: `node runtime/measure/migration.ts [--cases 10000] [--json]`.
 * The next version has a moved step, one step less, a new parallel branch and a shorter limit. Bounded: it starts a
 * PostgreSQL of its own, makes the cases, plans, moves, undoes and moves again, finishes every case in memory, and stops.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Plan } from '../compile/plan.ts';
import { isFinal, step } from '../engine/index.ts';
import type { CaseState } from '../engine/types.ts';
import { startPostgres } from '../postgres/postgres.ts';
import { createMigration } from '../services/migration/migration.ts';
import { firstVersion, movingScenario, secondVersion, startCases, withoutTrace } from '../services/testing/two-versions.ts';
import { createWorld, publishPackage, type World } from '../services/testing/world.ts';
import { loadCases } from '../store/case-migrations.ts';
import { migrate } from '../store/migrate.ts';

const region = '330424';
const scope = { region, scenario: movingScenario };

const { values } = parseArgs({ options: { cases: { type: 'string' }, json: { type: 'boolean' } } });
const count = Math.min(Number(values.cases ?? 10_000), 100_000);
if (!Number.isInteger(count) || count < 1) throw new Error('--cases is a whole number from 1.');

const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-migration-'));
const server = await startPostgres({ dataDir: folder });
try {
  await migrate(server.url);
  const report = await measure();
  console.log(values.json ? JSON.stringify(report) : wordsOf(report));
  process.exitCode = report.stuck === 0 && report.undoDiffers === 0 && report.promisesMoved === 0 ? 0 : 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, Math.round((performance.now() - start) / 10) / 100];
}

async function measure() {
  const nothing = async () => ({ ok: true as const, value: null });
  const world = await createWorld({
    url: server.url,
    connectors: { read: nothing, sendSms: nothing, sealDocument: nothing },
    clock: () => '2026-03-05T03:00:00.000Z',
    max: 16,
  });
  try {
    const places = [{ code: region, name: '海盐县' }];
    await publishPackage(world.store, firstVersion(), places);
    const [started, startSeconds] = await timed(() => startCases(world, region, count, '2026-03-02T01:00:00.000Z'));
    await publishPackage(world.store, secondVersion(), places);
    world.services.plans.forgetLive(region, movingScenario);
    const ids = [...started].flatMap(([id, stage]) => (stage === 'ended' ? [] : [id]));
    const before = await states(world, ids);
    const migration = createMigration({ ...world.services.caseParts, sandbox: { run: nothing } });
    const by = { id: 'measure', name: 'measure' };

    const [asked, planSeconds] = await timed(() => migration.plan(scope));
    const mapping = { ...asked.suggested, skip: ['seal'] };
    const chosen = await migration.plan({ ...scope, mapping });
    const [first, beginSeconds] = await timed(() => migration.begin({ ...scope, mapping, by }));
    const [moved, moveSeconds] = await timed(() => migration.move({ region, id: first.id, limit: count }));
    const after = await states(world, ids);
    const [undone, undoSeconds] = await timed(() => migration.undo({ region, id: first.id }));
    const back = await states(world, ids);
    const second = await migration.begin({ ...scope, mapping, by });
    const again = await migration.move({ region, id: second.id, limit: count });
    const { plan } = (await world.services.plans.livePlan(region, movingScenario))!;
    const end = await states(world, ids);

    return {
      cases: count,
      underWay: ids.length,
      planned: asked.counts,
      reasons: asked.groups.map((group) => ({
        verdict: group.verdict,
        cases: group.cases,
        reasons: group.reasons.map(({ text }) => text),
      })),
      plannedWithChoices: chosen.counts,
      moved: moved.moved,
      undone: undone.undone,
      movedAgain: again.moved,
      stuck: [...end.values()].filter((state) => !canFinish(plan, state)).length,
      undoDiffers: ids.filter((id) => JSON.stringify(withoutTrace(before.get(id)!)) !== JSON.stringify(withoutTrace(back.get(id)!))).length,
      promisesMoved: ids.filter((id) => before.get(id)!.clocks.all?.due !== after.get(id)!.clocks.all?.due).length,
      timersMoved: ids.filter((id) =>
        Object.values(before.get(id)!.timers).some((timer) => after.get(id)!.timers[timer.id]?.dueAt !== timer.dueAt),
      ).length,
      seconds: { start: startSeconds, plan: planSeconds, begin: beginSeconds, move: moveSeconds, undo: undoSeconds },
      perSecond: {
        plan: Math.round(ids.length / planSeconds),
        move: Math.round(moved.moved / moveSeconds),
        undo: Math.round(undone.undone / undoSeconds),
      },
    };
  } finally {
    await world.close();
  }
}

async function states(world: World, ids: readonly string[]): Promise<Map<string, CaseState>> {
  const found = new Map<string, CaseState>();
  for (let at = 0; at < ids.length; at += 500) {
    for (const { id, stored } of await loadCases(world.store, region, ids.slice(at, at + 500))) found.set(id, stored.state);
  }
  return found;
}

/** Decides whatever is open until the case has ended; false when nothing can be done any more. */
function canFinish(plan: Plan, start: CaseState): boolean {
  let state = start;
  for (let turn = 0; turn < 60 && !isFinal(state.status); turn += 1) {
    const task = Object.values(state.tasks).find(({ status }) => status === 'open' || status === 'supplement');
    const timer = Object.values(state.timers)[0];
    const base = { id: `f${turn}`, at: timer?.dueAt ?? '2026-03-09T01:00:00.000Z', actor: { kind: 'officer' as const, id: 'o' } };
    const person = { 'person.name': '林雨', 'person.idNumber': '330424199603120029' };
    if (task?.kind === 'fill') state = step(plan, state, { ...base, type: 'submit', taskId: task.id, values: person }).state;
    else if (task?.status === 'supplement') state = step(plan, state, { ...base, type: 'answerSupplement', values: {} }).state;
    else if (task) state = step(plan, state, { ...base, type: 'complete', taskId: task.id, decision: 'agree' }).state;
    else if (timer) state = step(plan, state, { ...base, type: 'timerDue', timerId: timer.id }).state;
    else return false;
  }
  return state.status === 'completed';
}

type Report = Awaited<ReturnType<typeof measure>>;

function wordsOf(report: Report): string {
  const counts = (one: Report['planned']) => `safe ${one.safe}, mapping ${one.mapping}, person ${one.person}, stay ${one.stay}`;
  return [
    `${report.cases} cases, ${report.underWay} under way`,
    `plan as it is:     ${counts(report.planned)}  (${report.seconds.plan} s, ${report.perSecond.plan} cases/s)`,
    ...report.reasons.map((group) => `  ${group.verdict} ${group.cases}: ${group.reasons.map((reason) => reason.en).join(' ') || '-'}`),
    `plan with choices: ${counts(report.plannedWithChoices)}`,
    `moved ${report.moved} in ${report.seconds.move} s (${report.perSecond.move}/s); undone ${report.undone} in ${report.seconds.undo} s; moved again ${report.movedAgain}`,
    `stuck ${report.stuck}; differing after undo ${report.undoDiffers}; promised dates moved ${report.promisesMoved}; timers moved ${report.timersMoved}`,
  ].join('\n');
}
