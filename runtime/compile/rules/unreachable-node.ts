import { at, en, error, zh } from '../finding.ts';
import { type Graph, reachedFrom, rootScope } from '../graph.ts';
import type { Rule } from './rule.ts';

/**
 * A node no way leads to from the start. Told where the lost part begins, or at every node of a loop that has no
 * beginning. Inside an unreachable block only the block is reported.
 */
export const unreachableNode: Rule = ({ graph }) => {
  const reached = reachedNodes(graph);
  const lost = [...graph.nodes.values()].filter(
    (node) => !reached.has(node.id) && (node.scope === rootScope || reached.has(node.scope)) && node.doc.kind !== 'start',
  );
  const first = lost.filter((node) => node.incoming.length === 0);
  const after = reachedFrom(
    graph,
    first.map((node) => node.id),
    (node) => node.outgoing,
    'to',
  );
  return [...first, ...lost.filter((node) => !after.has(node.id))].map((node) =>
    error(
      'unreachable-node',
      at('nodes', node.id),
      `没有任何路线能到达${zh(node.doc.name)}：请从前面的环节连一条线过来，或删除这个环节。`,
      `No way leads to ${en(node.doc.name)}: connect an earlier step to it, or remove it.`,
    ),
  );
};

/** Nodes reached inside their own scope from its starts. */
export function reachedNodes(graph: Graph): Set<string> {
  const reached = new Set<string>();
  for (const scope of graph.scopes.values()) {
    const inside = reachedFrom(
      graph,
      scope.starts.map((node) => node.id),
      (node) => node.outgoing,
      'to',
    );
    for (const id of inside) reached.add(id);
  }
  return reached;
}
