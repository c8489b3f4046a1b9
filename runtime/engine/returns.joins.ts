/** Joins and what a move by hand leaves for them. Pure. */
import type { Plan, PlanNode } from '../compile/plan.ts';
import { isJoin, reach } from './reach.ts';
import type { CaseState, Token } from './types.ts';
import { inOrder } from './work.ts';

/** What a move leaves in a scope, seen before it is done. */
interface Outlook {
  scope: string;
  /** Tokens that stay. */
  tokens: Token[];
  /** Where the moved token stands then. */
  at: string;
  /** Rounds that are taken back. */
  rounds: string[];
}

/** Rounds of partial joins between two nodes: a replay from the first one passes them again. */
export function roundsBetween(
  plan: Plan,
  state: CaseState,
  { scope, from, until }: { scope: string; from: string; until: string },
): string[] {
  const passed = inOrder(state.rounds).filter(
    (round) => round.scope === scope && reach(plan, from).has(round.node) && reach(plan, round.node, from).has(until),
  );
  return passed.map(({ id }) => id);
}

/** The first join that could never go on afterwards: too few of its edges have a token or can still get one. */
export function stuckJoin(plan: Plan, state: CaseState, outlook: Outlook): string | undefined {
  const joins = Object.values(plan.nodes).filter((node) => isJoin(node) && node.block === plan.nodes[outlook.at]!.block);
  return joins.find((join) => isStuck(plan, state, join, outlook))?.id;
}

function isStuck(plan: Plan, state: CaseState, join: PlanNode, { scope, tokens, at, rounds }: Outlook): boolean {
  const needed = neededAt(join);
  if (needed === undefined) return false;
  const moving = tokens.filter((token) => token.back === undefined && !isJoin(plan.nodes[token.node]!)).map((token) => token.node);
  const waiting = tokens.filter((token) => token.node === join.id && token.scope === scope);
  const coming = [...moving, at].map((node) => waysTo(plan, join, node));
  if (waiting.length === 0 && coming.every((way) => way.edges.length === 0)) return false;
  // What waits at another join comes here when that one goes on; that one is looked at by itself.
  const elsewhere = tokens.filter((token) => token.node !== join.id && isJoin(plan.nodes[token.node]!));
  const later = elsewhere.map((token) => waysTo(plan, join, token.node));
  const held = waiting.map((token) => ({
    edges: join.incoming.filter((edge) => edge.id === token.via).map(({ id }) => id),
    several: false,
  }));
  const ways = [...held, ...coming, ...later].filter((way) => way.edges.length > 0);
  const round = inOrder(state.rounds).find((one) => one.node === join.id && one.scope === scope && !rounds.includes(one.id));
  const edges = join.incoming.filter(({ id }) => {
    const by = ways.filter((way) => way.edges.includes(id)).length;
    // An open round takes away the first that comes by an edge that has not delivered.
    return by > (round && !round.delivered.includes(id) ? 1 : 0);
  });
  const most = ways.some((way) => way.several) ? edges.length : Math.min(edges.length, ways.length);
  return most < needed;
}

/** How many edges must deliver; undefined where that cannot be known before. */
function neededAt({ doc, incoming }: PlanNode): number | undefined {
  if (doc.kind === 'parallel') return incoming.length;
  if (doc.kind === 'complex' && 'count' in doc.activate) return Math.min(doc.activate.count, incoming.length);
  return undefined;
}

interface Ways {
  /** Edges of the join a token can come by. */
  edges: string[];
  /** Can it come by several, since it divides on the way? */
  several: boolean;
}

function waysTo(plan: Plan, join: PlanNode, node: string): Ways {
  const nodes = new Set([node, ...reach(plan, node, join.id)]);
  return {
    edges: join.incoming.filter((edge) => nodes.has(edge.from)).map(({ id }) => id),
    several: [...nodes].some((id) => divides(plan.nodes[id]!)),
  };
}

/** Can one token become several here? */
function divides({ doc, outgoing }: PlanNode): boolean {
  if (doc.kind === 'threads' || ('attachedTo' in doc && !doc.interrupting)) return true;
  return outgoing.length > 1 && (doc.kind === 'parallel' || doc.kind === 'inclusive' || doc.kind === 'complex');
}

/** An inclusive join the jump would leave behind while others still come to it: they would go on behind it a second time. */
export function passedJoin(plan: Plan, { from, to, tokens }: { from: string; to: string; tokens: Token[] }): string | undefined {
  const joins = Object.values(plan.nodes).filter(
    (node) => isJoin(node) && (node.doc.kind === 'inclusive' || node.doc.kind === 'complex') && node.block === plan.nodes[to]!.block,
  );
  const comes = (node: string, join: string) => reach(plan, node).has(join) && node !== join;
  const passed = joins.find(({ id }) => {
    if (!comes(from, id) || to === id || reach(plan, to, id).size === 0) return false;
    const before = joinFeeders(plan, id).has(to);
    const others = tokens.some((token) => token.back === undefined && (token.node === id || comes(token.node, id)));
    return !before && others && reach(plan, id).has(to);
  });
  return passed?.id;
}

/** Nodes from which a join is reached without passing it. */
function joinFeeders(plan: Plan, join: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = plan.nodes[join]!.incoming.map((edge) => edge.from);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === join || found.has(id)) continue;
    found.add(id);
    for (const edge of plan.nodes[id]!.incoming) open.push(edge.from);
  }
  return found;
}
