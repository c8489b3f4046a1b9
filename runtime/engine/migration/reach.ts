/** Where a case can still come to. Conditions are not looked at: what is drawn counts. */
import type { Plan } from '../../compile/plan.ts';
import type { CaseState } from '../types.ts';

/** Leaving a block is a place of its own, so that being inside does not mean beginning it again. */
const out = (block: string) => `${block}\u0000out`;

const graphs = new WeakMap<Plan, Map<string, string[]>>();
const closures = new WeakMap<Plan, Map<string, ReadonlySet<string>>>();

function graphOf(plan: Plan): Map<string, string[]> {
  const known = graphs.get(plan);
  if (known) return known;
  const graph = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const list = graph.get(from);
    if (list) list.push(to);
    else graph.set(from, [to]);
  };
  for (const node of Object.values(plan.nodes)) {
    const block = plan.blocks[node.id];
    for (const edge of node.outgoing) add(block ? out(node.id) : node.id, edge.to);
    // A block without a start of its own (ad-hoc) begins anywhere.
    if (block) for (const inner of block.nodes) if (inner === block.start || plan.nodes[inner]!.incoming.length === 0) add(node.id, inner);
    if (node.outgoing.length === 0 && node.block !== undefined) add(node.id, out(node.block));
    if ('attachedTo' in node.doc) {
      add(node.doc.attachedTo, node.id);
      if (plan.blocks[node.doc.attachedTo]) add(out(node.doc.attachedTo), node.id);
    }
  }
  graphs.set(plan, graph);
  return graph;
}

function closureOf(plan: Plan, place: string): ReadonlySet<string> {
  const cache = closures.get(plan) ?? new Map<string, ReadonlySet<string>>();
  closures.set(plan, cache);
  const known = cache.get(place);
  if (known) return known;
  const graph = graphOf(plan);
  const found = new Set<string>();
  const open = [...(graph.get(place) ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    open.push(...(graph.get(at) ?? []));
  }
  cache.set(place, found);
  return found;
}

/** Nodes a token can still come to from where it stands, not counting the node itself unless a loop leads back. */
export function reachFrom(plan: Plan, node: string): ReadonlySet<string> {
  return closureOf(plan, plan.blocks[node] ? out(node) : node);
}

/** Nodes a step that has not begun leads to, what is inside a block included. */
export function reachOfEntering(plan: Plan, node: string): ReadonlySet<string> {
  return closureOf(plan, node);
}

/** Nodes any token of the case can still come to. */
export function reachOfCase(plan: Plan, state: CaseState): ReadonlySet<string> {
  const found = new Set<string>();
  for (const token of Object.values(state.tokens)) for (const node of reachFrom(plan, token.node)) found.add(node);
  return found;
}
