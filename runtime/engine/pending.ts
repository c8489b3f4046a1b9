/** Effects and calls under way. The id of the effect is the idempotency key within the case. */
import type { Pending, Token } from './types.ts';
import { nextId, own, type Work } from './work.ts';

export function expect(work: Work, about: Pick<Pending, 'kind' | 'of' | 'token' | 'node'>, id = nextId(work, 'pending')): Pending {
  const pending: Pending = { id, key: `${work.state.id}:${id}`, kind: about.kind };
  if (about.token !== undefined) pending.token = about.token;
  if (about.node !== undefined) pending.node = about.node;
  if (about.of !== undefined) pending.of = about.of;
  own(work, 'pending')[id] = pending;
  return pending;
}

/** Takes the expected answer off the list; undefined when nobody waits for it (any more). */
export function takePending(work: Work, id: string): Pending | undefined {
  const pending = Object.hasOwn(work.state.pending, id) ? work.state.pending[id] : undefined;
  if (pending) delete own(work, 'pending')[id];
  return pending;
}

export function tokenOf(work: Work, pending: Pending): Token | undefined {
  return pending.token === undefined ? undefined : work.state.tokens[pending.token];
}
