import type { EndEvent, ThrowEvent, ThrowNode } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { compensate } from '../events/compensation.ts';
import { boundaryFor } from '../events/drawing.ts';
import { propagate } from '../events/errors.ts';
import { crossBoundary, happen } from '../events/happen.ts';
import { disarmScope, keyOf } from '../events/listen.ts';
import { setOutcome } from '../fields.ts';
import { raise } from '../incidents.ts';
import { expect } from '../pending.ts';
import { cancelScope, dropScope, endCase } from '../scopes.ts';
import { contextAt } from '../surroundings.ts';
import { hold, leave, removeToken } from '../tokens.ts';
import type { Token } from '../types.ts';
import { inOrder, nextId, note, type Work } from '../work.ts';
import { finishEnd } from './end.ts';

/** Lets something happen, then goes on; a compensation is waited for. */
export function enterThrow(work: Work, token: Token, { event }: ThrowNode): undefined {
  if (throwEvent(work, token, event) && work.state.tokens[token.id]) leave(work, token);
}

/** False when the token must not go on: it waits for compensation, or it has a problem. It may be gone afterwards, too. */
export function throwEvent(work: Work, token: Token, event: ThrowEvent | EndEvent): boolean {
  switch (event.type) {
    case 'message':
      return sendMessage(work, token, event.message);
    case 'signal':
      broadcast(work, token, event.signal);
      return true;
    case 'escalation':
      note(work, 'escalation.raised', { node: token.node, data: event.code === undefined ? {} : { code: event.code } });
      if (!propagate(work, token, 'escalation', event.code)) escalateToParent(work, event.code);
      return true;
    case 'error':
      note(work, 'error.raised', { node: token.node, data: event.code === undefined ? {} : { code: event.code } });
      if (propagate(work, token, 'error', event.code)) return false;
      // A called case ends with it, and the step that called it takes it up.
      if (work.state.parent) endCase(work, 'withdrawn', event.code ?? null);
      else raise(work, token, 'error.unhandled', event.code === undefined ? {} : { detail: event.code });
      return false;
    case 'compensation':
      if (!compensate(work, token, event.node)) return true;
      hold(work, token);
      return false;
    case 'cancel':
      return cancelTransaction(work, token);
  }
}

/** Nobody took it in a called case: the step that called it is told, and this case goes on. */
function escalateToParent(work: Work, code: string | undefined): undefined {
  const { parent, id: own } = work.state;
  if (!parent) return;
  const id = nextId(work, 'pending');
  work.effects.push({ id, type: 'childEscalated', key: `${own}:${id}`, parent, ...(code === undefined ? {} : { code }) });
}

/** The message leaves with the commit; whoever waits for it, here or in another case, gets it then. */
function sendMessage(work: Work, token: Token, message: string): boolean {
  const key = keyOf(work, token.node, token);
  if (!key.ok) {
    raise(work, token, 'message.key_invalid');
    return false;
  }
  const values: Record<string, JsonValue> = {};
  for (const [name, expression] of Object.entries(work.plan.events?.[token.node]?.values ?? {})) {
    const value = expression(contextAt(work, token), work.env);
    if (!value.ok) {
      raise(work, token, 'message.value_failed', { detail: name });
      return false;
    }
    values[name] = value.value;
  }
  const pending = expect(work, { kind: 'message', of: message, node: token.node });
  const correlation = key.key === undefined ? {} : { correlation: key.key };
  work.effects.push({ id: pending.id, type: 'message', key: pending.key, message, ...correlation, values, node: token.node });
  note(work, 'message.sent', { node: token.node, data: { name: message } });
  return true;
}

/** Whoever listens in this case hears it at once, the other cases of the region after the commit. */
function broadcast(work: Work, token: Token, signal: string): undefined {
  note(work, 'signal.sent', { node: token.node, data: { name: signal } });
  if (work.plan.scenario.signals?.[signal]?.reach === 'region') {
    const pending = expect(work, { kind: 'signal', of: signal, node: token.node });
    work.effects.push({ id: pending.id, type: 'signal', key: pending.key, signal, at: work.command.at, node: token.node });
  }
  hear(work, signal);
}

/** Lets a signal happen wherever it is listened to now. True when somebody did. */
export function hear(work: Work, signal: string): boolean {
  const listeners = inOrder(work.state.subscriptions).filter((one) => one.on === 'signal' && one.name === signal);
  for (const one of listeners) {
    // What one listener interrupts does not hear it any more.
    const still = work.state.subscriptions?.[one.id];
    if (still) happen(work, still);
  }
  return listeners.length > 0;
}

/** A transaction is cancelled: everything else in it stops, what was finished is taken back, then it is left by its cancel event. */
function cancelTransaction(work: Work, token: Token): boolean {
  const scope = work.state.scopes[token.scope]!;
  note(work, 'transaction.cancelled', { node: scope.block ?? token.node });
  disarmScope(work, scope.id);
  cancelScope(work, scope.id, 'transaction.cancelled', token.id);
  if (compensate(work, token, undefined)) hold(work, token);
  else leaveTransaction(work, token);
  return false;
}

function leaveTransaction(work: Work, token: Token): undefined {
  const instance = work.state.tokens[work.state.scopes[token.scope]!.token ?? ''];
  if (!instance) return raise(work, token, 'transaction.none');
  const boundary = boundaryFor(work.plan, instance.node, 'cancel');
  // An event on a transaction done for each of several is on all of them together.
  const host = instance.each === undefined ? instance : work.state.tokens[work.state.each?.[instance.each]?.token ?? ''];
  if (boundary && host) return crossBoundary(work, boundary, host);
  // Without an event for it the block is left like by any other end.
  removeToken(work, token.id);
  dropScope(work, token.scope);
  setOutcome(work, instance.node, 'cancel');
  leave(work, instance, 'cancel');
}

/** The last handler is through: the step that asked for compensation goes on. */
export function afterCompensation(work: Work, token: Token): undefined {
  const { doc } = work.plan.nodes[token.node]!;
  if (doc.kind === 'end') return doc.event?.type === 'cancel' ? leaveTransaction(work, token) : finishEnd(work, token, doc);
  leave(work, token);
}
