import { at, en, error, zh } from '../finding.ts';
import type { GraphNode } from '../graph.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

const gateways = new Set(['exclusive', 'parallel', 'inclusive', 'event']);

/** Two edges that would be taken together without a gateway that says so. */
export const implicitFork: Rule = ({ graph }) =>
  [...graph.nodes.values()].filter((node) => !gateways.has(node.doc.kind)).flatMap(findingsOf);

function findingsOf(node: GraphNode): Finding[] {
  const groups = Map.groupBy(node.outgoing, (edge) => edge.doc.on);
  return [...groups].flatMap(([, edges]) =>
    edges
      .slice(1)
      .map((edge) =>
        error(
          'implicit-fork',
          at('edges', edge.id),
          `${zh(node.doc.name)}有多条会同时走的出线：要并行，请在它后面加“并行”环节；要选择，请加“判断”环节，或按办理结果分开。`,
          `Several edges leaving ${en(node.doc.name)} would be taken together: add a parallel gateway to fork, an exclusive one to choose, or tell them apart by outcome.`,
        ),
      ),
  );
}
