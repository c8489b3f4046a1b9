/**
 * Compensation is drawn differently: the event is associated with one activity outside of the flow. What does that work here,
 * the edge to it and the end behind it, is not drawn; ways of several steps are not drawn at all.
 */
import type { Node, Scenario } from '../../../schemas/generated/documents.ts';

export interface Hidden {
  nodes: Set<string>;
  edges: Set<string>;
  /** Handler by compensation event. */
  handlers: Map<string, string>;
}

const activities = new Set<Node['kind']>(
  'fill consent task joint window assist pay seal data script decision notify issue archive transfer call block'.split(
    ' ',
  ) as Node['kind'][],
);

export function hiddenOf({ nodes, edges }: Scenario): Hidden {
  const hidden: Hidden = { nodes: new Set(), edges: new Set(), handlers: new Map() };
  const out = (id: string) => Object.entries(edges).filter(([, edge]) => edge.from === id);
  const into = (id: string) => Object.entries(edges).filter(([, edge]) => edge.to === id);
  for (const [id, node] of Object.entries(nodes)) {
    if (node.kind !== 'boundary' || node.event.type !== 'compensation') continue;
    const [first, more] = out(id);
    const handler = first?.[1].to;
    const after = handler === undefined ? [] : out(handler);
    const last = after[0]?.[1].to;
    const end = last === undefined ? undefined : nodes[last];
    const simple =
      first &&
      !more &&
      activities.has(nodes[handler!]!.kind) &&
      into(handler!).length === 1 &&
      after.length === 1 &&
      end?.kind === 'end' &&
      !end.event &&
      into(last!).length === 1;
    if (simple) {
      hidden.handlers.set(id, handler!);
      hidden.nodes.add(last!);
      hidden.edges.add(first[0]).add(after[0]![0]);
    } else hideAll(id, { nodes, edges }, hidden);
  }
  return hidden;
}

/** Everything that only this event leads to, with what lies in it. */
function hideAll(start: string, { nodes, edges }: Pick<Scenario, 'nodes' | 'edges'>, hidden: Hidden): undefined {
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (hidden.nodes.has(id)) continue;
    hidden.nodes.add(id);
    for (const [inner, node] of Object.entries(nodes))
      if (node.parent === id || (node.kind === 'boundary' && node.attachedTo === id)) open.push(inner);
    for (const [edge, { from, to }] of Object.entries(edges)) {
      if (from !== id) continue;
      hidden.edges.add(edge);
      open.push(to);
    }
  }
  for (const [edge, { from, to }] of Object.entries(edges)) if (hidden.nodes.has(from) || hidden.nodes.has(to)) hidden.edges.add(edge);
}
