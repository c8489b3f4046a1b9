import { at, en, error, zh } from '../finding.ts';
import { type GraphNode, reachedFrom } from '../graph.ts';
import type { Rule } from './rule.ts';

/**
 * A node from which no end of its scope can be reached: a case that comes there never finishes. Told where it stops:
 * at the last node, or at the nodes of the loop it cannot leave.
 */
export const deadEnd: Rule = ({ graph }) =>
  [...graph.scopes.values()].flatMap((scope) => {
    const finishing = reachedFrom(
      graph,
      scope.ends.map((node) => node.id),
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
