import type { Scenario } from '../../schemas/generated/documents.ts';
import { Refused } from './command.ts';
import { beginsByItself, type Graph, graphOf, reachable } from './graph.ts';

/**
 * The last net under every edit of the flow: a step that was part of it must still be, and one from which the flow came to an end
 * must still do so, or the edit is refused as a whole. `meant`: steps put down loose on purpose.
 */
export function nothingComesLoose(before: Scenario, after: Scenario, meant: readonly string[] = []): void {
  if (before.nodes === after.nodes && before.edges === after.edges) return;
  const was = standing(graphOf(before));
  const is = standing(graphOf(after));
  for (const id of Object.keys(after.nodes)) {
    const isNew = !before.nodes[id];
    if (!is.attached.has(id) && (was.attached.has(id) || (isNew && !meant.includes(id)))) throw new Refused('editing.refused.loose');
    if (is.attached.has(id) && !is.ending.has(id) && (isNew || was.ending.has(id))) throw new Refused('editing.refused.noEnd');
  }
}

/** Steps some start leads to, and steps that lead to an end. */
function standing(graph: Graph): { attached: Set<string>; ending: Set<string> } {
  const attached = new Set<string>();
  const ending = new Set<string>();
  for (const [id, node] of Object.entries(graph.nodes)) {
    if (beginsByItself(node)) for (const reached of reachable(graph, id)) attached.add(reached);
    if (node.kind === 'end') leadingTo(graph, id, ending);
  }
  return { attached, ending };
}

function leadingTo(graph: Graph, end: string, seen: Set<string>): void {
  const queue = [end];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const [, edge] of graph.into(node)) queue.push(edge.from);
  }
}
