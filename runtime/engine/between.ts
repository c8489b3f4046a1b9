/** What lies between a split and its join. Pure. */
import type { Plan, PlanNode } from '../compile/plan.ts';
import { before } from './joins.ts';

interface Between {
  /** Nodes that lead to the join, and that only the split leads to. */
  inner: ReadonlySet<string>;
  /** The last node every way to the join passes; undefined where ways begin apart. */
  split?: string;
}

const known = new WeakMap<PlanNode, Between>();

/** The split of a join and what is between the two. */
export function betweenSplitAnd(plan: Plan, join: PlanNode): Between {
  const found = known.get(join) ?? lookBetween(plan, join);
  known.set(join, found);
  return found;
}

function lookBetween(plan: Plan, join: PlanNode): Between {
  const leading = new Set(join.incoming.flatMap((edge) => [...before(plan, join, edge.from)]));
  // A node every way passes is one without which the join cannot be reached from the start of its scope.
  const passed = new Set([...leading].filter((id) => isPassed(plan, join, leading, id)));
  const earlier = leadingTo(plan, join, passed);
  const inner = new Set([...leading].filter((id) => !passed.has(id) && !earlier.has(id)));
  const split = [...passed].find((id) => plan.nodes[id]!.outgoing.some(({ to }) => to === join.id || inner.has(to)));
  return split === undefined ? { inner } : { inner, split };
}

/** Is there no way from a first node to the join without this one? */
function isPassed(plan: Plan, join: PlanNode, leading: ReadonlySet<string>, through: string): boolean {
  const firsts = [...leading].filter((id) => id !== through && isFirst(plan, id));
  return firsts.every((first) => !reaches(plan, leading, first, through, join)) && (firsts.length > 0 || isFirst(plan, through));
}

function isFirst(plan: Plan, id: string): boolean {
  const { doc, incoming } = plan.nodes[id]!;
  return incoming.length === 0 && doc.kind !== 'boundary';
}

/** Can the join be reached from a node without passing another? */
function reaches(plan: Plan, leading: ReadonlySet<string>, from: string, without: string, join: PlanNode): boolean {
  const seen = new Set([without]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === join.id) return true;
    if (seen.has(id) || !leading.has(id)) continue;
    seen.add(id);
    for (const edge of plan.nodes[id]!.outgoing) open.push(edge.to);
  }
  return false;
}

/** Nodes from which one of these can be reached before the join: they lie before the split. */
function leadingTo(plan: Plan, join: PlanNode, nodes: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...nodes].flatMap((id) => plan.nodes[id]!.incoming.map(({ from }) => from));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === join.id || found.has(id)) continue;
    found.add(id);
    for (const { from } of plan.nodes[id]!.incoming) open.push(from);
  }
  return found;
}
