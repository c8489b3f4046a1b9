/**
 * Moving a token by hand: what a 退回, a jump would do, found out before it is done. Pure: the page shows the same plan that
 * the command carries out.
 *
 * A return goes to a step this case did before and from which the desk can be reached, in the same scope or one around it.
 * Straight back (直送) parks the desk's token: the step is done once more beside the flow and the case goes on where it stood;
 * other branches are not touched. A replay (重走) puts the token there and every step in between comes again. Branches that
 * came of that step since are cancelled and begun again, or kept and then not begun twice. Leaving a block ends it.
 */
import type { Plan, PlanNode } from '../compile/plan.ts';
import { isJoin, reach } from './reach.ts';
import { passedJoin, roundsBetween, stuckJoin } from './returns.joins.ts';
import type { CaseState, ReturnOrder, Scope, Task, Token } from './types.ts';
import { inOrder, numberOf } from './work.ts';

export interface Move {
  /** The token that is taken or parked. */
  token: Token;
  /** What is taken away with it, seen from the scope it goes to: itself, or the block or the instances it lies in. */
  through: Token;
  /** Where to, and in which scope. */
  node: string;
  scope: string;
  back: ReturnOrder['back'];
  /** Tokens cancelled with all they wait for; those in blocks that are left are named by their own. */
  cancelled: Token[];
  /** Tokens of other branches that stay. */
  kept: Token[];
  /** Edges not taken again, since their branches stay. */
  skip: string[];
  /** Rounds of partial joins on the way back: those joins wait anew. */
  rounds: string[];
}

export type Planned = { ok: true; move: Move } | { ok: false; code: string; node?: string };

/** Steps a task can be sent back to, the latest first. */
export function returnTargets(plan: Plan, state: CaseState, taskId: string): { node: string; task: Task; applicant: boolean }[] {
  const task = state.tasks[taskId];
  const token = task && state.tokens[task.token];
  if (!task || !token) return [];
  const targets = new Map<string, { node: string; task: Task; applicant: boolean }>();
  for (const done of inOrder(state.tasks).reverse()) {
    if (targets.has(done.node) || !isTarget(done) || !placeOf(plan, state, token, done.node)) continue;
    targets.set(done.node, { node: done.node, task: done, applicant: done.kind === 'fill' });
  }
  return [...targets.values()];
}

/** A step somebody did, in its own right. */
function isTarget(task: Task): boolean {
  return task.status === 'done' && (task.kind === 'desk' || task.kind === 'fill') && !task.as;
}

/** What sending the task back would do. */
export function planReturn(plan: Plan, state: CaseState, { taskId, to, back, branches }: ReturnOrder): Planned {
  const task = Object.hasOwn(state.tasks, taskId) ? state.tasks[taskId] : undefined;
  if (task?.kind !== 'desk') return { ok: false, code: 'task.unknown' };
  if (task.as || task.status !== 'open') return { ok: false, code: task.as ? 'return.not_here' : 'task.not_open' };
  const token = state.tokens[task.token]!;
  if (token.back !== undefined) return { ok: false, code: 'return.second_look' };
  const targets = returnTargets(plan, state, taskId);
  const wanted = typeof to === 'object' ? to.node : undefined;
  const target = targets.find(({ node, applicant }) => (to === 'applicant' ? applicant : to === 'previous' ? !applicant : node === wanted));
  if (!target) return { ok: false, code: to === 'previous' ? 'return.no_desk_before' : 'return.not_reached' };
  const place = placeOf(plan, state, token, target.node)!;
  if (back === 'straight') {
    if (branches === 'cancel') return { ok: false, code: 'return.straight_keeps' };
    const kept = inOrder(state.tokens).filter((other) => other.id !== token.id && !holdsOpen(state, other));
    return {
      ok: true,
      move: { token, through: token, node: target.node, scope: place.scope, back, cancelled: [], kept, skip: [], rounds: [] },
    };
  }
  return planReplay(plan, state, { token, target: target.node, place, branches, mark: target.task.mark ?? 0 });
}

interface Replay {
  token: Token;
  target: string;
  place: Place;
  branches: 'keep' | 'cancel';
  mark: number;
}

function planReplay(plan: Plan, state: CaseState, { token, target, place, branches, mark }: Replay): Planned {
  const others = inOrder(state.tokens).filter((other) => other.scope === place.scope && other.id !== place.through.id);
  const came = others.filter((other) => numberOf(other.id) > mark && comesOf(plan, target, other) && other.back === undefined);
  const inside = place.through.id === token.id ? [] : tokensInside(state, place.through.id).filter(({ id }) => id !== token.id);
  const left = branches === 'cancel' ? came : [];
  const cancelled = [...left, ...left.flatMap(({ id }) => tokensInside(state, id)), ...inside];
  const gone = new Set([...cancelled.map(({ id }) => id), token.id, place.through.id]);
  const stays = others.filter(({ id }) => !gone.has(id));
  const until = place.through.node;
  const skip = branches === 'keep' ? occupied(plan, { from: target, until, tokens: came, scope: place.scope }) : [];
  const rounds = roundsBetween(plan, state, { scope: place.scope, from: target, until });
  const stuck = stuckJoin(plan, state, { scope: place.scope, tokens: stays, at: target, rounds });
  if (stuck) return { ok: false, code: 'return.join_stuck', node: stuck };
  const kept = inOrder(state.tokens).filter(({ id }) => !gone.has(id));
  const move: Move = { token, through: place.through, node: target, scope: place.scope, back: 'replay', cancelled, kept, skip, rounds };
  return { ok: true, move };
}

/** What an operator's jump would do: the token stands there afterwards; the rest of that scope stays, or is cancelled. */
export function planJump(plan: Plan, state: CaseState, tokenId: string, to: string, branches: 'keep' | 'cancel'): Planned {
  const token = Object.hasOwn(state.tokens, tokenId) ? state.tokens[tokenId] : undefined;
  if (!token) return { ok: false, code: 'token.unknown' };
  const node = Object.hasOwn(plan.nodes, to) ? plan.nodes[to] : undefined;
  if (!node || !canBeEntered(node)) return { ok: false, code: 'jump.no_place' };
  const place = scopesAround(state, token).find(({ scope }) => state.scopes[scope]!.block === node.block);
  if (!place) return { ok: false, code: 'jump.no_place' };
  const inside = place.through.id === token.id ? [] : tokensInside(state, place.through.id).filter(({ id }) => id !== token.id);
  const nested = tokensInside(state, token.id);
  const others = inOrder(state.tokens).filter((other) => other.scope === place.scope && other.id !== place.through.id);
  const left = branches === 'cancel' ? others : others.filter((other) => other.back === token.id);
  const cancelled = [...left, ...left.flatMap(({ id }) => tokensInside(state, id)), ...inside, ...nested];
  const gone = new Set([...cancelled.map(({ id }) => id), token.id, place.through.id]);
  const stays = others.filter(({ id }) => !gone.has(id));
  const skip = branches === 'keep' ? occupied(plan, { from: to, until: place.through.node, tokens: stays, scope: place.scope }) : [];
  const rounds = roundsBetween(plan, state, { scope: place.scope, from: to, until: place.through.node });
  const stuck =
    stuckJoin(plan, state, { scope: place.scope, tokens: stays, at: to, rounds }) ??
    passedJoin(plan, { from: place.through.node, to, tokens: stays });
  if (stuck) return { ok: false, code: 'jump.join_stuck', node: stuck };
  const kept = inOrder(state.tokens).filter(({ id }) => !gone.has(id));
  return { ok: true, move: { token, through: place.through, node: to, scope: place.scope, back: 'replay', cancelled, kept, skip, rounds } };
}

/** A start and the far side of an event are entered by what happens, not by hand; a join would wait for the others. */
function canBeEntered(node: PlanNode): boolean {
  const { doc } = node;
  if (doc.kind === 'start' || 'attachedTo' in doc) return false;
  return !isJoin(node) && (doc.kind !== 'threads' || doc.mode !== 'merge');
}

interface Place {
  scope: string;
  /** The token itself, or that of the block or the instances it lies in, seen from that scope. */
  through: Token;
}

/** The scopes around a token, the innermost first. */
function scopesAround(state: CaseState, token: Token): Place[] {
  const places: Place[] = [];
  let through = standing(state, token);
  while (through) {
    places.push({ scope: through.scope, through });
    const { token: block }: Scope = state.scopes[through.scope]!;
    const outer: Token | undefined = block === undefined ? undefined : state.tokens[block];
    through = outer && standing(state, outer);
  }
  return places;
}

/** The token that stands for all instances of a step; undefined for an instance that was left alone. */
function standing(state: CaseState, token: Token): Token | undefined {
  if (token.each === undefined) return token;
  const stands = state.each?.[token.each]?.token;
  return stands === undefined ? undefined : state.tokens[stands];
}

/** Where a node before the token lies: in its scope or one around it, and on the way to it. */
function placeOf(plan: Plan, state: CaseState, token: Token, node: string): Place | undefined {
  const { block } = plan.nodes[node] ?? {};
  const place = scopesAround(state, token).find(({ scope }) => state.scopes[scope]!.block === block);
  return place && node !== place.through.node && reach(plan, node).has(place.through.node) ? place : undefined;
}

/** A token that only stands for an open block. */
function holdsOpen(state: CaseState, token: Token): boolean {
  return (
    Object.values(state.scopes).some((scope) => scope.token === token.id) ||
    Object.values(state.each ?? {}).some((group) => group.token === token.id)
  );
}

function tokensInside(state: CaseState, token: string): Token[] {
  const scopes = Object.values(state.scopes).filter((scope) => scope.token === token);
  const groups = Object.values(state.each ?? {}).filter((group) => group.token === token);
  const own = inOrder(state.tokens).filter(
    (other) => scopes.some(({ id }) => id === other.scope) || groups.some(({ id }) => id === other.each),
  );
  return own.flatMap((inner) => [inner, ...tokensInside(state, inner.id)]);
}

/** Can this token have come of that step? One at a join is where its edge begins. */
function comesOf(plan: Plan, step: string, token: Token): boolean {
  const node = plan.nodes[token.node]!;
  if (!isJoin(node) || token.via === undefined) return token.node === step || reach(plan, step).has(token.node);
  const { from } = plan.edges[token.via]!;
  return from === step || reach(plan, step, token.node).has(from);
}

/** Edges of forks on the way whose branch still has a token and does not lead to where the replay is going. */
function occupied(plan: Plan, { from, until, tokens, scope }: { from: string; until: string; tokens: Token[]; scope: string }): string[] {
  const ahead = [from, ...reach(plan, from)].map((id) => plan.nodes[id]!);
  const forks = ahead.filter(({ doc, outgoing }) => outgoing.length > 1 && (doc.kind === 'parallel' || doc.kind === 'inclusive'));
  return forks.flatMap((fork) =>
    fork.outgoing.flatMap((edge) => {
      const branch = new Set([edge.to, ...reach(plan, edge.to, fork.id)]);
      if (branch.has(until)) return [];
      const has = tokens.some((token) => token.scope === scope && (token.via === edge.id || isIn(plan, branch, token)));
      return has ? [edge.id] : [];
    }),
  );
}

function isIn(plan: Plan, branch: ReadonlySet<string>, token: Token): boolean {
  const node = plan.nodes[token.node]!;
  if (!isJoin(node) || token.via === undefined) return branch.has(token.node);
  return branch.has(plan.edges[token.via]!.from);
}
