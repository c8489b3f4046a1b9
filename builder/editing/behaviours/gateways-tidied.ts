import { graphOf, isGateway } from '../graph.ts';
import type { Recording } from '../recording.ts';

/**
 * A gateway gained or lost a way on: a single one has no condition, parallel ones have none, and of several that are chosen from
 * one is always for all other cases.
 */
export function gatewaysTidied(r: Recording): void {
  const touched = new Set(
    r.changes.flatMap(({ path, before, after }) => {
      if (path[0] !== 'scenario' || path[1] !== 'edges') return [];
      const edges = path.length === 3 ? [before, after] : [r.document.scenario.edges[path[2] ?? '']];
      return edges.flatMap((edge) => (edge as { from?: string } | undefined)?.from ?? []);
    }),
  );
  if (touched.size === 0) return;
  const graph = graphOf(r.document.scenario);
  for (const id of touched) {
    const node = graph.nodes[id];
    if (!isGateway(node) || !node) continue;
    const out = graph.out(id);
    if (out.length === 1 || node.kind === 'parallel')
      for (const [edge] of out) for (const key of ['when', 'default']) r.remove(['scenario', 'edges', edge, key]);
    else if (out.length > 1 && !out.some(([, edge]) => edge.default)) {
      const [last] = out.at(-1)!;
      r.remove(['scenario', 'edges', last, 'when']);
      r.set(['scenario', 'edges', last, 'default'], true);
    }
  }
}
