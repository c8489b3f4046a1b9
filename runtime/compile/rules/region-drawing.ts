import { at, en, error, zh } from '../finding.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Partial joins, threads, cancelled regions and blocks whose steps people start that would not do what was drawn. */
export const regionDrawing: Rule = ({ graph }) => [...graph.nodes.values()].flatMap((node) => findingsOf(graph, node));

function findingsOf(graph: Graph, node: GraphNode): Finding[] {
  const { id, doc } = node;
  const name = doc.name;
  switch (doc.kind) {
    case 'complex': {
      const most = 'count' in doc.activate ? doc.activate.count : 1;
      if (node.incoming.length <= 1)
        return [
          error(
            'partial-join-of-one',
            at('nodes', id),
            `${zh(name)}只有一条进线，没有可汇合的分支：请连上其他分支，或删除它。`,
            `${en(name)} has one way in and nothing to join: connect the other branches, or remove it.`,
          ),
        ];
      return most <= node.incoming.length
        ? []
        : [
            error(
              'partial-join-too-many',
              at('nodes', id, 'activate', 'count'),
              `${zh(name)}要等 ${most} 条分支，但只有 ${node.incoming.length} 条通到这里：请改小数目，或连上其他分支。`,
              `${en(name)} waits for ${most} branches, but only ${node.incoming.length} lead to it: lower the number, or connect more branches.`,
            ),
          ];
    }
    case 'cancel':
      return doc.nodes.flatMap((target) => cancelFindings(graph, node, target));
    case 'start':
    case 'end':
      return node.scope !== '' && isAdHocBlock(graph, node.scope)
        ? [
            error(
              'ad-hoc-start-or-end',
              at('nodes', id),
              `${zh(name)}在自选步骤的分组里不起作用：这里的步骤由办理人启动，请删除它。`,
              `${en(name)} has no use in a block whose steps people start: remove it.`,
            ),
          ]
        : [];
    default:
      return [];
  }
}

function isAdHocBlock(graph: Graph, scope: string): boolean {
  const doc = graph.nodes.get(scope)?.doc;
  return doc?.kind === 'block' && doc.adHoc !== undefined;
}

/** A token cannot cancel the ground it stands on. */
function cancelFindings(graph: Graph, { id, doc, scope }: GraphNode, target: string): Finding[] {
  const around = new Set([id]);
  for (let block = graph.nodes.get(scope); block && !around.has(block.id); block = graph.nodes.get(block.scope)) around.add(block.id);
  if (!around.has(target)) return [];
  const name = graph.nodes.get(target)!.doc.name;
  return [
    error(
      'cancel-own-place',
      at('nodes', id, 'nodes'),
      `${zh(doc.name)}不能取消它自己所在的${zh(name)}：请去掉它，或改用“结束整组”的结束环节。`,
      `${en(doc.name)} cannot cancel ${en(name)}, in which it lies: remove it, or use a terminating end.`,
    ),
  ];
}
