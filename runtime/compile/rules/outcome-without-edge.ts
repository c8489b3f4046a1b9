import type { Text } from '../../../schemas/generated/documents.ts';
import { at, en, error, zh } from '../finding.ts';
import type { GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

const words: Record<string, Text> = {
  agree: { 'zh-CN': '同意', en: 'agree' },
  refuse: { 'zh-CN': '不同意', en: 'refuse' },
  expire: { 'zh-CN': '逾期未答复', en: 'not answered in time' },
};

/** Outcomes a node can have, with their names; empty for a node that decides nothing. */
export function outcomesOf(node: GraphNode): Map<string, Text> {
  const { doc } = node;
  if (doc.kind === 'task') return new Map(Object.entries(doc.decisions).map(([id, decision]) => [id, decision.name]));
  if (doc.kind === 'joint')
    return new Map([
      ['agree', words.agree!],
      ['refuse', words.refuse!],
    ]);
  if (doc.kind === 'consent') return new Map(Object.entries(words));
  return new Map();
}

/** A decision no edge follows, and no plain edge takes either. */
export const outcomeWithoutEdge: Rule = ({ graph }) => [...graph.nodes.values()].flatMap((node) => [...lost(node), ...foreign(node)]);

function lost(node: GraphNode): Finding[] {
  if (node.outgoing.some((edge) => edge.doc.on === undefined)) return [];
  return [...outcomesOf(node)]
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

function foreign(node: GraphNode): Finding[] {
  const outcomes = outcomesOf(node);
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
