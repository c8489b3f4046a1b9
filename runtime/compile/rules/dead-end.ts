import { eventOf } from '../events.ts';
import { at, en, error, zh } from '../finding.ts';
import { type Graph, type GraphNode, type GraphScope, isAdHoc, reachedFrom } from '../graph.ts';
import type { Rule } from './rule.ts';

/**
 * A node from which no end of its scope can be reached: a case that comes there never finishes. Told where it stops:
 * at the last node, or at the nodes of the loop it cannot leave.
 */
export const deadEnd: Rule = ({ graph }) =>
  [...graph.scopes.values()].flatMap((scope) => {
    const finishing = reachedFrom(
      graph,
      [...scope.ends, ...endsWithoutEdge(scope), ...lastSteps(graph, scope)].map((node) => node.id),
      (node) => node.incoming,
      'from',
    );
    const stuck = scope.nodes.filter((node) => !finishing.has(node.id));
    const last = stuck.filter((node) => node.outgoing.length === 0);
    const before = reachedFrom(
      graph,
      last.map((node) => node.id),
      (node) => node.incoming,
      'from',
    );
    const looping = stuck.filter((node) => !before.has(node.id) && isOnLoop(node));
    return [...last, ...looping].map((node) =>
      error(
        'dead-end',
        at('nodes', node.id),
        `办到${zh(node.doc.name)}后到不了任何结束环节：请从它连线到后面的环节或结束环节。`,
        `From ${en(node.doc.name)} no end can be reached: connect it to a later step or to an end.`,
      ),
    );

    function isOnLoop(node: GraphNode): boolean {
      const after = reachedFrom(
        graph,
        node.outgoing.map((edge) => edge.to),
        (next) => next.outgoing,
        'to',
      );
      return after.has(node.id);
    }
  });

/** Where people start the steps, a chain of them needs no end. */
function lastSteps(graph: Graph, scope: GraphScope): GraphNode[] {
  return isAdHoc(graph, scope.id) ? scope.nodes.filter((node) => node.outgoing.length === 0) : [];
}

/** Event blocks lead nowhere; a compensation is over with its last step. */
function endsWithoutEdge(scope: GraphScope): GraphNode[] {
  const compensations = new Set<GraphNode>();
  const open = scope.nodes.filter((node) => node.doc.kind === 'boundary' && eventOf(node.doc)?.type === 'compensation');
  for (let node = open.pop(); node; node = open.pop()) {
    if (compensations.has(node)) continue;
    compensations.add(node);
    const byId = new Map(scope.nodes.map((one) => [one.id, one]));
    for (const edge of node.outgoing) open.push(byId.get(edge.to)!);
  }
  return scope.nodes.filter(
    (node) => (node.doc.kind === 'block' && node.doc.event) || (compensations.has(node) && node.outgoing.length === 0),
  );
}
