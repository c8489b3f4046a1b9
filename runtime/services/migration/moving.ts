/** One batch of cases: rehearsed on what they are now, moved, put back. */
import { step } from '../../engine/index.ts';
import { type MigrationMapping, type MigrationReason, rehearseCase } from '../../engine/migration/index.ts';
import type { CaseState, Effect, JournalEntry, StepResult } from '../../engine/types.ts';
import { leaveItems, loadCases, type MigrationItem, type MigrationRow, type RunningCase } from '../../store/case-migrations.ts';
import { commitMoved, commitUndone, listUndo, type MovedCase } from '../../store/case-moves.ts';
import { packState } from '../../store/packing.ts';
import { buildBurst } from '../build-burst.ts';
import type { CaseParts } from '../cases/parts.ts';
import type { LoadedPlan } from '../plans.ts';
import type { SandboxPort } from '../ports.ts';
import { systemActor } from '../run-burst.ts';
import type { Looked } from './tally.ts';

export interface MigrationParts extends Pick<CaseParts, 'store' | 'plans' | 'clock' | 'partyKey' | 'logger'> {
  sandbox: SandboxPort;
}

export function createMoving(parts: MigrationParts) {
  const { store, plans, clock } = parts;

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

  return { rehearse, moveBatch, undoBatch };
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
