/**
 * One step in the making. The state is a private copy: each map is copied before its first change, so the state the
 * step was given stays as it is and unchanged parts are shared.
 */
import type { EvaluationContext, EvaluationEnv, JsonValue, Plan } from '../compile/plan.ts';
import type { Call, CaseState, Command, Effect, JournalEntry, Rejection, StepResult, Trace } from './types.ts';

/** Commands remembered for idempotency. */
const APPLIED_KEPT = 200;

export interface Work {
  readonly plan: Plan;
  readonly command: Command;
  readonly env: EvaluationEnv;
  readonly state: Mutable<CaseState>;
  readonly owned: Set<string>;
  /** Active tokens in the order they arrived. */
  readonly agenda: string[];
  readonly calls: Call[];
  readonly effects: Effect[];
  readonly journal: JournalEntry[];
  readonly trace: Trace;
  /** Nodes entered in this burst. */
  entered: number;
  /** Nodes it may enter, when fewer than MAX_ENTRIES. */
  most?: number;
  /** Tokens in the case. */
  tokens: number;
  /** Tokens by scope, once there are many; kept by `putToken` and `removeToken`, so only while the burst runs. */
  inScope?: Map<string, number>;
  /** The burst runs: tokens come and go by the functions of `tokens.ts` only. */
  bursting?: true;
  /** A condition has just been subscribed to and was not looked at so far. */
  looking?: boolean;
  /** Evaluation context as of the last reading; `changed` are the paths written since, `outdated` says it must be looked at. */
  context?: EvaluationContext;
  changed: string[];
  outdated: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type MapKey =
  | 'scopes'
  | 'tokens'
  | 'tasks'
  | 'timers'
  | 'held'
  | 'subscriptions'
  | 'kept'
  | 'each'
  | 'rounds'
  | 'clocks'
  | 'pending'
  | 'incidents'
  | 'fields'
  | 'draft'
  | 'fetches'
  | 'assists'
  | 'payments'
  | 'consents'
  | 'outcomes'
  | 'issued'
  | 'papers'
  | 'visits'
  | 'counters';

/** A handler's answer: undefined when the command was applied. */
export type Verdict = Rejection | 'unchanged' | undefined;

export function beginWork(plan: Plan, state: CaseState, command: Command): Work {
  return {
    plan,
    command,
    env: { now: command.at },
    state: { ...state },
    owned: new Set(),
    agenda: [],
    calls: [],
    effects: [],
    journal: [],
    trace: { nodes: [], edges: [], rows: [] },
    entered: 0,
    tokens: Object.keys(state.tokens).length,
    changed: [],
    outdated: true,
  };
}

/** The map to write into: copied once per step. */
export function own<K extends MapKey>(work: Work, key: K): NonNullable<CaseState[K]> {
  if (!work.owned.has(key)) {
    work.owned.add(key);
    (work.state as Record<MapKey, unknown>)[key] = { ...work.state[key] };
  }
  return work.state[key]!;
}

type CounterKey = Exclude<keyof CaseState['counters'], 'journal'>;
const PREFIX: Record<CounterKey, string> = {
  token: 't',
  task: 'k',
  timer: 'm',
  pending: 'p',
  incident: 'i',
  scope: 's',
  event: 'e',
  group: 'g',
  round: 'r',
};

/** The next id of its kind: t1, k1, m1 … Ids are never used twice in a case. */
export function nextId(work: Work, kind: CounterKey): string {
  const counters = own(work, 'counters');
  const count = (counters[kind] ?? 0) + 1;
  counters[kind] = count;
  return PREFIX[kind] + count;
}

/** Records of a map in the order they were made, whatever order a database gave the keys back in. */
export function inOrder<T extends { id: string }>(map: Record<string, T> | undefined): T[] {
  return Object.values(map ?? {}).sort((a, b) => numberOf(a.id) - numberOf(b.id));
}
export function numberOf(id: string): number {
  return Number(id.slice(1));
}

/** Adds one line to the history. */
export function note(work: Work, code: string, about: { node?: string; task?: string; data?: Record<string, JsonValue> } = {}): undefined {
  const { at, actor, id } = work.command;
  const counters = own(work, 'counters');
  counters.journal += 1;
  work.journal.push({ seq: counters.journal, at, code, actor, command: id, ...about });
}

export function unchanged(state: CaseState, rejected?: Rejection): StepResult {
  const result: StepResult = { state, calls: [], effects: [], journal: [], trace: { nodes: [], edges: [], rows: [] } };
  return rejected ? { ...result, rejected } : result;
}

/** Closes the step: remembers the command and hands everything over. */
export function finishWork(work: Work): StepResult {
  const { state, calls, effects, journal, trace, command } = work;
  if (trace.edges.length > 0) note(work, 'case.moved', { data: { edges: trace.edges.slice(0, 200), count: trace.edges.length } });
  state.applied = [...state.applied.slice(1 - APPLIED_KEPT), command.id];
  return { state, calls, effects, journal, trace };
}
