import { type Graph, type GraphScope, reversePostorder } from './graph.ts';

/**
 * The immediate dominator of each node of a scope: the nearest node every way from the start passes before it.
 * Cooper, Harvey and Kennedy: walk in reverse postorder until nothing changes. Nodes nothing reaches have none.
 */
export function dominatorsOf(graph: Graph, scope: GraphScope): Map<string, string> {
  const start = scope.starts[0];
  if (!start) return new Map();
  const order = reversePostorder(graph, start);
  const position = new Map(order.map((node, index) => [node.id, index]));
  const dominator = new Map([[start.id, start.id]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order.slice(1)) {
      const known = node.incoming.map((edge) => edge.from).filter((id) => dominator.has(id));
      const next = known.reduce((a, b) => meet(a, b, dominator, position));
      if (dominator.get(node.id) !== next) {
        dominator.set(node.id, next);
        changed = true;
      }
    }
  }
  dominator.delete(start.id);
  return dominator;
}

function meet(a: string, b: string, dominator: Map<string, string>, position: Map<string, number>): string {
  let [left, right] = [a, b];
  while (left !== right) {
    if (position.get(left)! > position.get(right)!) left = dominator.get(left)!;
    else right = dominator.get(right)!;
  }
  return left;
}
