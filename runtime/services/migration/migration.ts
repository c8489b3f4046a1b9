/**
 * Running cases and a new version: plan (nothing is written), begin (the plan is kept, case by case), move in batches, undo.
 *
 * A case is moved on what it is at that moment: it is sorted again in its batch, and a case somebody acted on meanwhile is
 * not overwritten. Item and case are stored in one transaction, so that a crash leaves every case either waiting or moved.
 */
import { uuidv7 } from 'uuidv7';
import { step } from '../../engine/index.ts';
import { type CaseVerdict, type MigrationMapping, type MigrationReason, rehearseCase } from '../../engine/migration/index.ts';
import type { CaseState, Effect, JournalEntry, StepResult } from '../../engine/types.ts';
import {
  type CaseFilter,
  commitMoved,
  commitUndone,
  countItems,
  findMigration,
  forgetUndo,
  insertItems,
  insertMigration,
  leaveItems,
  listCalledCases,
  listItems,
  listMigrations,
  listRunningCases,
  listUndo,
  loadCases,
  type MigrationItem,
  type MigrationRow,
  type MovedCase,
  type RunningCase,
  setMigrationStatus,
} from '../../store/case-migrations.ts';
import { packState } from '../../store/packing.ts';
import { buildBurst } from '../build-burst.ts';
import type { CaseParts } from '../cases/parts.ts';
import { NotFoundError } from '../errors.ts';
import type { LoadedPlan } from '../plans.ts';
import type { SandboxPort } from '../ports.ts';
import { systemActor } from '../run-burst.ts';
import { createTally, type Looked, type MigrationPlan } from './tally.ts';

export interface MigrationParts extends Pick<CaseParts, 'store' | 'plans' | 'clock' | 'partyKey' | 'logger'> {
  sandbox: SandboxPort;
}

export interface MigrationScope {
  region: string;
  scenario: string;
  /** Target version; the live one by default. */
  to?: number;
  filter?: CaseFilter;
  mapping?: MigrationMapping;
  /** Cases called by these, too, to the live version of their own scenario. */
  children?: boolean;
}

export interface MigrationProgress {
  id: string;
  scenario: string;
  to: number;
  status: MigrationRow['status'];
  createdAt: string;
  createdBy: string;
  counts: Record<CaseVerdict, number>;
  waiting: number;
  moved: number;
  left: number;
  undone: number;
  /** Of the called cases. */
  children?: MigrationProgress[];
}

const chunk = 200;
/** Cases per transaction: small enough that nobody waits long for a row. */
const batch = 50;

export type { MigrationPlan, ReasonGroup } from './tally.ts';
export type MigrationService = ReturnType<typeof createMigration>;

export function createMigration(parts: MigrationParts) {
  const { store, plans, clock } = parts;

  async function target({ region, scenario, to }: MigrationScope): Promise<LoadedPlan> {
    const loaded = to === undefined ? await plans.livePlan(region, scenario) : await plans.getPlan(region, scenario, { version: to });
    if (!loaded) throw new NotFoundError('version.not_found');
    return loaded;
  }

  /** Calls `each` with every case in question and what would become of it. */
  async function look(scope: MigrationScope, loaded: LoadedPlan, each: (cases: readonly Looked[]) => Promise<void> | void): Promise<void> {
    const filter = scope.filter ?? {};
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    let after: string | undefined;
    while (left > 0) {
      const { region, scenario } = scope;
      const found = await listRunningCases(store, {
        region,
        scenario,
        not: loaded.version,
        filter,
        limit: chunk,
        ...(after ? { after } : {}),
      });
      if (found.length === 0) return;
      after = found.at(-1)!.id;
      const here = found.filter(({ stored }) => standsAt(stored.state, filter.node)).slice(0, left);
      left -= here.length;
      await each(await Promise.all(here.map((one) => rehearse(one, loaded, scope.mapping ?? {}))));
    }
  }

  async function rehearse(one: RunningCase, loaded: LoadedPlan, mapping: MigrationMapping, id = 'migration:rehearsal'): Promise<Looked> {
    const { state } = one.stored;
    const from = await plans.getPlan(state.region, state.scenario.id, { hash: state.scenario.hash });
    const request = { from: from.plan, to: loaded.plan, version: loaded.version, mapping, id, at: clock(), actor: systemActor };
    try {
      return { ...one, from, rehearsal: rehearseCase(state, request) };
    } catch (error) {
      // A fault of ours in one case is that case's matter; the others go on.
      parts.logger.error({ error, caseId: one.id }, 'a case could not be rehearsed');
      const reasons: MigrationReason[] = [{ level: 'person', code: 'dry_run.failed' }];
      return { ...one, from, rehearsal: { verdict: 'person', reasons, itinerary: { moves: [], over: [], begun: [], done: [] } } };
    }
  }

  return {
    /** Dry run on the real states: counts, reasons in words, and what is suggested. Nothing is written. */
    plan: planScope,

    /** Keeps the plan case by case; nothing is moved yet. */
    begin: beginScope,

    /** Moves up to `limit` waiting cases; called again until none waits. Two at a time do no harm. */
    async move({ region, id, limit = 1_000 }: { region: string; id: string; limit?: number }): Promise<MigrationProgress> {
      const row = await existing(region, id);
      const loaded = await plans.getPlan(region, row.scenario, { version: row.to_version });
      if (row.status === 'planned') await setMigrationStatus(store, region, id, 'moving');
      for (let done = 0; done < limit; done += batch) {
        const ids = await listItems(store, { region, migration: id, status: 'waiting', limit: Math.min(batch, limit - done) });
        if (ids.length === 0) break;
        await moveBatch(row, loaded, ids);
      }
      const now = await progress(region, id);
      if (now.waiting === 0 && now.status === 'moving') await setMigrationStatus(store, region, id, 'done');
      return now.waiting === 0 && now.status === 'moving' ? { ...now, status: 'done' } : now;
    },

    /** Puts back every moved case nobody has acted on since; the others stay where they are. */
    async undo({ region, id }: { region: string; id: string }): Promise<MigrationProgress> {
      const row = await existing(region, id);
      await setMigrationStatus(store, region, id, 'undone');
      let after: string | undefined;
      for (;;) {
        const ids = await listItems(store, { region, migration: id, status: 'moved', limit: batch, ...(after ? { after } : {}) });
        if (ids.length === 0) return progress(region, id);
        after = ids.at(-1)!;
        await undoBatch(row, ids);
      }
    },

    progress: async ({ region, id }: { region: string; id: string }): Promise<MigrationProgress> => progress(region, id),

    async list({ region, scenario }: { region: string; scenario: string }): Promise<MigrationProgress[]> {
      const rows = await listMigrations(store, region, scenario);
      return Promise.all(rows.map((row) => progress(region, row.id)));
    },

    /** Forgets what undo would need of cases that have gone on since. */
    sweep: (region: string): Promise<number> => forgetUndo(store, region),
  };

  async function planScope(scope: MigrationScope): Promise<MigrationPlan> {
    const loaded = await target(scope);
    const tally = createTally(loaded);
    const calls: string[] = [];
    await look(scope, loaded, (cases) => {
      for (const one of cases) tally.add(one);
      calls.push(...cases.flatMap(callsOf));
    });
    const children = scope.children ? await Promise.all((await childScopes(scope.region, calls)).map(planScope)) : [];
    return { ...tally.result(scope), ...(children.length > 0 ? { children } : {}) };
  }

  async function beginScope(scope: MigrationScope & { by: { id: string; name: string } }): Promise<MigrationProgress> {
    const loaded = await target(scope);
    const { region } = scope;
    const id = uuidv7();
    await insertMigration(store, {
      id,
      region,
      scenario: scope.scenario,
      to_version: loaded.version,
      mapping: scope.mapping ?? {},
      filter: scope.filter ?? {},
      status: 'planned',
      created_by: scope.by.id,
      created_name: scope.by.name,
      created_at: clock(),
    });
    const calls: string[] = [];
    await look(scope, loaded, async (cases) => {
      calls.push(...cases.flatMap(callsOf));
      await insertItems(store, region, id, cases.map(itemOf));
    });
    const children: MigrationProgress[] = [];
    if (scope.children) for (const child of await childScopes(region, calls)) children.push(await beginScope({ ...child, by: scope.by }));
    return { ...(await progress(region, id)), ...(children.length > 0 ? { children } : {}) };
  }

  /** The called cases by their scenario; each goes to the live version of its own, and what they call as well. */
  async function childScopes(region: string, calls: readonly string[]): Promise<MigrationScope[]> {
    const called = await listCalledCases(store, region, calls);
    return [...Map.groupBy(called, (one) => one.scenario)].map(([scenario, cases]) => ({
      region,
      scenario,
      filter: { ids: cases.map((one) => one.id) },
      children: true,
    }));
  }

  async function existing(region: string, id: string): Promise<MigrationRow> {
    const row = await findMigration(store, region, id);
    if (!row) throw new NotFoundError('migration.unknown');
    return row;
  }

  async function progress(region: string, id: string): Promise<MigrationProgress> {
    const row = await existing(region, id);
    const items = await countItems(store, region, id);
    const sum = (match: (item: (typeof items)[number]) => boolean) => items.filter(match).reduce((total, { count }) => total + count, 0);
    const verdict = (name: CaseVerdict) => sum((item) => item.verdict === name);
    return {
      id,
      scenario: row.scenario,
      to: row.to_version,
      status: row.status,
      createdAt: row.created_at,
      createdBy: row.created_name,
      counts: { safe: verdict('safe'), mapping: verdict('mapping'), person: verdict('person'), stay: verdict('stay') },
      waiting: sum(({ status }) => status === 'waiting'),
      moved: sum(({ status }) => status === 'moved'),
      left: sum(({ status }) => status === 'left'),
      undone: sum(({ status }) => status === 'undone'),
    };
  }

  async function moveBatch(row: MigrationRow, loaded: LoadedPlan, ids: readonly string[]): Promise<void> {
    const cases = await loadCases(store, row.region, ids);
    const looked = await Promise.all(cases.map((one) => rehearse(one, loaded, row.mapping as MigrationMapping, `migration:${row.id}`)));
    const moved: MovedCase[] = [];
    const left: Pick<MigrationItem, 'case_id' | 'verdict' | 'reasons'>[] = [];
    for (const one of looked) {
      const arrived = one.stored.state.scenario.hash === loaded.hash;
      if (one.rehearsal.result && !arrived) moved.push(await movedCase(row, loaded, one, one.rehearsal.result));
      else left.push({ case_id: one.id, verdict: arrived ? 'stay' : one.rehearsal.verdict, reasons: one.rehearsal.reasons });
    }
    const gone = ids.filter((id) => !cases.some((one) => one.id === id));
    left.push(...gone.map((id) => ({ case_id: id, verdict: 'stay' as const, reasons: [{ level: 'stay', code: 'case.ended' }] })));
    await leaveItems(store, row.region, row.id, left);
    // A case somebody acts on at this moment is not committed: its item stays waiting and has another turn.
    if (moved.length > 0) await commitMoved(store, row.region, row.id, moved);
  }

  async function movedCase(row: MigrationRow, loaded: LoadedPlan, one: Looked, result: StepResult): Promise<MovedCase> {
    const settled = await answerCalls(loaded, result);
    const { state } = settled;
    const before = one.stored;
    // Tasks of steps that are gone have rows, too.
    const all = { ...state, tasks: { ...state.past?.tasks, ...state.tasks }, clocks: { ...state.past?.clocks, ...state.clocks } };
    const { burst } = buildBurst({ ...burstParts(loaded, before), after: all, effects: settled.effects, journal: settled.journal });
    const tasks = Object.values(state.tasks).filter(
      (task) => before.state.tasks[task.id] && before.state.tasks[task.id]!.node !== task.node,
    );
    return {
      burst: { ...burst, state: packState(state) },
      version: row.to_version,
      hash: loaded.hash,
      renamed: tasks.map((task) => ({ id: task.id, node: task.node })),
      before: JSON.stringify(before.state),
    };
  }

  function burstParts(loaded: LoadedPlan, before: RunningCase['stored']) {
    const { account, caseNo, startKey } = before;
    return { plan: loaded.plan, before, at: clock(), doneJobs: [], caseNo, account, startKey, partyKey: parts.partyKey };
  }

  /** Scripts of steps that begin are answered before anything is stored, as in any burst. */
  async function answerCalls(
    { plan }: LoadedPlan,
    first: StepResult,
  ): Promise<{ state: CaseState; effects: Effect[]; journal: JournalEntry[] }> {
    const settled = { state: first.state, effects: [...first.effects], journal: [...first.journal] };
    const open = [...first.calls];
    for (let call = open.shift(); call; call = open.shift()) {
      const { id, js, hash, limits } = plan.scripts[call.script]!;
      const { region, scenario } = settled.state;
      const outcome = await parts.sandbox.run({
        region,
        version: scenario.hash,
        script: { id, js, hash, limits },
        input: call.input,
        now: call.now,
        seed: call.seed,
      });
      const answer = step(plan, settled.state, {
        type: 'callAnswered',
        id: `call:${call.id}`,
        at: call.now,
        actor: systemActor,
        callId: call.id,
        outcome,
      });
      settled.state = answer.state;
      settled.effects.push(...answer.effects);
      settled.journal.push(...answer.journal);
      open.push(...answer.calls);
    }
    return settled;
  }

  async function undoBatch(row: MigrationRow, ids: readonly string[]): Promise<void> {
    const undo = await listUndo(store, row.region, row.id, ids);
    const now = new Map(
      (
        await loadCases(
          store,
          row.region,
          undo.map((item) => item.case_id),
        )
      ).map((one) => [one.id, one.stored]),
    );
    const cases: Omit<MovedCase, 'before'>[] = [];
    for (const item of undo) {
      const current = now.get(item.case_id);
      if (!current || current.rev !== item.after_rev) continue;
      const { state, entry } = putBack(current.state, item.before, { migration: row.id, at: clock() });
      const loaded = await plans.getPlan(row.region, row.scenario, { hash: item.before.scenario.hash });
      const { burst } = buildBurst({ ...burstParts(loaded, current), after: state, effects: [], journal: [entry] });
      const tasks = Object.values(state.tasks).filter((task) => current.state.tasks[task.id]?.node !== task.node);
      cases.push({
        burst,
        version: item.from_version,
        hash: item.before.scenario.hash,
        renamed: tasks.map(({ id, node }) => ({ id, node })),
      });
    }
    if (cases.length > 0) await commitUndone(store, row.region, row.id, cases);
  }
}

/** Keys the cases were started under that this one waits for. */
function callsOf({ stored }: Looked): string[] {
  return Object.values(stored.state.pending).flatMap((pending) => (pending.kind === 'call' ? [`call:${pending.key}`] : []));
}

function standsAt(state: CaseState, node: string | undefined): boolean {
  return node === undefined || Object.values(state.tokens).some((token) => token.node === node);
}

function itemOf({ id, version, stored, rehearsal }: Looked): MigrationItem {
  const { verdict, reasons } = rehearsal;
  return { case_id: id, case_no: stored.caseNo, from_version: version, verdict, reasons, status: verdict === 'safe' ? 'waiting' : 'left' };
}

/** The state before, with the history and the ids used since: no id is ever given twice. */
function putBack(
  current: CaseState,
  before: CaseState,
  { migration, at }: { migration: string; at: string },
): { state: CaseState; entry: JournalEntry } {
  const seq = current.counters.journal + 1;
  const command = `migration:${migration}:undo`;
  const counters = { ...before.counters, ...current.counters, journal: seq };
  const entry: JournalEntry = {
    seq,
    at,
    code: 'case.migration_undone',
    actor: systemActor,
    command,
    data: { to: before.scenario.version },
  };
  return { state: { ...before, counters, applied: [...current.applied.slice(-199), command] }, entry };
}
