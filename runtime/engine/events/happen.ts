/** Something that was listened to happens: the waiting token goes on, a boundary event or an event block begins. */
import { eventOf } from '../../compile/events.ts';
import type { JsonValue, PlanNode } from '../../compile/plan.ts';
import { endClocksAt } from '../clocks.ts';
import { fitTypes, setFields } from '../fields.ts';
import { cancelScope, cancelToken } from '../scopes.ts';
import { contextAt } from '../surroundings.ts';
import { instantAfter, setTimerAfter } from '../timers.ts';
import { leave, putToken, removeToken } from '../tokens.ts';
import type { Subscription, Timer, Token } from '../types.ts';
import { inOrder, note, own, type Work } from '../work.ts';
import type { EventBlock } from './drawing.ts';
import { eventsOf } from './drawing.ts';
import { disarmScope, unlisten } from './listen.ts';

/** Lets the event of a subscription happen. */
export function happen(work: Work, subscription: Subscription): undefined {
  const node = work.plan.nodes[subscription.node]!;
  note(work, 'event.happened', { node: node.id, data: { on: subscription.on, ...(subscription.name ? { name: subscription.name } : {}) } });
  if (node.doc.kind === 'boundary') return crossBoundary(work, node, work.state.tokens[subscription.token!]!, subscription);
  if (subscription.scope === undefined) return goOn(work, node, work.state.tokens[subscription.token!]!);
  const block = (eventsOf(work.plan).blocks.get(work.state.scopes[subscription.scope]!.block ?? '') ?? []).find(
    ({ start }) => start === node,
  )!;
  if (!block.interrupting) endIfOnce(work, subscription);
  return startEventBlock(work, block, subscription.scope);
}

/** A catch is left; behind an event gateway the way of the event is taken, and the others are forgotten. */
function goOn(work: Work, node: PlanNode, token: Token): undefined {
  if (token.node === node.id) return leave(work, token);
  const edge = work.plan.nodes[token.node]!.outgoing.find((one) => one.to === node.id)!;
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  work.trace.edges.push(edge.id);
  const next = putToken(work, node.id, token.scope, edge.id);
  own(work, 'tokens')[next.id] = { ...next, happened: true };
}

/** Interrupting, the host and all that runs in it is cancelled; otherwise a token more begins at the event. */
export function crossBoundary(work: Work, boundary: PlanNode, host: Token, subscription?: Subscription): undefined {
  if (isInterrupting(boundary)) {
    endClocksAt(work, host.node);
    cancelToken(work, host, 'event.interrupted');
  } else if (subscription) endIfOnce(work, subscription);
  putToken(work, boundary.id, host.scope);
}

export function isInterrupting({ doc }: PlanNode): boolean {
  if (doc.kind !== 'boundary') return false;
  return doc.event.type === 'error' || doc.event.type === 'cancel' || doc.interrupting !== false;
}

/** An instant comes once; messages, signals and conditions may come again. Cycles were set again before. */
function endIfOnce(work: Work, subscription: Subscription): undefined {
  const { timer } = work.state.subscriptions?.[subscription.id] ?? {};
  if (subscription.on === 'timer' && timer === undefined) unlisten(work, subscription);
}

/** Begins an event block; an interrupting one takes the place of everything else in its scope. */
export function startEventBlock(work: Work, { block, interrupting }: EventBlock, scope: string): undefined {
  if (interrupting) {
    disarmScope(work, scope);
    cancelScope(work, scope, 'event.interrupted');
  }
  putToken(work, block, scope);
}

/** A timer of a subscription came due. A cycle goes on from the instant it was due, or from now where that has passed, too. */
export function timerHappened(work: Work, timer: Timer): undefined {
  const subscription = inOrder(work.state.subscriptions).find((one) => one.timer === timer.id);
  if (!subscription) return;
  const { timer: _, ...rest } = subscription;
  own(work, 'subscriptions')[subscription.id] = rest;
  setAgain(work, rest, timer);
  happen(work, rest);
}

function setAgain(work: Work, subscription: Subscription, timer: Timer): undefined {
  const event = eventOf(work.plan.nodes[subscription.node]!.doc);
  if (event?.type !== 'timer' || !event.cycle) return;
  const left = subscription.left === undefined ? undefined : subscription.left - 1;
  if (left === 0) return;
  const { id: _, dueAt, ...about } = timer;
  // Time stood still for us, not outside: what was missed is not made up for one by one.
  const following = instantAfter(work, dueAt, event.cycle.every);
  const missed = following !== undefined && following !== 'no calendar' && following < work.command.at;
  const next = setTimerAfter(work, about, event.cycle.every, missed ? work.command.at : dueAt);
  if (next === undefined) return;
  own(work, 'subscriptions')[subscription.id] = { ...subscription, timer: next, ...(left === undefined ? {} : { left }) };
}

export type Taken = { ok: true; values: Record<string, JsonValue> } | { ok: false; path: string };

/** What a message brings, by the paths its catcher fills; a value of the wrong type is named. */
export function takeValues(work: Work, node: string, values: Record<string, JsonValue>): Taken {
  const event = eventOf(work.plan.nodes[node]!.doc);
  const provides = event?.type === 'message' ? (event.provides ?? {}) : {};
  const written: Record<string, JsonValue> = {};
  for (const [name, path] of Object.entries(provides)) {
    if (Object.hasOwn(values, name) && values[name] !== null) written[path] = values[name]!;
  }
  return fitTypes(work, written);
}

export function keepValues(work: Work, values: Record<string, JsonValue>, message: string): undefined {
  setFields(work, values, 'shared', message);
}

/**
 * Messages that came early and conditions that hold now. Looked at when nothing else in the burst can move. True when
 * something happened.
 */
export function settleEvents(work: Work): boolean {
  const { subscriptions } = work.state;
  if (!subscriptions) return false;
  for (const one of inOrder(subscriptions)) {
    if (one.on === 'message' ? takeKept(work, one) : one.on === 'condition' && look(work, one)) return true;
  }
  return false;
}

function takeKept(work: Work, subscription: Subscription): boolean {
  const kept = inOrder(work.state.kept).find((one) => one.message === subscription.name && sameKey(subscription.key, one.key));
  if (!kept) return false;
  delete own(work, 'kept')[kept.id];
  const taken = takeValues(work, subscription.node, kept.values);
  if (taken.ok) keepValues(work, taken.values, kept.message);
  else note(work, 'message.values_invalid', { node: subscription.node, data: { path: taken.path } });
  happen(work, subscription);
  return true;
}

/** A key that one side does not name does not tell cases apart. */
export function sameKey(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** A condition happens when it becomes true: what held before and still does is not told twice. */
function look(work: Work, subscription: Subscription): boolean {
  const token = subscription.token === undefined ? undefined : work.state.tokens[subscription.token];
  const result = work.plan.events?.[subscription.node]?.when?.(contextAt(work, token), work.env) ?? { ok: true, value: false };
  if (!result.ok) {
    if (!subscription.failed) {
      own(work, 'subscriptions')[subscription.id] = { ...subscription, failed: true };
      note(work, 'event.condition_failed', { node: subscription.node });
    }
    return false;
  }
  if (result.value === (subscription.held ?? false)) return false;
  const { held: _, ...rest } = subscription;
  own(work, 'subscriptions')[subscription.id] = result.value ? { ...rest, held: true } : rest;
  if (result.value) happen(work, work.state.subscriptions![subscription.id]!);
  return result.value;
}
