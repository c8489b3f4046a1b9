/**
 * Tokens: where a case stands. A token is one stay at one node: moving on consumes it and makes a new one, so its id says
 * exactly which stay an answer belongs to, and ids grow in the order of arrival.
 */
import type { PlanEdge } from '../compile/plan.ts';
import { endClocksAt } from './clocks.ts';
import { chooseEdges } from './edges.ts';
import { rememberFinished } from './events/compensation.ts';
import { disarmToken } from './events/listen.ts';
import { raise } from './incidents.ts';
import { closeIfEmpty } from './scopes.ts';
import type { CaseState, Token } from './types.ts';
import { inOrder, nextId, own, type Work } from './work.ts';

/** Puts a token at a node; the burst loop will enter it. */
export function putToken(work: Work, node: string, scope: string, via?: string): Token {
  const id = nextId(work, 'token');
  const token: Token = via === undefined ? { id, node, scope, status: 'active' } : { id, node, scope, via, status: 'active' };
  own(work, 'tokens')[id] = token;
  work.tokens += 1;
  work.agenda.push(id);
  return token;
}

export function removeToken(work: Work, id: string): undefined {
  if (work.state.subscriptions) disarmToken(work, id);
  delete own(work, 'tokens')[id];
  work.tokens -= 1;
}

/** The token stays where it is until its wait ends. */
export function hold(work: Work, token: Token): undefined {
  if (token.status !== 'waiting') own(work, 'tokens')[token.id] = { ...token, status: 'waiting' };
}

/** Moves a token past its node, along every edge its outcome and conditions choose. */
export function leave(work: Work, token: Token, outcome?: string): undefined {
  const node = work.plan.nodes[token.node]!;
  if (node.outgoing.length === 0 && work.state.scopes[token.scope]!.compensation) return endHandler(work, token);
  const choice = chooseEdges(work, node, outcome);
  if (!choice.ok) return raise(work, token, choice.code, { stage: 'leave', detail: choice.detail });
  endClocksAt(work, token.node);
  rememberFinished(work, token);
  removeToken(work, token.id);
  for (const edge of choice.edges) follow(work, token, edge);
}

/** The last step of a compensation needs no edge to an end. */
function endHandler(work: Work, token: Token): undefined {
  endClocksAt(work, token.node);
  removeToken(work, token.id);
  closeIfEmpty(work, token.scope);
}

function follow(work: Work, token: Token, edge: PlanEdge): undefined {
  work.trace.edges.push(edge.id);
  putToken(work, edge.to, token.scope, edge.id);
}

export function tokensIn(state: CaseState, scope: string): Token[] {
  return inOrder(state.tokens).filter((token) => token.scope === scope);
}
