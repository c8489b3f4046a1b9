/** Scopes: the case itself (s0) and one for every open block. A scope is over when no token is left in it. */

import { withdrawAssists } from './assists.ts';
import { endAllClocks, endClocksAt } from './clocks.ts';
import { arriveBack } from './commands/returning.ts';
import { settleSteps } from './elements/ad-hoc.ts';
import { afterCompensation } from './elements/throw.ts';
import { compensationGoesOn, rememberScope } from './events/compensation.ts';
import { armScope, disarmScope } from './events/listen.ts';
import { setOutcome } from './fields.ts';
import { closePayments } from './payments.ts';
import { abandonRead } from './reads.ts';
import { cancelTask, isWaiting } from './tasks.ts';
import { cancelTimersOf } from './timers.ts';
import { hold, isEmpty, leave, putToken, removeToken, tokensIn } from './tokens.ts';
import type { CaseStatus, EndResult, ParentCase, Pending, Scope, Token } from './types.ts';
import { inOrder, nextId, note, own, type Work } from './work.ts';

export const ROOT = 's0';

/** Opens the scope of a block; the block's token waits for it. */
export function openScope(work: Work, token: Token): undefined {
  const id = nextId(work, 'scope');
  const scope: Scope = { id, block: token.node, parent: token.scope, token: token.id };
  const { doc } = work.plan.nodes[token.node]!;
  const adHoc = doc.kind === 'block' && doc.adHoc !== undefined;
  own(work, 'scopes')[id] = adHoc ? { ...scope, adHoc: { started: [], done: [] } } : scope;
  hold(work, token);
  armScope(work, id, token.node);
  if (adHoc) return settleSteps(work, id);
  putToken(work, work.plan.blocks[token.node]!.start, id);
}

export function setResult(work: Work, scope: string, result: EndResult): undefined {
  own(work, 'scopes')[scope] = { ...work.state.scopes[scope]!, result };
}

/** When nothing is left in the scope: the block is left with its result as outcome, or the case ends. */
export function closeIfEmpty(work: Work, scopeId: string): undefined {
  if (!isEmpty(work, scopeId)) return;
  const scope = work.state.scopes[scopeId]!;
  if (scopeId === ROOT) return endCase(work, scope.result ?? 'completed');
  if (scope.adHoc) return settleSteps(work, scopeId);
  closeScope(work, scope);
}

/** The last step of a chain in a block whose steps people start. */
export function endStep(work: Work, token: Token): undefined {
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  settleSteps(work, token.scope, token.node);
}

/** Leaves the block of a scope in which nothing is left to do. */
export function closeScope(work: Work, scope: Scope): undefined {
  const scopeId = scope.id;
  const result = scope.result ?? 'completed';
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
  for (const round of inOrder(work.state.rounds)) if (round.scope === scope) delete own(work, 'rounds')[round.id];
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
  cancelTokens(work, [token], reason);
}

/** Takes tokens out of the case with all that runs in them. One pass over what waits, however many they are. */
export function cancelTokens(work: Work, tokens: readonly Token[], reason: string): undefined {
  if (tokens.length === 0) return;
  const gone = withInner(work, tokens);
  const tasks = inOrder(work.state.tasks);
  // Looking for what was made for each of thousands would take long; mostly there is nothing of the kind.
  const plain = tasks.every((task) => task.of === undefined) ? [] : undefined;
  for (const task of tasks) if (gone.has(task.token) && isWaiting(task)) cancelTask(work, task, reason, plain);
  cancelTimersOf(work, gone);
  cancelPending(work, gone);
  if (work.state.assists) withdrawAssists(work, gone);
  if (work.state.payments) closePayments(work, gone);
  for (const incident of inOrder(work.state.incidents)) if (gone.has(incident.token)) delete own(work, 'incidents')[incident.id];
  for (const scope of inOrder(work.state.scopes)) if (scope.token !== undefined && gone.has(scope.token)) dropScope(work, scope.id);
  forgetInstances(work, gone);
  for (const id of gone.keys()) removeToken(work, id);
  // Nobody comes back from a second look that was cancelled: who asked for it goes on.
  for (const token of gone.values()) if (token.back !== undefined && work.state.tokens[token.back]) arriveBack(work, token);
}

/** The tokens, and those of the blocks and instances they stand for. */
function withInner({ state }: Work, tokens: readonly Token[]): Map<string, Token> {
  const gone = new Map<string, Token>();
  const open = [...tokens].reverse();
  const scopes = inOrder(state.scopes);
  const groups = inOrder(state.each);
  const nested = scopes.length > 1 || groups.length > 0 ? inOrder(state.tokens) : [];
  const inside = Map.groupBy(nested, (token) => token.scope);
  const instances = Map.groupBy(nested, (token) => token.each);
  const held = Map.groupBy(scopes, (scope) => scope.token);
  const looks = Object.values(state.tokens).filter((token) => token.back !== undefined);
  for (let token = open.pop(); token; token = open.pop()) {
    for (const look of looks) if (look.back === token.id) open.push(look);
    if (gone.has(token.id) || !state.tokens[token.id]) continue;
    gone.set(token.id, token);
    for (const scope of held.get(token.id) ?? []) open.push(...(inside.get(scope.id) ?? []));
    for (const group of groups) if (group.token === token.id) for (const one of instances.get(group.id) ?? []) open.push(one);
  }
  return gone;
}

function cancelPending(work: Work, gone: ReadonlyMap<string, Token>): undefined {
  const pendings = inOrder(work.state.pending);
  if (pendings.length === 0) return;
  const nodes = new Set([...gone.values()].map((token) => token.node));
  for (const pending of pendings) {
    if (isReadAt(pending, nodes)) abandonRead(work, pending);
    if (pending.token === undefined || !gone.has(pending.token)) continue;
    if (pending.kind === 'call')
      work.effects.push({
        id: `${pending.id}c`,
        type: 'cancelChild',
        key: `${pending.key}:cancel`,
        effect: pending.id,
        node: pending.node,
      });
    // A document may be sealed already, and a case handed over: the answer is still wanted for the history.
    const { token: _, ...orphan } = pending;
    if (['issue', 'archive', 'transfer'].includes(pending.kind)) own(work, 'pending')[pending.id] = orphan;
    else delete own(work, 'pending')[pending.id];
  }
}

/** Groups whose token is gone are gone; others lose the instances that were taken from them. */
function forgetInstances(work: Work, gone: ReadonlyMap<string, Token>): undefined {
  for (const group of inOrder(work.state.each)) {
    const lost = [...gone.values()].filter((token) => token.each === group.id).length;
    if (lost === 0 && (group.token === undefined || !gone.has(group.token))) continue;
    const running = group.running - lost;
    const over = group.token === undefined ? running === 0 : gone.has(group.token);
    if (over) delete own(work, 'each')[group.id];
    else own(work, 'each')[group.id] = { ...group, running, total: group.total - lost, begun: group.begun - lost };
  }
}

/** A read for the open form at which a token stands. */
function isReadAt(pending: Pending, nodes: ReadonlySet<string>): boolean {
  return pending.kind === 'data' && pending.token === undefined && pending.node !== undefined && nodes.has(pending.node);
}

export function cancelScope(work: Work, scope: string, reason: string, except?: string): undefined {
  cancelTokens(
    work,
    tokensIn(work.state, scope).filter((token) => token.id !== except),
    reason,
  );
}

/** Ends the case: nothing waits any more. Notifications and documents under way still report back. */
export function endCase(work: Work, status: Exclude<CaseStatus, 'draft' | 'running'>, error?: string | null): undefined {
  cancelScope(work, ROOT, 'case.ended');
  for (const pending of inOrder(work.state.pending)) {
    if (pending.kind === 'data' || pending.kind === 'script') delete own(work, 'pending')[pending.id];
  }
  for (const task of inOrder(work.state.tasks)) if (task.as === 'ask' && isWaiting(task)) cancelTask(work, task, 'case.ended');
  delete work.state.suspended;
  disarmScope(work, ROOT);
  endAllClocks(work, status === 'completed' || status === 'refused' ? 'met' : 'cancelled');
  work.state.status = status;
  work.state.endedAt = work.command.at;
  work.state.draft = {};
  if (work.state.parent) tellParent(work, work.state.parent, status, error);
  note(work, 'case.ended', { data: { status } });
}

/** The case that called this one goes on with the values it asked for. */
function tellParent(work: Work, parent: ParentCase, result: EndResult, error: string | null | undefined): undefined {
  const id = nextId(work, 'pending');
  const values = Object.fromEntries(parent.outputs.map((path) => [path, work.state.fields[path]?.value ?? null]));
  work.effects.push({
    id,
    type: 'childEnded',
    key: `${work.state.id}:${id}`,
    parent,
    result,
    values,
    ...(error === undefined ? {} : { error }),
  });
}

export function isFinal(status: CaseStatus): boolean {
  return status !== 'draft' && status !== 'running';
}
