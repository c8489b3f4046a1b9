/**
 * What must hold of every case after every command, one named function each. They see what a store and a worker would see:
 * the state before and after, the effects and the history, and they keep books of their own (`Books`), so that a fault in
 * the engine cannot hide in the state that it wrote itself.
 */
import type { Plan } from '../../compile/plan.ts';
import { isFinal } from '../../engine/scopes.ts';
import { anyViolations } from '../../engine/testing/journeys.ts';
import type { CaseState, Command, StepResult, Task } from '../../engine/types.ts';
import { waitsOf } from '../../engine/waits.ts';

export const names = [
  'token lost',
  'token doubled',
  'timer lost',
  'timer doubled',
  'stale rev',
  'signature lost',
  'clock lost or doubled',
  'promise moved',
  'wait without a reason',
  'command applied twice',
  'replay differs',
  'cannot finish',
  'cannot be ended by an operator',
  'engine threw',
] as const;
export type Invariant = (typeof names)[number];
export interface Violation {
  invariant: Invariant;
  detail: string;
}

/** What somebody outside wrote down while the case went on. */
export interface Books {
  /** Timers a scheduler would hold, by id: asked for, not fired, not taken back. */
  timers: Map<string, string>;
  /** Keys of timers ever asked for. */
  timerKeys: Set<string>;
  /** Number of the last line of the history. */
  seq: number;
  /** Clocks that were started. */
  clocks: Set<string>;
}
export const newBooks = (): Books => ({ timers: new Map(), timerKeys: new Set(), seq: 0, clocks: new Set() });

export interface Moment {
  plan: Plan;
  before: CaseState | undefined;
  command: Command;
  result: StepResult;
  books: Books;
}

type Check = (moment: Moment) => string[];

const ids = (map: Record<string, unknown> | undefined): string[] => Object.keys(map ?? {});

/** Everything that waits belongs to a token, a running case has some, and a token leaves only by an edge or by being taken away aloud. */
const tokenLost: Check = ({ before, result }) => {
  const { state, trace, journal } = result;
  const found: string[] = [];
  if (!isFinal(state.status) && ids(state.tokens).length === 0) found.push('a running case has no token');
  for (const [kind, map] of [
    ['task', state.tasks],
    ['timer', state.timers],
    ['incident', state.incidents],
    ['scope', state.scopes],
  ] as const)
    for (const [id, one] of Object.entries(map as Record<string, { token?: string; status?: string; node?: string }>))
      if (one.token && !state.tokens[one.token] && (kind !== 'task' || one.status === 'open' || one.status === 'supplement'))
        found.push(`${kind} ${id} belongs to ${one.token}, which is gone`);
  if (!before || isFinal(state.status) || state === before) return found;
  const said = journal.length > 0 || trace.edges.length > 0;
  const gone = ids(before.tokens).filter((id) => !state.tokens[id]);
  if (gone.length > 0 && !said) found.push(`${gone.join(', ')} went without a word`);
  return found;
};

/** No id of a token comes again, and no token stands in two open tasks of the same person, or has two reasons to wait. */
const tokenDoubled: Check = ({ before, result: { state } }) => {
  const found: string[] = [];
  for (const token of Object.values(state.tokens))
    if (Number(token.id.slice(1)) > state.counters.token) found.push(`${token.id} was never counted`);
  for (const id of ids(state.tokens))
    if (before && !before.tokens[id] && Number(id.slice(1)) <= before.counters.token) found.push(`${id} came back`);
  const places = new Map<string, string>();
  for (const token of Object.values(state.tokens)) {
    if (token.back !== undefined || token.each !== undefined) continue;
    const place = `${token.scope} ${token.node}`;
    const open = Object.values(state.tasks).filter(
      (task) => task.token === token.id && task.status === 'open' && task.kind !== 'ask' && task.kind !== 'copy',
    );
    for (const task of open) {
      const key = `${place} ${task.participant ?? ''} ${task.as ?? ''} ${task.openedAt} ${task.of ?? ''} ${task.holder?.id ?? ''} ${token.via ?? ''}`;
      const other = places.get(key);
      // Threads and returns do put several stays at one desk, but each by a token of its own number in the same count of visits.
      if (other !== undefined && other !== token.id && (state.visits[token.node] ?? 0) < 2)
        found.push(`${token.id} and ${other} stand at ${token.node}, which was entered once`);
      places.set(key, token.id);
    }
  }
  return found;
};

/** What the scheduler holds is what the case waits for, to the instant. */
const timerLost: Check = ({ result: { state }, books }) => {
  if (isFinal(state.status)) return [];
  const expected = new Map(Object.values(state.timers).map((timer) => [timer.id, timer.dueAt]));
  return [...expected].flatMap(([id, dueAt]) => {
    if (!books.timers.has(id)) return [`${id} is waited for, but nobody was asked to wake the case`];
    return books.timers.get(id) === dueAt ? [] : [`${id} is due at ${dueAt}, but was ordered for ${books.timers.get(id)}`];
  });
};

/** A timer is asked for once, and one that is not wanted any more is taken back. */
const timerDoubled: Check = ({ result: { state, effects }, books }) => {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const effect of effects) {
    if (effect.type !== 'timer') continue;
    const again = `${effect.timer} ${effect.dueAt}`;
    if (seen.has(again)) found.push(`${effect.timer} was asked for twice`);
    seen.add(again);
  }
  const wanted = new Set([...ids(state.timers), ...ids(state.suspended?.timers)]);
  if (!isFinal(state.status))
    for (const id of books.timers.keys()) if (!wanted.has(id)) found.push(`${id} would still fire, but nobody waits for it`);
  return found;
};

/** Lines of the history follow each other without a gap, and counters never go back: nobody worked on an old state. */
const staleRev: Check = ({ before, result: { state, journal }, books }) => {
  const found: string[] = [];
  journal.forEach((entry, index) => {
    if (entry.seq !== books.seq + index + 1) found.push(`line ${entry.seq} after line ${books.seq + index}`);
  });
  if (before)
    for (const [name, value] of Object.entries(before.counters))
      if (((state.counters as Record<string, number | undefined>)[name] ?? 0) < (value ?? 0))
        found.push(`the counter of ${name} went back`);
  return found;
};

const signed = (task: Task): string => JSON.stringify([task.decision, task.doneBy, task.opinion, task.doneAt]);

/** What somebody decided stays as it was decided; only 撤回 and 退回 open it again. */
const signatureLost: Check = ({ before, command, result: { state, rejected } }) => {
  const found: string[] = [];
  const reopening = ['recall', 'return', 'jump', 'takeBack', 'removeSigner', 'skip', 'reply', 'callAnswered', 'effectAnswered', 'timerDue'];
  for (const [id, task] of Object.entries(before?.tasks ?? {})) {
    if (task.decision === undefined || task.status !== 'done') continue;
    const now = state.tasks[id] ?? state.past?.tasks?.[id];
    if (!now) found.push(`the decision ${id} is gone`);
    else if (signed(now) !== signed(task) && !reopening.includes(command.type))
      found.push(`the decision ${id} was changed by ${command.type}`);
  }
  if (command.type === 'complete' && !rejected && state !== before) {
    const task = state.tasks[command.taskId];
    if (task && task.decision === undefined) found.push(`${command.taskId} was decided, and the decision is not there`);
    else if (task && task.doneBy === undefined) found.push(`${command.taskId} was decided by nobody`);
  }
  return found;
};

const isOver = (status: string): boolean => status === 'met' || status === 'cancelled';

/** A clock that was started stays, ends once, and ends with the case. */
const clockLost: Check = ({ before, command, result: { state, journal }, books }) => {
  const found: string[] = [];
  for (const id of books.clocks) if (!state.clocks[id] && !state.past?.clocks?.[id]) found.push(`the clock ${id} is gone`);
  for (const id of ids(state.clocks)) if (!books.clocks.has(id)) found.push(`the clock ${id} runs, and nobody started it`);
  const started = journal.filter(({ code }) => code === 'clock.started').map(({ data }) => data?.clock);
  for (const id of started) if (before?.clocks[String(id)]) found.push(`the clock ${id} was started again`);
  for (const [id, clock] of Object.entries(before?.clocks ?? {}))
    if (isOver(clock.status) && state.clocks[id] && !isOver(state.clocks[id].status) && command.type !== 'recall')
      found.push(`the clock ${id} runs again after its end`);
  if (isFinal(state.status))
    for (const clock of Object.values(state.clocks)) if (!isOver(clock.status)) found.push(`the clock ${clock.id} runs in an ended case`);
  return found;
};

/** A promised date moves only with a line of the history that says so, and it never comes earlier by a correction. */
const promiseMoved: Check = ({ before, command, result: { state, journal } }) =>
  Object.entries(before?.clocks ?? {}).flatMap(([id, clock]) => {
    const now = state.clocks[id];
    if (!now || (now.due === clock.due && now.dueAt === clock.dueAt)) return [];
    const said = journal.some(({ code, data }) => code.startsWith('clock.') && data?.clock === id);
    if (!said) return [`${id} moved from ${clock.due} to ${now.due} without a word`];
    const earlier = clock.due !== undefined && now.due !== undefined && now.due < clock.due;
    return earlier && command.type === 'recalculate' ? [`${id} was promised for ${clock.due} and now for ${now.due}`] : [];
  });

/** Every token waits for one thing, and it is named. */
const waitWithoutReason: Check = ({ plan, result: { state } }) => {
  const waits = Map.groupBy(waitsOf(state), ({ token }) => token);
  const own = Object.values(state.tokens).flatMap((token) => {
    const reasons = waits.get(token.id) ?? [];
    if (token.status !== 'waiting') return [`${token.id} at ${token.node} does not wait`];
    return reasons.length === 1 ? [] : [`${token.id} at ${token.node} has ${reasons.length} reasons`];
  });
  return own.length > 0 ? own : anyViolations(plan, state);
};

const checks: [Invariant, Check][] = [
  ['stale rev', staleRev],
  ['token doubled', tokenDoubled],
  ['timer doubled', timerDoubled],
  ['timer lost', timerLost],
  ['signature lost', signatureLost],
  ['clock lost or doubled', clockLost],
  ['promise moved', promiseMoved],
  ['token lost', tokenLost],
  ['wait without a reason', waitWithoutReason],
];

/** The first thing that does not hold; the books are kept along the way. */
export function checkMoment(moment: Moment): Violation | undefined {
  const { command, result, books, before } = moment;
  keepTimers(moment);
  for (const { code, data } of result.journal) if (code === 'clock.started') books.clocks.add(String(data?.clock));
  for (const [invariant, check] of checks) {
    if (result.state === before && invariant !== 'stale rev') continue;
    const [detail] = check(moment);
    if (detail !== undefined) return { invariant, detail: `after ${command.type}: ${detail}` };
  }
  books.seq = result.journal.at(-1)?.seq ?? books.seq;
  return undefined;
}

function keepTimers({ command, result, before, books }: Moment): void {
  if (command.type === 'timerDue' && result.state !== before) books.timers.delete(command.timerId);
  for (const effect of result.effects) {
    if (effect.type === 'timer') books.timers.set(effect.timer, effect.dueAt);
    if (effect.type === 'cancelTimer') books.timers.delete(effect.timer);
  }
}
