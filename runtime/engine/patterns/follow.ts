/**
 * Runs a scenario along a trace written as words, one deed after the other:
 *
 *   a            the desk at `a` agrees                 a!refuse      it decides otherwise
 *   fill=20      the form, with an income of 20          wait          the timer at `wait` comes due
 *   message:pay  a message comes                         signal:rain   a signal comes
 *   start:a      somebody starts a step of a block       add:a         one more of a step is added
 *   add:a=x      … for an entry                          call          the called case ends, the outside answers
 *   withdraw     the applicant takes the case back
 *   [a b b]      exactly these can be done now           completed     the case has ended so (withdrawn, refused …)
 *
 * Every trace is run twice: once in memory, and once saved and loaded before every deed, that is at every wait. The two
 * must agree in everything.
 */
import type { JsonValue, Plan } from '../../compile/plan.ts';
import { startableSteps } from '../elements/ad-hoc.ts';
import { step } from '../step.ts';
import type { FlowOptions } from '../testing/flow.ts';
import { anyViolations } from '../testing/journeys.ts';
import { FILLED, planOf } from '../testing/plan.ts';
import { type Deed, type Simulation, simulate } from '../testing/simulate.ts';
import type { CaseState } from '../types.ts';
import { inOrder } from '../work.ts';

export interface PatternScenario extends FlowOptions {
  flow: string;
}

/** 'followed', or the word of the trace that could not happen, with what could have. */
export function follow(scenario: PatternScenario, trace: string): string {
  const plan = planOf(scenario.flow, scenario);
  const straight = walk(plan, trace, (state) => state);
  const loaded = walk(plan, trace, loadedAgain);
  if (straight.verdict !== loaded.verdict) throw new Error(`loading changes the run: ${straight.verdict} / ${loaded.verdict}`);
  const [one, other] = [straight.run, loaded.run].map(({ state, journal, effects }) => JSON.stringify({ state, journal, effects }, sorted));
  if (one !== other) throw new Error(`loading changes the case: ${one} / ${other}`);
  return straight.verdict;
}

/** Saved as JSON and read back, the keys in the order a database gives them. */
function loadedAgain(state: CaseState): CaseState {
  return JSON.parse(JSON.stringify(state, sorted)) as CaseState;
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1)));
}

function walk(plan: Plan, trace: string, load: (state: CaseState) => CaseState): { verdict: string; run: Simulation } {
  const run = simulate(plan, { step: (p, state, command) => step(p, state && load(state), command) });
  for (const word of trace.match(/\[[^\]]*\]|\S+/g) ?? []) {
    const stopped = word.startsWith('[') ? compare(plan, run, word) : take(plan, run, word);
    if (stopped) return { verdict: stopped, run };
    const wrong = anyViolations(plan, run.state);
    if (wrong.length > 0) throw new Error(`after ${word}: ${wrong.join(', ')}`);
  }
  return { verdict: 'followed', run };
}

/** What can be done now: open tasks, timers that are set, effects that are awaited, steps that can be started. */
export function possible(plan: Plan, state: CaseState): string[] {
  const steps = startableSteps(plan, state).map(({ node }) => `start:${node}`);
  return [
    ...inOrder(state.tasks)
      .filter((task) => task.status === 'open')
      .map((task) => task.node),
    ...inOrder(state.timers).map((timer) => timer.node),
    ...inOrder(state.pending).flatMap((pending) => (pending.token === undefined ? [] : [pending.node!])),
    ...inOrder(state.subscriptions).flatMap((one) => (one.on === 'message' || one.on === 'signal' ? [`${one.on}:${one.name}`] : [])),
    ...steps,
  ].sort();
}

function compare(plan: Plan, run: Simulation, word: string): string | undefined {
  const expected = word.slice(1, -1).split(' ').filter(Boolean).sort().join(' ');
  const now = possible(plan, run.state).join(' ');
  return now === expected ? undefined : `${word} expected, [${now}] found`;
}

const ENDS = ['completed', 'refused', 'withdrawn', 'expired'];

function take(plan: Plan, run: Simulation, word: string): string | undefined {
  const not = `${word} cannot happen, [${possible(plan, run.state).join(' ')}] can`;
  if (ENDS.includes(word)) return run.state.status === word ? undefined : not;
  const deed = deedOf(run, word);
  if (!deed) return not;
  const before = run.state;
  const { rejected } = run.send(deed);
  return rejected || run.state === before ? not : undefined;
}

function deedOf(run: Simulation, word: string): Deed | undefined {
  const { state } = run;
  const [, verb, what, value] = /^(?:([a-z]+):)?([A-Za-z0-9]+)(?:[=!](.+))?$/.exec(word)!;
  if (verb === 'start') return { type: 'startStep', node: what! };
  if (verb === 'add') return { type: 'addInstance', node: what!, ...(value === undefined ? {} : { item: value }) };
  if (verb === 'message') return { type: 'message', message: what! };
  if (verb === 'signal') return { type: 'signal', signal: what! };
  if (what === 'withdraw') return { type: 'withdraw' };
  return workAt(state, what!, value);
}

/** The next thing to be done at a node. */
function workAt(state: CaseState, node: string, value: string | undefined): Deed | undefined {
  const task = inOrder(state.tasks).find((one) => one.node === node && one.status === 'open');
  if (task?.kind === 'fill') {
    const income: Record<string, JsonValue> = value === undefined ? {} : { 'person.income': Number(value) };
    return { type: 'submit', taskId: task.id, values: { ...FILLED, ...income } };
  }
  if (task) return { type: 'complete', taskId: task.id, decision: value ?? 'agree' };
  const timer = inOrder(state.timers).find((one) => one.node === node);
  if (timer) return { type: 'timerDue', timerId: timer.id, at: timer.dueAt };
  const pending = inOrder(state.pending).find((one) => one.node === node);
  return pending && { type: 'effectAnswered', effectId: pending.id, outcome: { ok: true, value: { result: value ?? 'completed' } } };
}
