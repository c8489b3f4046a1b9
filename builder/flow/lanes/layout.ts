/** Lanes and positions: departments as rows, work flowing from left to right. elkjs runs in a worker and decides columns. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { isDesk } from '../../../runtime/compile/desks.ts';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { isGateway } from '../../editing/graph.ts';
import { ranked } from '../../editing/rank.ts';
import { departmentOf } from '../sentence.ts';

export const [nodeWidth, nodeHeight] = [196, 64];
export const gatewaySize = 44;
const columnGap = 56;
/** More of a gap between two signs, for the words of the lines that run straight between them. */
const roomForWords = 104;
const rowGap = 20;
const lanePadding = 20;
/** Room at the left of a lane for its name. */
export const laneHead = 132;

export interface Lane {
  id: string;
  department?: string;
  kind: 'applicant' | 'system' | 'department';
  y: number;
  height: number;
}
export interface LaneLayout {
  /** The stored positions were made for another picture (an import, a template) and are not used. */
  foreign: boolean;
  lanes: Lane[];
  positions: Record<string, { x: number; y: number }>;
  width: number;
}
interface Elk {
  layout(graph: ElkNode): Promise<ElkNode>;
}

export const isSmall = (kind: string) =>
  kind === 'exclusive' || kind === 'parallel' || kind === 'inclusive' || kind === 'start' || kind === 'end';
export const sizeOf = (kind: string) =>
  isSmall(kind) ? { width: gatewaySize, height: gatewaySize } : { width: nodeWidth, height: nodeHeight };

/** Which lane a step stands in: its department, the applicant's, or the machine's. */
export function laneOf(pkg: ScenarioPackage, node: string): string {
  const doc = pkg.scenario.nodes[node]!;
  const department = departmentOf(doc, pkg);
  if (department && (isDesk(doc) || doc.kind === 'issue' || doc.kind === 'joint')) return `d:${department}`;
  if (doc.kind === 'start' || doc.kind === 'fill' || doc.kind === 'consent') return 'applicant';
  return 'system';
}

/**
 * Columns come from elkjs (layered), rows from the lanes: inside a lane and column steps stand under each other. Blocks are drawn by
 * their steps; an edge into a block leads to its start, an edge out of it leaves from its end.
 */
export async function layoutLanes(pkg: ScenarioPackage, elk: Elk): Promise<LaneLayout> {
  const { nodes } = pkg.scenario;
  const shown = Object.keys(nodes).filter((id) => nodes[id]!.kind !== 'block');
  const edges = lineEdges(pkg);
  const graph = await elk.layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '40',
      'elk.layered.nodePlacement.strategy': 'SIMPLE',
      'elk.layered.thoroughness': '2',
      'elk.edgeRouting': 'POLYLINE',
    },
    children: shown.map((id) => ({ id, ...sizeOf(nodes[id]!.kind) })),
    edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  });
  const x = new Map((graph.children ?? []).map((child) => [child.id, child.x ?? 0]));
  const y = new Map((graph.children ?? []).map((child) => [child.id, child.y ?? 0]));
  return placeInLanes(pkg, shown, { x, y });
}

function placeInLanes(pkg: ScenarioPackage, shown: string[], found: { x: Map<string, number>; y: Map<string, number> }): LaneLayout {
  const { nodes, departments } = pkg.scenario;
  const columns = [...new Set(shown.map((id) => Math.round((found.x.get(id) ?? 0) / 40)))].sort((a, b) => a - b);
  const columnOf = (id: string) => columns.indexOf(Math.round((found.x.get(id) ?? 0) / 40));
  const main = leadingToCompletion(pkg);
  const order = ['applicant', 'system', ...ranked(departments).map(([id]) => `d:${id}`)];
  const lanes: Lane[] = [];
  const positions: LaneLayout['positions'] = {};
  let top = 0;
  let width = 0;
  const xOfColumn = columnPositions(
    shown.map((id) => ({ column: columnOf(id), width: sizeOf(nodes[id]!.kind).width })),
    columns.length,
    // Between two signs there is room for words only when it is made.
    new Set(
      lineEdges(pkg).flatMap(({ from, to }) =>
        isSmall(nodes[from]!.kind) && isSmall(nodes[to]!.kind) && isGateway(nodes[from]) && columnOf(to) === columnOf(from) + 1
          ? [columnOf(from)]
          : [],
      ),
    ),
  );
  for (const lane of order) {
    const inside = shown
      .filter((id) => laneOf(pkg, id) === lane)
      .sort((a, b) => Number(main.has(b)) - Number(main.has(a)) || (found.y.get(a) ?? 0) - (found.y.get(b) ?? 0));
    if (inside.length === 0) continue;
    const rows = new Map<number, number>();
    let tallest = 1;
    for (const id of inside) {
      const column = columnOf(id);
      // What only leads to an ending of its own leaves the first row free: the main line runs straight through it.
      const row = rows.get(column) ?? (main.has(id) ? 0 : 1);
      rows.set(column, row + 1);
      tallest = Math.max(tallest, row + 1);
      const size = sizeOf(nodes[id]!.kind);
      const at = {
        x: laneHead + xOfColumn[column]!.x + (xOfColumn[column]!.width - size.width) / 2,
        y: top + lanePadding + row * (nodeHeight + rowGap) + (nodeHeight - size.height) / 2,
      };
      positions[id] = at;
      width = Math.max(width, positions[id].x + size.width + 48);
    }
    const height = lanePadding * 2 + tallest * nodeHeight + (tallest - 1) * rowGap;
    lanes.push({
      id: lane,
      department: lane.startsWith('d:') ? lane.slice(2) : undefined,
      kind: lane.startsWith('d:') ? 'department' : (lane as 'applicant' | 'system'),
      y: top,
      height,
    });
    top += height;
  }
  return pinned(pkg, { foreign: false, lanes, positions, width });
}

/**
 * Positions people dragged to, inside their lane. When most stored positions lie outside the lane of their step they were made for
 * another picture, and none of them is used.
 */
function pinned(pkg: ScenarioPackage, automatic: LaneLayout): LaneLayout {
  const pins = Object.entries(pkg.scenario.layout ?? {}).filter(([id]) => automatic.positions[id]);
  const inside = pins.filter(([id, at]) => {
    const lane = automatic.lanes.find((one) => one.id === laneOf(pkg, id));
    return lane && at.x >= laneHead && at.y >= lane.y && at.y + sizeOf(pkg.scenario.nodes[id]!.kind).height <= lane.y + lane.height;
  });
  if (pins.length === 0) return automatic;
  if (inside.length * 2 < pins.length) return { ...automatic, foreign: true };
  const positions = { ...automatic.positions, ...Object.fromEntries(inside) };
  return { ...automatic, positions, width: Math.max(automatic.width, ...inside.map(([, at]) => at.x + nodeWidth + 48)) };
}

function columnPositions(
  nodes: { column: number; width: number }[],
  count: number,
  wordy: ReadonlySet<number>,
): { x: number; width: number }[] {
  const widths = Array.from({ length: count }, (_, i) => Math.max(gatewaySize, ...nodes.filter((n) => n.column === i).map((n) => n.width)));
  let x = 0;
  return widths.map((width, i) => {
    const here = { x, width };
    x += width + columnGap + (wordy.has(i) ? roomForWords : 0);
    return here;
  });
}

/** Steps from which a completed end of the whole case can be reached. */
function leadingToCompletion(pkg: ScenarioPackage): Set<string> {
  const { nodes } = pkg.scenario;
  const edges = lineEdges(pkg);
  const queue = Object.keys(nodes).filter((id) => {
    const node = nodes[id]!;
    return node.kind === 'end' && node.result === 'completed' && node.parent === undefined;
  });
  const seen = new Set<string>();
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of edges) if (edge.to === id) queue.push(edge.from);
  }
  return seen;
}

/** Edges between steps that are drawn: those of a block are joined to its start and its end. */
export function lineEdges(pkg: ScenarioPackage): { id: string; from: string; to: string }[] {
  const { nodes, edges } = pkg.scenario;
  const inside = (block: string, kind: 'start' | 'end') =>
    Object.keys(nodes).find((id) => nodes[id]!.parent === block && nodes[id]!.kind === kind);
  const source = (id: string): string | undefined => (nodes[id]?.kind === 'block' ? inside(id, 'end') : id);
  const target = (id: string): string | undefined => (nodes[id]?.kind === 'block' ? inside(id, 'start') : id);
  return Object.entries(edges).flatMap(([id, edge]) => {
    const [from, to] = [source(edge.from), target(edge.to)];
    return from && to && nodes[from] && nodes[to] ? [{ id, from, to }] : [];
  });
}
