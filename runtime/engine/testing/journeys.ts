/** Random walks through a case, and what must hold after every step. */
import type { JsonValue, Plan } from '../../compile/plan.ts';
import { startableSteps } from '../elements/ad-hoc.ts';
import { isFinal } from '../scopes.ts';
import type { step } from '../step.ts';
import { isWaiting } from '../tasks.ts';
import type { Actor, CaseState, Command, Effect, Outcome, Pending, StepResult, Subscription } from '../types.ts';
import { waitsOf } from '../waits.ts';
import { inOrder } from '../work.ts';
import { approvalDeeds, approvalViolations, byHolder } from './approval-journeys.ts';
import type { Deed } from './simulate.ts';

export type StepFunction = typeof step;
export interface Walk {
  state: CaseState;
  commands: Command[];
  results: StepResult[];
}
interface Walking {
  plan: Plan;
  step: StepFunction;
  /** Called after every applied or refused command. */
  after?: (walk: Walk, result: StepResult) => void;
}

const HOUR = 3_600_000;
const citizen: Actor = { kind: 'citizen', id: 'u1' };
const form = { 'person.name': 'Lin', 'person.idNumber': '1' };
const failed: Outcome = { ok: false, kind: 'down', message: 'no answer' };

/** Starts a case and lets each choice pick one of the things that may happen next. */
export function walk(walking: Walking, choices: number[], income: number): Walk {
  const journey = start(walking);
  for (const choice of choices) {
    const steps = stepDeeds(walking.plan, journey.state);
    const deeds = [...usefulDeeds(journey.state, income, choice), ...steps, ...otherDeeds(journey, choice)];
    apply(walking, journey, deeds[choice % deeds.length]!);
  }
  return journey;
}

/** Goes on the shortest way until the case has ended. Throws when that takes too long. */
export function finish(walking: Walking, journey: Walk): Walk {
  for (let tries = 0; tries < 600; tries++) {
    if (isFinal(journey.state.status)) return journey;
    const [deed] = [...usefulDeeds(journey.state, 4, 0), ...stepDeeds(walking.plan, journey.state)];
    if (!deed) throw new Error(`nothing can be done, yet the case is ${journey.state.status}`);
    apply(walking, journey, deed);
  }
  throw new Error('the case does not end');
}

function start(walking: Walking): Walk {
  const journey: Walk = { state: undefined as unknown as CaseState, commands: [], results: [] };
  apply(walking, journey, { type: 'start', caseId: 'c1', region: '330110', version: 1 });
  return journey;
}

function apply(walking: Walking, journey: Walk, deed: Deed): undefined {
  const at = new Date(Date.parse('2026-03-02T01:00:00.000Z') + journey.commands.length * 7 * HOUR).toISOString();
  const command = { actor: citizen, at, id: `cmd${journey.commands.length}`, ...deed } as Command;
  const result = walking.step(walking.plan, journey.commands.length === 0 ? undefined : journey.state, command);
  journey.state = result.state;
  journey.commands.push(command);
  journey.results.push(result);
  walking.after?.(journey, result);
}

/** Deeds that take the case further; the first is always the quickest way on. */
export function usefulDeeds(state: CaseState, income: number, choice: number): Deed[] {
  return [
    ...(state.suspended ? [{ type: 'resume' } as Deed] : []),
    ...inOrder(state.pending).flatMap((pending) => pendingDeeds(pending.id, pending.kind, choice)),
    ...inOrder(state.incidents).map((incident): Deed => ({ type: 'retryIncident', incidentId: incident.id })),
    ...inOrder(state.tasks).flatMap((task) => taskDeeds(task, income, choice)),
    ...inOrder(state.timers).map((timer): Deed => ({ type: 'timerDue', timerId: timer.id, at: timer.dueAt })),
    ...inOrder(state.subscriptions).flatMap(eventDeeds),
  ];
}

/** Steps of blocks that people start. */
export function stepDeeds(plan: Plan, state: CaseState): Deed[] {
  return startableSteps(plan, state).map(({ node }): Deed => ({ type: 'startStep', node }));
}

function eventDeeds(one: Subscription): Deed[] {
  if (one.on === 'message') return [{ type: 'message', message: one.name!, ...(one.key === undefined ? {} : { key: one.key }) }];
  return one.on === 'signal' ? [{ type: 'signal', signal: one.name! }] : [];
}

function pendingDeeds(id: string, kind: Pending['kind'], choice: number): Deed[] {
  if (kind === 'script')
    return [{ type: 'callAnswered', callId: id, outcome: choice % 7 === 6 ? failed : done({ person: { score: choice } }) }];
  if (kind === 'assist') return [{ type: 'effectAnswered', effectId: id, outcome: ownerSays(choice) }];
  const value: JsonValue = kind === 'data' ? { address: 'Lake Road 1', income: choice % 10 } : { checkCode: 'C' };
  return [{ type: 'effectAnswered', effectId: id, outcome: choice % 5 === 4 ? failed : done(value) }];
}

/** The owner of data: a record, mostly; nothing found; or nobody is there to ask. */
function ownerSays(choice: number): Outcome {
  const by = { department: 'd1', at: '2026-03-02T01:00:00.000Z' };
  if (choice % 5 === 4) return { ok: false, kind: 'noRecord', message: '', by };
  return choice % 5 === 3 ? { ok: false, kind: 'down', message: 'nobody' } : { ok: true, value: { address: 'Hill Road 3', income: 7 }, by };
}

function done(value: JsonValue): Outcome {
  return { ok: true, value };
}

function taskDeeds(task: CaseState['tasks'][string], income: number, choice: number): Deed[] {
  if (task.status === 'supplement') return [{ type: 'answerSupplement', taskId: task.id, values: {} }];
  if (task.status !== 'open' || task.as === 'copy') return [];
  if (task.as === 'delegate' || task.as === 'ask') return [byHolder(task, { type: 'reply', taskId: task.id, words: 'x' })];
  if (task.kind === 'fill') return fillDeeds(task, income);
  if (task.kind === 'consent') return [{ type: 'consent', taskId: task.id, decision: choice % 2 === 0 ? 'agree' : 'refuse' }];
  const decision = choice % 3 === 2 ? 'refuse' : 'agree';
  return [byHolder(task, { type: 'complete', taskId: task.id, decision, opinion: 'x' })];
}

/** The small form of a data node asks for its two fields only; a later form has everything already. */
function fillDeeds({ id, node }: CaseState['tasks'][string], income: number): Deed[] {
  if (node.startsWith('data'))
    return [{ type: 'submit', taskId: id, values: { 'person.address': 'Hill Road 2', 'person.income': income } }];
  const whole: Deed = { type: 'submit', taskId: id, values: { ...form, 'person.income': income } };
  return node === 'fill0' ? [whole, { ...whole, values: form }] : [{ ...whole, values: {} }, whole];
}

/** Deeds that may be refused, or change little: late, early, unknown, repeated. */
export function otherDeeds({ state, commands }: Walk, choice: number): Deed[] {
  const desks = inOrder(state.tasks).filter((task) => task.kind === 'desk');
  const earlier = commands[choice % commands.length]!;
  return [
    ...desks.map((task): Deed => ({ type: 'requestSupplement', taskId: task.id, defects: [{ path: 'person.income', words: 'Which?' }] })),
    ...inOrder(state.each).map((group): Deed => ({ type: 'addInstance', node: group.node })),
    { type: 'saveDraft', values: { 'person.income': choice % 10 } },
    { type: 'complete', taskId: `k${choice}`, decision: 'agree' },
    { type: 'timerDue', timerId: 'm1' },
    { type: 'recalculate' },
    { type: 'effectAnswered', effectId: `p${choice % 9}`, outcome: failed },
    { ...earlier },
    ...(choice % 41 === 40 ? [{ type: 'withdraw' } as Deed] : []),
    ...approvalDeeds(state, choice),
  ];
}

/** What is wrong with a state of a structured plan; empty when all is well. */
export function violations(plan: Plan, state: CaseState): string[] {
  return [...anyViolations(plan, state), ...doubledTokens(plan, state)];
}

/** What is wrong with a state of any plan. */
export function anyViolations(plan: Plan, state: CaseState): string[] {
  return [...tokenViolations(plan, state), ...referenceViolations(state), ...approvalViolations(plan, state), ...endViolations(state)];
}

function tokenViolations(plan: Plan, state: CaseState): string[] {
  const found: string[] = [];
  const waits = Map.groupBy(waitsOf(state), (wait) => wait.token);
  for (const token of Object.values(state.tokens)) {
    const own = waits.get(token.id) ?? [];
    if (token.status !== 'waiting') found.push(`${token.id} is not waiting`);
    if (own.length !== 1) found.push(`${token.id} has ${own.length} reasons`);
    if (own[0]?.reason === 'join' && !isJoin(plan, token.node)) found.push(`${token.id} waits for nothing`);
    if (!state.scopes[token.scope]) found.push(`${token.id} is in no scope`);
  }
  return found;
}

function isJoin(plan: Plan, node: string): boolean {
  const { doc, incoming } = plan.nodes[node]!;
  if (doc.kind === 'threads') return doc.mode === 'merge';
  return (doc.kind === 'parallel' || doc.kind === 'inclusive' || doc.kind === 'complex') && incoming.length > 1;
}

/** An operator may move a token from one branch of a partial join to another: nothing waits for it there. */
function isBeforePartialJoin(plan: Plan, state: CaseState, scope: string): boolean {
  const block = state.scopes[scope]?.block;
  return block !== undefined && (plan.blocks[block]?.nodes.some((id) => plan.nodes[id]!.doc.kind === 'complex') ?? false);
}

/** In a structured plan a place holds one token; a join holds one per edge. */
function doubledTokens(plan: Plan, state: CaseState): string[] {
  const places = Object.values(state.tokens)
    .filter((token) => token.back === undefined && !isBeforePartialJoin(plan, state, token.scope))
    .map(({ scope, node, via, each, index }) => `${scope} ${node} ${isJoin(plan, node) ? via : ''} ${each ?? ''} ${index ?? ''}`);
  return places.filter((place, index) => places.indexOf(place) !== index).map((place) => `two tokens at ${place}`);
}

function referenceViolations(state: CaseState): string[] {
  const holders: { id: string; token?: string; what: string }[] = [
    ...Object.values(state.tasks)
      .filter((task) => isWaiting(task) && task.token !== '')
      .map((task) => ({ ...task, what: 'task' })),
    ...Object.values(state.timers).map((timer) => ({ ...timer, what: 'timer' })),
    ...Object.values(state.pending).map((pending) => ({ ...pending, what: 'pending' })),
    ...Object.values(state.incidents).map((incident) => ({ ...incident, what: 'incident' })),
    ...Object.values(state.scopes).map((scope) => ({ ...scope, what: 'scope' })),
  ];
  return holders
    .filter(({ token }) => token !== undefined && token !== '' && !state.tokens[token])
    .map(({ what, id }) => `${what} ${id} belongs to no token`);
}

function endViolations(state: CaseState): string[] {
  const left = Object.keys(state.tokens).length;
  if (isFinal(state.status)) return left === 0 ? [] : ['an ended case has tokens'];
  return left === 0 ? ['a running case has no tokens'] : [];
}

/** Keys of effects that were asked for twice; only a document is, when its incident is retried. */
export function repeatedEffects({ results }: Walk): string[] {
  const effects = results.flatMap((result): Effect[] => result.effects);
  const keys = effects.filter((effect) => effect.type !== 'issue').map((effect) => effect.key);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
