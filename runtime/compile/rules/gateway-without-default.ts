import { at, en, error, warning, zh } from '../finding.ts';
import type { GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

const gateways = new Set(['exclusive', 'parallel', 'inclusive']);

/** A choosing gateway needs a condition on each way but one, and exactly one way for everything else. */
export const gatewayWithoutDefault: Rule = ({ graph }) =>
  [...graph.nodes.values()]
    .filter((node) => gateways.has(node.doc.kind))
    .flatMap((node) => {
      const conditional = node.outgoing.some((edge) => edge.doc.when !== undefined);
      if (node.doc.kind !== 'parallel' && (node.outgoing.length > 1 || conditional)) return findingsOf(node);
      return node.outgoing.length === 1 && node.incoming.length <= 1 ? [withoutChoice(node)] : [];
    });

function withoutChoice(node: GraphNode): Finding {
  return warning(
    'gateway-without-choice',
    at('nodes', node.id),
    `${zh(node.doc.name)}只有一条进线和一条出线，不起作用：请补上其他路线，或删除这个环节。`,
    `${en(node.doc.name)} has one way in and one way out and does nothing: add the other ways, or remove it.`,
  );
}

function findingsOf(node: GraphNode): Finding[] {
  const name = node.doc.name;
  const defaults = node.outgoing.filter((edge) => edge.doc.default === true);
  const bare = node.outgoing.filter((edge) => edge.doc.default !== true && edge.doc.when === undefined);
  const conditional = node.outgoing.filter((edge) => edge.doc.default === true && edge.doc.when !== undefined);
  return [
    ...(defaults.length === 0
      ? [
          error(
            'gateway-without-default',
            at('nodes', node.id),
            `${zh(name)}没有“其他情况”的出口，条件都不满足时办件会停住：请把一条出线设为默认。`,
            `${en(name)} has no way out when no condition holds, and the case would stop there: make one of its edges the default.`,
          ),
        ]
      : []),
    ...defaults
      .slice(1)
      .map((edge) =>
        error(
          'gateway-several-defaults',
          at('edges', edge.id),
          `${zh(name)}有多条默认出线：请只保留一条，其余填写条件。`,
          `${en(name)} has several default edges: keep one and give the others a condition.`,
        ),
      ),
    ...bare.map((edge) =>
      error(
        'gateway-edge-without-condition',
        at('edges', edge.id),
        `${zh(name)}的这条出线没有条件：请填写条件，或设为默认出线。`,
        `This edge leaving ${en(name)} has no condition: give it one, or make it the default.`,
      ),
    ),
    ...conditional.map((edge) =>
      error(
        'gateway-edge-without-condition',
        at('edges', edge.id, 'when'),
        `默认出线不看条件：请删除这条出线的条件，或取消默认。`,
        `A default edge is taken without looking at a condition: remove the condition, or make it no default.`,
      ),
    ),
  ];
}
