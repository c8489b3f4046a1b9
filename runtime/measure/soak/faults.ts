/** Faults put in at the seam, one for each invariant: what the checks are worth. Each wraps `step` and does one thing wrong. */
import { step } from '../../engine/step.ts';
import type { StepFunction } from '../../engine/testing/journeys.ts';
import type { CaseState, Effect, StepResult } from '../../engine/types.ts';
import type { Invariant } from './invariants.ts';

export interface Fault {
  name: string;
  /** The invariant that must catch it. */
  caughtBy: Invariant;
  make: () => StepFunction;
}

type Map<T> = Record<string, T>;
const without = <T>(map: Map<T>, id: string): Map<T> => Object.fromEntries(Object.entries(map).filter(([key]) => key !== id));
const last = <T>(map: Map<T> | undefined): string | undefined => Object.keys(map ?? {}).at(-1);

/** Changes what a step gives; refused and repeated commands are left alone. */
function changing(change: (result: StepResult, before: CaseState | undefined, type: string) => StepResult): StepFunction {
  return (plan, state, command) => {
    const result = step(plan, state, command);
    return result.state === state || result.rejected ? result : change(result, state, command.type);
  };
}
const withState = (result: StepResult, change: Partial<CaseState>): StepResult => ({ ...result, state: { ...result.state, ...change } });

export const faults: readonly Fault[] = [
  {
    name: 'a token is dropped where several are at work, and its work stays',
    caughtBy: 'token lost',
    make: () =>
      changing((result) => {
        const id = Object.values(result.state.tasks).findLast((task) => task.status === 'open' && result.state.tokens[task.token])?.token;
        if (id === undefined || Object.keys(result.state.tokens).length < 2) return result;
        return withState(result, { tokens: without(result.state.tokens, id) });
      }),
  },
  {
    name: 'a token comes back under its old number',
    caughtBy: 'token doubled',
    make: () =>
      changing((result, before) => {
        const gone = Object.values(before?.tokens ?? {}).find(({ id }) => !result.state.tokens[id]);
        const now = Object.values(result.state.tokens).find(({ id }) => !before?.tokens[id]);
        const task = now && Object.values(result.state.tasks).find(({ token }) => token === now.id);
        if (!gone || !now || !task || result.state.status !== 'running') return result;
        // The new stay gets a number that was counted before.
        const old = `t${Math.max(1, Number(gone.id.slice(1)) - 1)}`;
        const tokens = { ...without(result.state.tokens, now.id), [old]: { ...now, id: old } };
        return withState(result, { tokens, tasks: { ...result.state.tasks, [task.id]: { ...task, token: old } } });
      }),
  },
  {
    name: 'a timer is waited for that nobody ordered',
    caughtBy: 'timer lost',
    make: () => changing((result) => ({ ...result, effects: result.effects.filter(({ type }) => type !== 'timer') })),
  },
  {
    name: 'a timer is ordered twice',
    caughtBy: 'timer doubled',
    make: () =>
      changing((result) => ({
        ...result,
        effects: result.effects.flatMap((effect): Effect[] =>
          effect.type === 'timer' ? [effect, { ...effect, key: `${effect.key}:again` }] : [effect],
        ),
      })),
  },
  {
    name: 'a command works on the state before the last one',
    caughtBy: 'stale rev',
    make: () => {
      let older: CaseState | undefined;
      let count = 0;
      return (plan, state, command) => {
        if (state?.applied.includes(command.id)) return step(plan, state, command);
        count += 1;
        const stale = count % 4 === 0 && older && state && older.id === state.id ? older : state;
        const result = step(plan, stale, command);
        older = state;
        return result.rejected || result.state === stale ? step(plan, state, command) : result;
      };
    },
  },
  {
    name: 'who decided is forgotten when the next one decides',
    caughtBy: 'signature lost',
    make: () =>
      changing((result, before, type) => {
        const signed = Object.values(before?.tasks ?? {}).find((task) => task.status === 'done' && task.doneBy);
        if (type !== 'complete' || !signed || !result.state.tasks[signed.id]) return result;
        const { doneBy: _, ...task } = result.state.tasks[signed.id]!;
        return withState(result, { tasks: { ...result.state.tasks, [signed.id]: task } });
      }),
  },
  {
    name: 'a clock is lost when a desk decides',
    caughtBy: 'clock lost or doubled',
    make: () =>
      changing((result, _before, type) => {
        const id = last(result.state.clocks);
        return type === 'complete' && id !== undefined ? withState(result, { clocks: without(result.state.clocks, id) }) : result;
      }),
  },
  {
    name: 'a promised date moves in silence',
    caughtBy: 'promise moved',
    make: () =>
      changing((result, before, type) => {
        const clock = Object.values(result.state.clocks).find(({ id, due }) => due !== undefined && before?.clocks[id]);
        if (type !== 'complete' || !clock?.due) return result;
        const due = `${clock.due.slice(0, 8)}28`;
        return withState(result, { clocks: { ...result.state.clocks, [clock.id]: { ...clock, due } } });
      }),
  },
  {
    name: 'a task is over, and its token stands on',
    caughtBy: 'wait without a reason',
    make: () =>
      changing((result) => {
        const task = Object.values(result.state.tasks).find(({ kind, status }) => kind === 'desk' && status === 'open');
        return task ? withState(result, { tasks: { ...result.state.tasks, [task.id]: { ...task, status: 'cancelled' } } }) : result;
      }),
  },
  {
    name: 'commands applied are not remembered',
    caughtBy: 'command applied twice',
    make: () => changing((result) => withState(result, { applied: [] })),
  },
  {
    name: 'something is counted outside the case',
    caughtBy: 'replay differs',
    make: () => {
      let count = 0;
      return changing((result) => {
        count += 1;
        const { visits } = result.state;
        return withState(result, { visits: { ...visits, end: (visits.end ?? 0) + (count % 97) } });
      });
    },
  },
  {
    name: 'the last step is never let go',
    caughtBy: 'cannot finish',
    make: () => (plan, state, command) => {
      const result = step(plan, state, command);
      const ends = state && result.state.endedAt !== undefined && command.type !== 'end';
      return ends ? { ...result, state, effects: [], journal: [], rejected: { code: 'fault' } } : result;
    },
  },
  {
    name: 'operators are refused',
    caughtBy: 'cannot be ended by an operator',
    make: () => (plan, state, command) => {
      const result = step(plan, state, command);
      return command.type === 'end' && state ? { ...result, state, effects: [], journal: [], rejected: { code: 'fault' } } : result;
    },
  },
];
