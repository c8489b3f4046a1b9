/** Small questions about the flow as a graph. */

import { isDesk } from '../../runtime/compile/desks.ts';
import type { Edge, Node, Scenario } from '../../schemas/generated/documents.ts';

export type EdgeEntry = [id: string, edge: Edge];
export const gatewayKinds = ['exclusive', 'parallel', 'inclusive'] as const;
export type GatewayKind = (typeof gatewayKinds)[number];

export const isGateway = (node: Node | undefined): boolean => node !== undefined && (gatewayKinds as readonly string[]).includes(node.kind);

/** What no line needs to lead to: a start, an event on a step, a block begun by an event. */
export const beginsByItself = (node: Node): boolean =>
  node.kind === 'start' || node.kind === 'boundary' || (node.kind === 'block' && node.event === true);

/** Edges by their two ends. Outgoing ones are in the order people see: by rank, the default last. */
export interface Graph {
  nodes: Scenario['nodes'];
  edges: Scenario['edges'];
  out(node: string): EdgeEntry[];
  into(node: string): EdgeEntry[];
}

export function graphOf(scenario: Scenario): Graph {
  const out = new Map<string, EdgeEntry[]>();
  const into = new Map<string, EdgeEntry[]>();
  const push = (map: Map<string, EdgeEntry[]>, key: string, entry: EdgeEntry) => {
    const list = map.get(key);
    if (list) list.push(entry);
    else map.set(key, [entry]);
  };
  for (const entry of Object.entries(scenario.edges)) {
    push(out, entry[1].from, entry);
    push(into, entry[1].to, entry);
  }
  for (const list of out.values()) list.sort(byOrder);
  for (const list of into.values()) list.sort(byOrder);
  return { nodes: scenario.nodes, edges: scenario.edges, out: (node) => out.get(node) ?? [], into: (node) => into.get(node) ?? [] };
}

function byOrder([a, x]: EdgeEntry, [b, y]: EdgeEntry): number {
  if (Boolean(x.default) !== Boolean(y.default)) return x.default ? 1 : -1;
  return x.rank < y.rank ? -1 : x.rank > y.rank ? 1 : a < b ? -1 : 1;
}

/** Nodes reachable from `start` without passing through `without`. */
export function reachable(graph: Graph, start: string, without?: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node) || node === without || !graph.nodes[node]) continue;
    seen.add(node);
    for (const [, edge] of graph.out(node)) queue.push(edge.to);
  }
  return seen;
}

/** Outcomes a node may end with: what `on` of its edges may name. */
export function outcomesOf(node: Node): string[] {
  if (isDesk(node)) return Object.keys(node.decisions);
  if (node.kind === 'joint') return ['agree', 'refuse'];
  if (node.kind === 'consent') return ['agree', 'refuse', 'expire'];
  return [];
}

/** Whether some outcome of a step has no way on by these edges: none of its own, and no edge for all others. */
export function leavesOutcomeOpen(node: Node, out: readonly EdgeEntry[]): boolean {
  if (out.length === 0 || out.some(([, edge]) => edge.on === undefined)) return false;
  return outcomesOf(node).some((one) => out.every(([, edge]) => edge.on !== one));
}
