import type { Scenario } from '../../schemas/generated/documents.ts';
import { Refused } from './command.ts';
import { type Graph, graphOf, reachable } from './graph.ts';

/**
 * The last net under every edit of the flow: a step that was part of it must still be, or the edit is refused as a whole.
 * `meant`: steps put down loose on purpose.
 */
export function nothingComesLoose(before: Scenario, after: Scenario, meant: readonly string[] = []): void {
  if (before.nodes === after.nodes && before.edges === after.edges) return;
  const known = attached(graphOf(before));
  const now = attached(graphOf(after));
  for (const id of Object.keys(after.nodes)) {
    if (!now.has(id) && (known.has(id) || (!before.nodes[id] && !meant.includes(id)))) throw new Refused('editing.refused.loose');
  }
}

function attached(graph: Graph): Set<string> {
  const starts = Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.kind === 'start');
  return new Set(starts.flatMap((id) => [...reachable(graph, id)]));
}
