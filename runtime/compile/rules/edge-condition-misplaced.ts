import { at, en, error, zh } from '../finding.ts';
import type { GraphEdge, GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

const choosing = new Set(['exclusive', 'inclusive']);
const deciding = new Set(['task', 'window', 'assist', 'pay', 'seal', 'joint', 'consent', 'block', 'call']);

/** A condition or default on an edge that does not leave a choosing gateway, or an outcome on one that leaves no decision: nobody would look at it. */
export const edgeConditionMisplaced: Rule = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) => node.outgoing.flatMap((edge) => findingsOf(node, edge)));

function findingsOf(node: GraphNode, edge: GraphEdge): Finding[] {
  const name = node.doc.name;
  const condition = edge.doc.when !== undefined || edge.doc.default === true;
  return [
    ...(condition && !choosing.has(node.doc.kind)
      ? [
          error(
            'edge-condition-misplaced',
            at('edges', edge.id),
            `${zh(name)}不是判断环节，这条出线上的条件不会被使用：请在它后面加一个判断环节，把条件写在判断的出线上。`,
            `${en(name)} does not choose, so the condition on this edge is never looked at: add a gateway after it and put the condition there.`,
          ),
        ]
      : []),
    ...(edge.doc.on !== undefined && !deciding.has(node.doc.kind)
      ? [
          error(
            'edge-condition-misplaced',
            at('edges', edge.id, 'on'),
            `${zh(name)}不产生办理结果，这条出线不能按结果走：请删除结果，或从办理环节连线。`,
            `${en(name)} has no outcome to follow: remove it from this edge, or draw the edge from a step that decides.`,
          ),
        ]
      : []),
  ];
}
