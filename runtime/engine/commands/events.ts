/** Events that reach a case from outside: messages, signals, and the end of what called it. */

import { hear } from '../elements/throw.ts';
import { happen, keepValues, sameKey, takeValues } from '../events/happen.ts';
import { refundPaid } from '../payments.ts';
import { endCase } from '../scopes.ts';
import type { Command } from '../types.ts';
import { inOrder, nextId, note, own, type Verdict, type Work } from '../work.ts';

/** One message for one listener, the one that has waited longest. Nobody waits: it is kept where its message says so. */
export function takeMessage(work: Work, command: Extract<Command, { type: 'message' }>): Verdict {
  const { message, key, values = {}, onlyIfAwaited } = command;
  const messages = work.plan.scenario.messages ?? {};
  const doc = Object.hasOwn(messages, message) ? messages[message] : undefined;
  if (!doc) return { code: 'message.unknown' };
  const listener = inOrder(work.state.subscriptions).find((one) => one.on === 'message' && one.name === message && sameKey(one.key, key));
  if (!listener) {
    if (!doc.keep || onlyIfAwaited) return { code: 'message.not_awaited' };
    const id = nextId(work, 'event');
    own(work, 'kept')[id] = { id, message, ...(key === undefined ? {} : { key }), values, at: command.at };
    note(work, 'message.kept', { data: { name: message } });
    return undefined;
  }
  const taken = takeValues(work, listener.node, values);
  if (!taken.ok) return { code: 'message.values_invalid', problems: [{ path: taken.path, code: 'field.type' }] };
  keepValues(work, taken.values, message);
  happen(work, listener);
  return undefined;
}

/** A signal that nobody listens to is gone. */
export function hearSignal(work: Work, { signal }: Extract<Command, { type: 'signal' }>): Verdict {
  return hear(work, signal) ? undefined : 'unchanged';
}

export function cancelCase(work: Work, { reason }: Extract<Command, { type: 'cancelCase' }>): Verdict {
  note(work, 'case.cancelled', { data: { reason } });
  refundPaid(work, 'withdrawn');
  endCase(work, 'withdrawn');
  return undefined;
}
