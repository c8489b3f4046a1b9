/**
 * Partial joins: n of m branches, the first of them, or a condition. After it went on a join has a round, until every
 * branch has delivered or nothing can come by the others any more:
 *
 *   waiting -> gone on (round open) -> reset -> waiting
 *
 * `ignore`: what comes in an open round is taken away. `block`: a second token of an edge is held for the next round.
 * `cancel`: the branches are cancelled when it goes on, and there is no round.
 */
import type { ComplexJoin } from '../../../schemas/generated/documents.ts';
import type { Plan, PlanNode } from '../../compile/plan.ts';
import { betweenSplitAnd } from '../between.ts';
import { raise } from '../incidents.ts';
import { arrivedBy, before } from '../joins.ts';
import { reach } from '../reach.ts';
import { cancelTokens, closeIfEmpty } from '../scopes.ts';
import { contextAt } from '../surroundings.ts';
import { carryReplay, hold, leave, removeToken } from '../tokens.ts';
import type { Round, Token } from '../types.ts';
import { inOrder, nextId, note, numberOf, own, type Work } from '../work.ts';

export function enterComplex(work: Work, token: Token, node: PlanNode): undefined {
  if (node.incoming.length <= 1) return leave(work, token);
  hold(work, token);
  const round = roundOf(work, node.id, token.scope);
  if (round) deliver(work, round, token, node);
  else tryToGoOn(work, token.scope, node);
}

function roundOf(work: Work, node: string, scope: string): Round | undefined {
  return inOrder(work.state.rounds).find((round) => round.node === node && round.scope === scope);
}

/** A token comes while the round is open. */
function deliver(work: Work, round: Round, token: Token, node: PlanNode): undefined {
  const again = token.via === undefined || round.delivered.includes(token.via);
  if (again && restOf(node) === 'block') return;
  removeToken(work, token.id);
  note(work, 'join.late', { node: node.id });
  if (!again) {
    const next = { ...round, delivered: [...round.delivered, token.via!] };
    own(work, 'rounds')[round.id] = next;
    if (next.delivered.length === node.incoming.length) reset(work, next, node);
  }
  closeIfEmpty(work, token.scope);
}

function restOf({ doc }: PlanNode): ComplexJoin['rest'] {
  return (doc as ComplexJoin).rest;
}

function reset(work: Work, round: Round, node: PlanNode): undefined {
  delete own(work, 'rounds')[round.id];
  tryToGoOn(work, round.scope, node);
}

function tryToGoOn(work: Work, scope: string, node: PlanNode): undefined {
  const arrived = arrivedBy(work, node.id, scope);
  if (arrived.size === 0) return;
  const tokens = [...arrived.values()].sort((a, b) => numberOf(a.id) - numberOf(b.id));
  const last = tokens.at(-1)!;
  const enough = isEnough(work, node, last, arrived.size);
  if (!enough.ok) return raise(work, last, 'join.condition_failed', { stage: 'join' });
  if (!enough.value) return;
  for (const token of tokens) if (token !== last) removeToken(work, token.id);
  if (restOf(node) === 'cancel') cancelBranches(work, scope, node, arrived);
  else if (arrived.size < node.incoming.length) {
    const id = nextId(work, 'round');
    own(work, 'rounds')[id] = { id, node: node.id, scope, delivered: [...arrived.keys()].sort() };
  }
  leave(work, carryReplay(work, tokens, last));
}

function isEnough(work: Work, { doc, incoming, expressions }: PlanNode, token: Token, arrived: number): { ok: boolean; value: boolean } {
  const { activate } = doc as ComplexJoin;
  if ('count' in activate) return { ok: true, value: arrived >= Math.min(activate.count, incoming.length) };
  const held = expressions?.activate?.(contextAt(work, token, { join: { arrived, of: incoming.length } }), work.env);
  return held?.ok ? held : { ok: false, value: false };
}

/** Takes everything out of the branches that lead here, also what is on its last edge. */
function cancelBranches(work: Work, scope: string, node: PlanNode, arrived: ReadonlyMap<string, Token>): undefined {
  const { inner: branches } = betweenSplitAnd(work.plan, node);
  const rest = inOrder(work.state.tokens).filter(
    (token) =>
      token.scope === scope &&
      token.each === undefined &&
      (token.node === node.id
        ? token.via !== undefined && !arrived.has(token.via)
        : branches.has(token.node) || comesAgain(work.plan, token, node, node.incoming)),
  );
  cancelTokens(work, rest, 'join.cancelled');
}

/** Resets the rounds that nothing can complete any more. True when a join went on. */
export function resetRounds(work: Work): boolean {
  for (const round of inOrder(work.state.rounds)) {
    const node = work.plan.nodes[round.node]!;
    if (canStillCome(work, round, node)) continue;
    const before = work.agenda.length;
    reset(work, round, node);
    if (work.agenda.length > before) return true;
  }
  return false;
}

function canStillCome(work: Work, { scope, delivered }: Round, join: PlanNode): boolean {
  const open = join.incoming.filter((edge) => !delivered.includes(edge.id));
  // A token before the split, or past the join, belongs to a round to come.
  const { inner: between } = betweenSplitAnd(work.plan, join);
  const nodes = new Set(open.flatMap((edge) => [...before(work.plan, join, edge.from)]).filter((id) => between.has(id)));
  return Object.values(work.state.tokens).some(
    (token) => token.scope === scope && token.node !== join.id && (nodes.has(token.node) || comesAgain(work.plan, token, join, open)),
  );
}

/**
 * A replay that keeps the other branches (RT6) stands before the split, yet belongs to their round: it is the rest of them.
 * Not where its way goes elsewhere as well.
 */
function comesAgain(plan: Plan, { node, replay }: Token, join: PlanNode, edges: PlanNode['incoming']): boolean {
  if (!replay) return false;
  const ways = new Set([node, ...reach(plan, node, join.id)]);
  return edges.some((edge) => ways.has(edge.from)) && ![...ways].some((id) => plan.nodes[id]!.outgoing.length === 0);
}
