/** Scopes: the case itself (s0) and one for every open block. A scope is over when no token is left in it. */
import { endAllClocks } from './clocks.ts';
import { compensationGoesOn, rememberScope } from './events/compensation.ts';
import { armScope, disarmScope } from './events/listen.ts';
import { afterCompensation } from './elements/throw.ts';
import { setOutcome } from './fields.ts';
import { abandonRead } from './reads.ts';
import { cancelTask, isWaiting } from './tasks.ts';
import { cancelTimersOf } from './timers.ts';
import { hold, leave, putToken, removeToken, tokensIn } from './tokens.ts';
import type { CaseStatus, EndResult, Pending, Scope, Token } from './types.ts';
import { inOrder, nextId, note, own, type Work } from './work.ts';

export const ROOT = 's0';

/** Opens the scope of a block; the block's token waits for it. */
export function openScope(work: Work, token: Token): undefined {
  const id = nextId(work, 'scope');
  own(work, 'scopes')[id] = { id, block: token.node, parent: token.scope, token: token.id };
  hold(work, token);
  armScope(work, id, token.node);
  putToken(work, work.plan.blocks[token.node]!.start, id);
}

export function setResult(work: Work, scope: string, result: EndResult): undefined {
  own(work, 'scopes')[scope] = { ...work.state.scopes[scope]!, result };
}

/** When nothing is left in the scope: the block is left with its result as outcome, or the case ends. */
export function closeIfEmpty(work: Work, scopeId: string): undefined {
  for (const id in work.state.tokens) if (work.state.tokens[id]!.scope === scopeId) return;
  const scope = work.state.scopes[scopeId]!;
  const result = scope.result ?? 'completed';
  if (scopeId === ROOT) return endCase(work, result);
  dropScope(work, scopeId);
  const token = work.state.tokens[scope.token!]!;
  if (scope.compensation) {
    if (compensationGoesOn(work, scope, token)) afterCompensation(work, token);
    return;
  }
  if (isEventBlock(work, token)) return endEventBlock(work, scope, token);
  rememberScope(work, scope, token);
  setOutcome(work, token.node, result);
  leave(work, token, result);
}

/** Forgets a scope that is over, with what its event blocks listened to. */
export function dropScope(work: Work, scope: string): undefined {
  disarmScope(work, scope);
  delete own(work, 'scopes')[scope];
}

function isEventBlock(work: Work, { node }: Token): boolean {
  const { doc } = work.plan.nodes[node]!;
  return doc.kind === 'block' && doc.event === true;
}

/** An event block leads nowhere: what took the place of its scope ends it with its own result. */
function endEventBlock(work: Work, { block, result }: Scope, token: Token): undefined {
  const start = work.plan.nodes[work.plan.blocks[block!]!.start]!.doc;
  if (result !== undefined && start.kind === 'start' && start.interrupting !== false) setResult(work, token.scope, result);
  removeToken(work, token.id);
  closeIfEmpty(work, token.scope);
}

/** Takes a token out of the case with everything it waits for. */
export function cancelToken(work: Work, token: Token, reason: string): undefined {
  for (const task of inOrder(work.state.tasks)) if (task.token === token.id && isWaiting(task)) cancelTask(work, task, reason);
  cancelTimersOf(work, token.id);
  for (const pending of inOrder(work.state.pending)) {
    if (isReadOf(pending, token)) abandonRead(work, pending);
    if (pending.token !== token.id) continue;
    // A document may be sealed already: its answer is still wanted for the history.
    const { token: _, ...orphan } = pending;
    if (pending.kind === 'issue') own(work, 'pending')[pending.id] = orphan;
    else delete own(work, 'pending')[pending.id];
  }
  for (const incident of inOrder(work.state.incidents)) if (incident.token === token.id) delete own(work, 'incidents')[incident.id];
  for (const scope of inOrder(work.state.scopes)) {
    if (scope.token !== token.id) continue;
    cancelScope(work, scope.id, reason);
    dropScope(work, scope.id);
  }
  removeToken(work, token.id);
}

/** A read for the open form at which the token stands. */
function isReadOf(pending: Pending, token: Token): boolean {
  return pending.kind === 'data' && pending.token === undefined && pending.node === token.node;
}

export function cancelScope(work: Work, scope: string, reason: string, except?: string): undefined {
  for (const token of tokensIn(work.state, scope)) if (token.id !== except) cancelToken(work, token, reason);
}

/** Ends the case: nothing waits any more. Notifications and documents under way still report back. */
export function endCase(work: Work, status: Exclude<CaseStatus, 'draft' | 'running'>): undefined {
  cancelScope(work, ROOT, 'case.ended');
  for (const pending of inOrder(work.state.pending)) {
    if (pending.kind === 'data' || pending.kind === 'script') delete own(work, 'pending')[pending.id];
  }
  disarmScope(work, ROOT);
  endAllClocks(work, status === 'completed' || status === 'refused' ? 'met' : 'cancelled');
  work.state.status = status;
  work.state.endedAt = work.command.at;
  work.state.draft = {};
  note(work, 'case.ended', { data: { status } });
}

export function isFinal(status: CaseStatus): boolean {
  return status !== 'draft' && status !== 'running';
}
