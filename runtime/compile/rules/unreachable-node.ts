import { at, en, error, zh } from '../finding.ts';
import { type Graph, type GraphNode, type GraphScope, isAdHoc, reachedFrom, rootScope } from '../graph.ts';
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
      startsOf(graph, scope).map((node) => node.id),
      (node) => node.outgoing,
      'to',
    );
    for (const id of inside) reached.add(id);
  }
  return withEvents(graph, reached);
}

/** The start of a scope, or the steps that people start. */
function startsOf(graph: Graph, scope: GraphScope): GraphNode[] {
  if (!isAdHoc(graph, scope.id)) return scope.starts;
  return scope.nodes.filter(({ incoming, doc }) => incoming.length === 0 && doc.kind !== 'boundary' && doc.kind !== 'end');
}

/** Boundary events come from the node they are on, event blocks from the scope they lie in; each may lead on to more. */
function withEvents(graph: Graph, reached: Set<string>): Set<string> {
  const events = [...graph.nodes.values()].filter(({ doc }) => doc.kind === 'boundary' || (doc.kind === 'block' && doc.event));
  for (let grown = true; grown; ) {
    grown = false;
    for (const { id, doc, scope } of events) {
      const from = doc.kind === 'boundary' ? doc.attachedTo : scope;
      if (reached.has(id) || !(reached.has(from) || from === rootScope)) continue;
      for (const next of reachedFrom(graph, [id], (node) => node.outgoing, 'to')) reached.add(next);
      grown = true;
    }
  }
  return reached;
}
