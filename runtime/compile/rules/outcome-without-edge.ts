import type { Text } from '../../../schemas/generated/documents.ts';
import { isDesk } from '../desks.ts';
import { at, en, error, zh } from '../finding.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

const words = {
  agree: { 'zh-CN': '同意', en: 'agree' },
  refuse: { 'zh-CN': '不同意', en: 'refuse' },
  expire: { 'zh-CN': '逾期未答复', en: 'not answered in time' },
};
const results = {
  completed: { 'zh-CN': '办结', en: 'completed' },
  refused: { 'zh-CN': '不予办理', en: 'refused' },
  withdrawn: { 'zh-CN': '撤回', en: 'withdrawn' },
  expired: { 'zh-CN': '逾期', en: 'expired' },
};

/** Outcomes a node can have, with their names; a block has the results of its ends. Empty for a node that decides nothing. */
export function outcomesOf(graph: Graph, { id, doc }: GraphNode): Map<string, Text> {
  if (isDesk(doc)) return new Map(Object.entries(doc.decisions).map(([decision, { name }]) => [decision, name]));
  if (doc.kind === 'joint') return new Map(Object.entries({ agree: words.agree, refuse: words.refuse }));
  if (doc.kind === 'consent') return new Map(Object.entries(words));
  // What a called scenario may end with is not known here: all of it.
  if (doc.kind === 'call') return new Map(Object.entries(results));
  if (doc.kind !== 'block') return new Map();
  return new Map(
    graph.scopes
      .get(id)!
      .ends.flatMap((end): [string, Text][] => (end.doc.kind === 'end' ? [[end.doc.result, results[end.doc.result]]] : [])),
  );
}

/** A decision no edge follows, and no plain edge takes either. */
export const outcomeWithoutEdge: Rule = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) => [...lost(graph, node), ...foreign(graph, node)]);

function lost(graph: Graph, node: GraphNode): Finding[] {
  // Without any edge it is a dead end, and told as such.
  if (node.outgoing.length === 0 || node.outgoing.some((edge) => edge.doc.on === undefined)) return [];
  return [...outcomesOf(graph, node)]
    .filter(([id]) => !node.outgoing.some((edge) => edge.doc.on === id))
    .map(([, name]) =>
      error(
        'outcome-without-edge',
        at('nodes', node.id),
        `${zh(node.doc.name)}的结果${zh(name)}没有后续路线：请为它连一条线，或加一条适用于其余结果的线。`,
        `The outcome ${en(name)} of ${en(node.doc.name)} leads nowhere: draw an edge for it, or a plain edge for all the rest.`,
      ),
    );
}

function foreign(graph: Graph, node: GraphNode): Finding[] {
  const outcomes = outcomesOf(graph, node);
  if (outcomes.size === 0) return [];
  return node.outgoing
    .filter((edge) => edge.doc.on !== undefined && !outcomes.has(edge.doc.on))
    .map((edge) =>
      error(
        'dangling-reference',
        at('edges', edge.id, 'on'),
        `${zh(node.doc.name)}没有「${edge.doc.on}」这个办理结果：请改选它已有的结果。`,
        `${en(node.doc.name)} has no outcome “${edge.doc.on}”: choose one of its own.`,
      ),
    );
}
