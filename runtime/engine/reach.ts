/** Ways through a plan, scope by scope. Pure. */
import type { Plan, PlanNode } from '../compile/plan.ts';

/** Nodes that can be reached from a node in its scope; `without` is not passed. */
export function reach(plan: Plan, from: string, without?: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = next(plan, from);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || id === without) continue;
    found.add(id);
    open.push(...next(plan, id));
  }
  return found;
}

function next(plan: Plan, id: string): string[] {
  const events = Object.values(plan.nodes).filter(({ doc }) => 'attachedTo' in doc && doc.attachedTo === id);
  return [...plan.nodes[id]!.outgoing.map((edge) => edge.to), ...events.map((event) => event.id)];
}

/** Where several branches become one. */
export function isJoin({ doc, incoming }: PlanNode): boolean {
  return incoming.length > 1 && (doc.kind === 'parallel' || doc.kind === 'inclusive' || doc.kind === 'complex');
}
