/** Where everything is drawn: as the layout says, the rest from left to right. */
import type { Node, Scenario } from '../../../schemas/generated/documents.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
const small = new Set<Node['kind']>(['start', 'end', 'timer', 'catch', 'throw', 'boundary']);
const gates = new Set<Node['kind']>(['exclusive', 'parallel', 'inclusive', 'event', 'complex']);
const STEP = { x: 160, y: 120 };
const MARGIN = 40;

function sizeOf({ kind }: Node): { width: number; height: number } {
  if (small.has(kind)) return { width: 36, height: 36 };
  return gates.has(kind) ? { width: 50, height: 50 } : { width: 100, height: 80 };
}

export function boxesOf({ nodes, edges, layout = {} }: Scenario): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const place = (parent: string | undefined, at: { x: number; y: number }): undefined => {
    const inside = Object.entries(nodes).filter(([, node]) => node.parent === parent);
    const columns = columnsOf(
      inside.map(([id]) => id),
      edges,
    );
    const rows = new Map<number, number>();
    for (const [id, node] of inside) {
      const column = columns.get(id) ?? 0;
      const row = rows.get(column) ?? 0;
      rows.set(column, row + 1);
      const size = sizeOf(node);
      const own = layout[id];
      const box = {
        x: own?.x ?? at.x + column * STEP.x,
        y: own?.y ?? at.y + row * STEP.y + (80 - size.height) / 2,
        width: own?.width ?? size.width,
        height: own?.height ?? size.height,
      };
      boxes.set(id, box);
      if (node.kind !== 'block') continue;
      place(id, { x: box.x + MARGIN, y: box.y + MARGIN });
      if (own?.width === undefined)
        grow(
          box,
          Object.keys(nodes).filter((child) => nodes[child]!.parent === id),
          boxes,
        );
    }
  };
  place(undefined, { x: MARGIN, y: MARGIN });
  return boxes;
}

/** A block is as large as what is in it. */
function grow(box: Box, children: readonly string[], boxes: ReadonlyMap<string, Box>): undefined {
  for (const child of children) {
    const inner = boxes.get(child);
    if (!inner) continue;
    box.width = Math.max(box.width, inner.x + inner.width + MARGIN - box.x);
    box.height = Math.max(box.height, inner.y + inner.height + MARGIN - box.y);
  }
}

/** How many steps from a beginning. */
function columnsOf(ids: readonly string[], edges: Scenario['edges']): Map<string, number> {
  const inside = new Set(ids);
  const out = Map.groupBy(
    Object.values(edges).filter((edge) => inside.has(edge.from) && inside.has(edge.to)),
    (edge) => edge.from,
  );
  const reached = new Set(Object.values(edges).map((edge) => edge.to));
  const columns = new Map<string, number>();
  let open = ids.filter((id) => !reached.has(id));
  if (open.length === 0) open = ids.slice(0, 1);
  for (let column = 0; open.length > 0; column++) {
    const next = new Set<string>();
    for (const id of open) {
      if (columns.has(id)) continue;
      columns.set(id, column);
      for (const edge of out.get(id) ?? []) if (!columns.has(edge.to)) next.add(edge.to);
    }
    open = [...next];
  }
  return columns;
}

export function wayOf(from: Box, to: Box): { x: number; y: number }[] {
  return [
    { x: from.x + from.width, y: from.y + from.height / 2 },
    { x: to.x, y: to.y + to.height / 2 },
  ];
}
