/** The choices a plan asks for, with what is suggested: a mapping that can be edited and given back. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { branchOf } from './places.ts';
import type { MigrationMapping, MigrationReason } from './types.ts';

/** The suggested answer to every `mapping` reason; reasons without a suggestion are left out. */
export function choicesOf(reasons: readonly MigrationReason[]): MigrationMapping {
  const mapping: Required<Pick<MigrationMapping, 'nodes' | 'branches'>> & { skip: string[] } = { nodes: {}, branches: {}, skip: [] };
  for (const { level, code, node, edge, suggestion } of reasons) {
    if (level !== 'mapping') continue;
    if ((code === 'node.removed' || code === 'node.changed') && suggestion !== undefined) mapping.nodes[node!] = suggestion;
    if (code === 'join.branch_missing' && suggestion) mapping.branches[edge!] = suggestion === 'skip' ? 'skip' : 'begin';
  }
  return mapping;
}

/** The steps of the branch an edge ends, as a name: what a person calls the branch. */
export function edgeChoices(plan: Plan, edge: string): Text | undefined {
  const last = plan.edges[edge];
  const nodes = last ? (branchOf(plan, last)?.nodes ?? [last.from]) : [];
  const names = nodes.map((id) => plan.nodes[id]!.doc.name).reverse();
  if (names.length === 0) return undefined;
  return { 'zh-CN': names.map((name) => name['zh-CN']).join('、'), en: names.map((name) => name.en ?? name['zh-CN']).join(', ') };
}
