/** Why a case stands still. */

import { isWaiting } from './tasks.ts';
import type { CaseState, WaitReason } from './types.ts';
import { inOrder } from './work.ts';

export interface Wait {
  token: string;
  node: string;
  reason: WaitReason;
  /** Ids of the tasks, timer, effect, scope or incident waited for. */
  for: string[];
}

/** Why the case stands still: every waiting token with its reason. A token without a reason is a bug, and shows here. */
export function waitsOf(state: CaseState): Wait[] {
  const found = new Map<string, Wait[]>();
  const add = (token: string | undefined, reason: WaitReason, id: string) => {
    const node = token === undefined ? undefined : state.tokens[token]?.node;
    if (token === undefined || node === undefined) return;
    const waits = found.get(token) ?? [];
    const known = waits.find((wait) => wait.reason === reason && (reason === 'task' || reason === 'event'));
    if (known) known.for.push(id);
    else waits.push({ token, node, reason, for: [id] });
    found.set(token, waits);
  };
  for (const task of inOrder(state.tasks)) if (isWaiting(task)) add(task.token, 'task', task.id);
  for (const timer of [...inOrder(state.timers), ...inOrder(state.held), ...inOrder(state.suspended?.timers)])
    if (timer.purpose === 'timer') add(timer.token, 'timer', timer.id);
  for (const one of inOrder(state.subscriptions)) if (one.holds) add(one.token, 'event', one.id);
  for (const pending of inOrder(state.pending)) add(pending.token, pending.kind === 'script' ? 'call' : 'effect', pending.id);
  for (const scope of inOrder(state.scopes)) add(scope.token, 'scope', scope.id);
  const failed = new Set(Object.values(state.incidents).map((incident) => incident.token));
  for (const group of inOrder(state.each)) if (group.token !== undefined && !failed.has(group.token)) add(group.token, 'each', group.id);
  for (const token of inOrder(state.tokens))
    if (token.section === 'queued' || token.offered === 'waiting') add(token.id, 'section', token.id);
  for (const incident of inOrder(state.incidents)) add(incident.token, 'incident', incident.id);
  return inOrder(state.tokens)
    .filter((token) => token.status === 'waiting')
    .flatMap((token) => found.get(token.id) ?? [{ token: token.id, node: token.node, reason: 'join', for: [] }]);
}
