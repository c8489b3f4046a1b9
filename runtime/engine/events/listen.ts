/** Listening: what a token or a scope waits for besides its work, set up and taken back. */

import { eventOf, type NodeEvent } from '../../compile/events.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { instantOf } from '../instants.ts';
import { contextAt } from '../surroundings.ts';
import { dropTimer, setTimer, setTimerAfter } from '../timers.ts';
import type { Subscription, Token } from '../types.ts';
import { inOrder, nextId, note, own, type Work } from '../work.ts';
import { eventsOf } from './drawing.ts';

/** What is listened to, by whom. */
type Listener = Pick<Subscription, 'node' | 'token' | 'scope' | 'holds'>;
/** Why it cannot be listened to. */
export type Unset = 'calendar.missing' | 'timer.until_invalid' | 'message.key_invalid';

/** Begins to listen. What cannot be computed is told and not listened to. */
export function listen(work: Work, listener: Listener, event: NodeEvent): Unset | undefined {
  switch (event.type) {
    case 'timer':
      return listenToTimer(work, listener, event);
    case 'message': {
      const key = keyOf(work, listener.node, tokenOf(work, listener));
      if (!key.ok) return 'message.key_invalid';
      subscribe(work, { ...listener, on: 'message', name: event.message, ...(key.key === undefined ? {} : { key: key.key }) });
      return undefined;
    }
    case 'signal':
      subscribe(work, { ...listener, on: 'signal', name: event.signal });
      return undefined;
    case 'condition':
      subscribe(work, { ...listener, on: 'condition' });
      work.looking = true;
      return undefined;
    default:
      return undefined;
  }
}

function subscribe(work: Work, about: Omit<Subscription, 'id' | 'since'>): Subscription {
  const id = nextId(work, 'event');
  const made: Subscription = { id, ...about, since: work.command.at };
  own(work, 'subscriptions')[id] = made;
  if (about.on !== 'timer')
    note(work, 'event.awaited', { node: about.node, data: { on: about.on, ...(about.name ? { name: about.name } : {}) } });
  return made;
}

function listenToTimer(work: Work, listener: Listener, event: Extract<NodeEvent, { type: 'timer' }>): Unset | undefined {
  const { node } = listener;
  const about = { token: listener.token ?? '', node, purpose: 'event' as const };
  // Set when its limit runs, which the end of the step sees to: the limit may begin later, stand still and move.
  if (event.share) return void subscribe(work, { ...listener, on: 'timer' });
  const first = event.duration ?? event.cycle?.every;
  let timer: string | undefined;
  if (first) {
    timer = setTimerAfter(work, about, first);
    if (timer === undefined) return 'calendar.missing';
  } else {
    const doc = work.plan.nodes[node]!.doc;
    const expression = doc.kind === 'timer' ? work.plan.until[node] : work.plan.events?.[node]?.until;
    const value = expression?.(contextAt(work, tokenOf(work, listener)), work.env);
    const dueAt = value?.ok ? instantOf(value.value) : undefined;
    if (dueAt === undefined) return 'timer.until_invalid';
    timer = setTimer(work, about, dueAt);
  }
  subscribe(work, { ...listener, on: 'timer', timer, ...(event.cycle?.times === undefined ? {} : { left: event.cycle.times }) });
  return undefined;
}

/** The token that listens, or the one whose block holds the scope that does. */
function tokenOf({ state }: Work, { token, scope }: Listener): Token | undefined {
  const id = token ?? (scope === undefined ? undefined : state.scopes[scope]?.token);
  return id === undefined ? undefined : state.tokens[id];
}

/** The correlation key of a message at a node, as text; without an expression there is none. */
export function keyOf(work: Work, node: string, token?: Token): { ok: true; key?: string } | { ok: false } {
  const expression = work.plan.events?.[node]?.key;
  if (!expression) return { ok: true };
  const value = expression(contextAt(work, token), work.env);
  const key = value.ok ? keyText(value.value) : undefined;
  return key === undefined ? { ok: false } : { ok: true, key };
}

function keyText(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The events on the node a token has come to. Nothing where it has gone on already. */
export function armToken(work: Work, tokenId: string): undefined {
  const token = work.state.tokens[tokenId];
  // Of several at a step only the one that stands for all listens.
  if (!token || token.each !== undefined) return;
  const boundaries = eventsOf(work.plan).boundaries.get(token.node);
  if (!boundaries) return;
  for (const boundary of boundaries) arm(work, { node: boundary.id, token: token.id });
}

/** The event blocks of a scope that has just opened. */
export function armScope(work: Work, scope: string, block: string | undefined): undefined {
  for (const { start } of eventsOf(work.plan).blocks.get(block ?? '') ?? []) arm(work, { node: start.id, scope });
}

function arm(work: Work, listener: Listener): undefined {
  const event = eventOf(work.plan.nodes[listener.node]!.doc);
  // A step entered again under the same token (a retry, a next round) is listened to already.
  if (!event || isListening(work, listener)) return;
  const unset = listen(work, listener, event);
  if (unset) note(work, 'event.unset', { node: listener.node, data: { code: unset } });
}

function isListening({ state }: Work, { node, token, scope }: Listener): boolean {
  if (!state.subscriptions) return false;
  return Object.values(state.subscriptions).some((one) => one.node === node && one.token === token && one.scope === scope);
}

/** Listens no more. */
export function unlisten(work: Work, { id, timer }: Subscription): undefined {
  delete own(work, 'subscriptions')[id];
  if (timer !== undefined) dropTimer(work, timer);
}

/** Takes back everything a token listens to. */
export function disarmToken(work: Work, token: string): undefined {
  disarm(work, (one) => one.token === token);
}

/** In their order, so that it does not depend on how a state was stored; looked for first, since mostly there are none. */
function disarm(work: Work, which: (one: Subscription) => boolean): undefined {
  const { subscriptions } = work.state;
  if (!subscriptions) return;
  const found: Record<string, Subscription> = {};
  for (const id in subscriptions) if (which(subscriptions[id]!)) found[id] = subscriptions[id]!;
  for (const one of inOrder(found)) unlisten(work, one);
}

/** Takes back what the event blocks of a scope listen to. */
export function disarmScope(work: Work, scope: string): undefined {
  disarm(work, (one) => one.scope === scope);
}

/** Listens to the events one of which is to happen; the token stands still meanwhile. False with the reason when it cannot. */
export function awaitEvents(work: Work, token: Token, nodes: string[]): { problem: Unset; node: string } | undefined {
  for (const node of nodes) {
    const { doc } = work.plan.nodes[node]!;
    const event = doc.kind === 'timer' ? timerOf(doc.wait) : eventOf(doc);
    const problem = event && listen(work, { node, token: token.id, holds: true }, event);
    if (!problem) continue;
    disarmToken(work, token.id);
    return { problem, node };
  }
  return undefined;
}

function timerOf(wait: { duration?: unknown; until?: unknown }): Extract<NodeEvent, { type: 'timer' }> {
  return { type: 'timer', ...wait } as Extract<NodeEvent, { type: 'timer' }>;
}
