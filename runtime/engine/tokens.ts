/**
 * Tokens: where a case stands. A token is one stay at one node: moving on consumes it and makes a new one, so its id says
 * exactly which stay an answer belongs to, and ids grow in the order of arrival.
 */
import type { Plan, PlanEdge } from '../compile/plan.ts';
import { endClocksAt } from './clocks.ts';
import { arriveBack } from './commands/returning.ts';
import { chooseEdges } from './edges.ts';
import { rememberFinished } from './events/compensation.ts';
import { disarmToken } from './events/listen.ts';
import { raise } from './incidents.ts';
import { finishInstance } from './instances.ts';
import { reach } from './reach.ts';
import { closeIfEmpty, endStep } from './scopes.ts';
import type { CaseState, Token } from './types.ts';
import { inOrder, nextId, own, type Work } from './work.ts';

/** Puts a token at a node; the burst loop will enter it. */
export function putToken(work: Work, node: string, scope: string, via?: string): Token {
  const id = nextId(work, 'token');
  const token: Token = via === undefined ? { id, node, scope, status: 'active' } : { id, node, scope, via, status: 'active' };
  own(work, 'tokens')[id] = token;
  work.tokens += 1;
  if (work.inScope) countIn(work.inScope, scope, 1);
  work.agenda.push(id);
  return token;
}

export function removeToken(work: Work, id: string): undefined {
  if (work.state.subscriptions) disarmToken(work, id);
  if (work.inScope) countIn(work.inScope, work.state.tokens[id]?.scope, -1);
  delete own(work, 'tokens')[id];
  work.tokens -= 1;
}

function countIn(counts: Map<string, number>, scope: string | undefined, change: number): undefined {
  if (scope !== undefined) counts.set(scope, (counts.get(scope) ?? 0) + change);
}

/** Tokens from which on they are counted by scope instead of looked through. */
const MANY = 100;

/** Is no token left in a scope? */
export function isEmpty(work: Work, scope: string): boolean {
  const { tokens } = work.state;
  if (work.bursting && work.tokens > MANY && !work.inScope) {
    work.inScope = new Map();
    for (const id in tokens) countIn(work.inScope, tokens[id]!.scope, 1);
  }
  if (work.inScope) return (work.inScope.get(scope) ?? 0) === 0;
  for (const id in tokens) if (tokens[id]!.scope === scope) return false;
  return true;
}

/** The token stays where it is until its wait ends. */
export function hold(work: Work, token: Token): undefined {
  if (token.status !== 'waiting') own(work, 'tokens')[token.id] = { ...token, status: 'waiting' };
}

/** Another token at the node, of one instance or turn. The token that came stays and stands for all. */
export function putInstance(work: Work, { node, scope, via }: Token, group: string, index: number): undefined {
  const id = nextId(work, 'token');
  own(work, 'tokens')[id] = { id, node, scope, ...(via === undefined ? {} : { via }), status: 'active', each: group, index };
  work.tokens += 1;
  if (work.inScope) countIn(work.inScope, scope, 1);
  work.agenda.push(id);
}

/** The token is done at its node: an instance is counted, any other token moves on. */
export function leave(work: Work, token: Token, outcome?: string): undefined {
  return token.each === undefined ? goOn(work, token, outcome) : finishInstance(work, token, outcome);
}

/** Moves a token past its node, along every edge its outcome and conditions choose. */
export function goOn(work: Work, token: Token, outcome?: string): undefined {
  const node = work.plan.nodes[token.node]!;
  if (token.back !== undefined) return goBack(work, token);
  if (node.outgoing.length === 0 && work.state.scopes[token.scope]!.adHoc) return endStep(work, token);
  if (node.outgoing.length === 0 && work.state.scopes[token.scope]!.compensation) return endHandler(work, token);
  const choice = chooseEdges(work, token, outcome);
  if (!choice.ok) return raise(work, token, choice.code, { stage: 'leave', detail: choice.detail, outcome });
  endClocksAt(work, token.node);
  rememberFinished(work, token);
  removeToken(work, token.id);
  for (const edge of edgesOfReplay(token, choice.edges)) follow(work, token, edge);
}

/** A step done once more is left: nothing follows from it but that the desk which asked for it goes on. */
function goBack(work: Work, token: Token): undefined {
  removeToken(work, token.id);
  arriveBack(work, token);
}

/** On a replay, branches that were kept are not begun again. */
function edgesOfReplay({ replay }: Token, edges: PlanEdge[]): PlanEdge[] {
  const left = replay ? edges.filter((edge) => !replay.skip.includes(edge.id)) : edges;
  return left.length > 0 ? left : edges;
}

/** The last step of a compensation needs no edge to an end. */
function endHandler(work: Work, token: Token): undefined {
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  closeIfEmpty(work, token.scope);
}

/** Puts a token at the end of an edge. */
export function follow(work: Work, token: Token, edge: PlanEdge): undefined {
  work.trace.edges.push(edge.id);
  const made = putToken(work, edge.to, token.scope, edge.id);
  const { replay } = token;
  if (replay && edge.to !== replay.until && !isOver(work.plan, token.node, replay)) own(work, 'tokens')[made.id] = { ...made, replay };
}

/** Past a join a replay goes on only while it is on its way: not where it would have to begin anew, in a loop. */
function isOver(plan: Plan, node: string, { from, until }: NonNullable<Token['replay']>): boolean {
  return plan.nodes[node]!.incoming.length > 1 && (from === undefined || !reach(plan, node, from).has(until));
}

/** Several became one: a replay of any of them is one of what they became. */
export function carryReplay(work: Work, tokens: readonly Token[], last: Token): Token {
  const replay = tokens.find((token) => token.replay)?.replay;
  if (!replay || last.replay) return last;
  const carried = { ...last, replay };
  own(work, 'tokens')[last.id] = carried;
  return carried;
}

export function tokensIn(state: CaseState, scope: string): Token[] {
  return inOrder(state.tokens).filter((token) => token.scope === scope);
}
