import type { Node } from '../../../schemas/generated/documents.ts';
import { at, en, error, zh } from '../finding.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Kinds and properties the schema has and the engine does not run: taken off this list with the element that runs them. */
const kinds = new Set<Node['kind']>([
  'window',
  'assist',
  'pay',
  'seal',
  'archive',
  'transfer',
  'call',
  'catch',
  'throw',
  'boundary',
  'event',
  'complex',
  'threads',
  'cancel',
]);
const properties = ['loop', 'each', 'section', 'adHoc', 'transaction', 'event'] as const;
const code = 'not-executed';

/** Refuses what would be drawn and then not happen. */
export const notExecuted: Rule = ({ pkg }) =>
  Object.entries(pkg.scenario.nodes).flatMap(([id, node]): Finding[] => {
    if (kinds.has(node.kind)) return [refused(id, node)];
    if (node.kind === 'start' && node.trigger.type !== 'form') return [refused(id, node, 'trigger')];
    const property = properties.find((name) => (node as unknown as Record<string, unknown>)[name] !== undefined);
    return property === undefined ? [] : [refused(id, node, property)];
  });

function refused(id: string, node: Node, ...rest: string[]): Finding {
  return error(
    code,
    at('nodes', id, ...rest),
    `${zh(node.name)}用到了本版本还不能运行的设置：请改用其他步骤。`,
    `${en(node.name)} uses something this release cannot run: use another step.`,
  );
}
