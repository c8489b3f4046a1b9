import { at, en, error, zh } from '../finding.ts';
import { reachedFrom } from '../graph.ts';
import type { Rule } from './rule.ts';

/** A node from which no end of its scope can be reached: a case that comes there never finishes. */
export const deadEnd: Rule = ({ graph }) =>
  [...graph.scopes.values()].flatMap((scope) => {
    const finishing = reachedFrom(
      graph,
      scope.ends.map((node) => node.id),
      (node) => node.incoming,
      'from',
    );
    return scope.nodes
      .filter((node) => !finishing.has(node.id))
      .map((node) =>
        error(
          'dead-end',
          at('nodes', node.id),
          `办到${zh(node.doc.name)}后到不了任何结束环节：请从它连线到后面的环节或结束环节。`,
          `From ${en(node.doc.name)} no end can be reached: connect it to a later step or to an end.`,
        ),
      );
  });
