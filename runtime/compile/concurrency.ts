/**
 * Which edges can carry a token at the same time: the least fixpoint Kovalyov and Esparza give for free-choice nets,
 * with edges as places. Quadratic in edges; blocks are walked as single steps.
 */
import type { Graph, GraphNode } from './graph.ts';

export interface Concurrency {
  /** Some run walks this edge. */
  reached(edge: string): boolean;
  /** Some run holds tokens on both edges at once. */
  together(first: string, second: string): boolean;
}
/** One way to pass a node: takes a token from each of `from`, puts one on each of `to`. */
interface Passage {
  from: number[];
  to: number[];
}

export function concurrentEdges(graph: Graph): Concurrency {
  const index = new Map(graph.edges.map((edge, position) => [edge.id, position]));
  const size = graph.edges.length;
  const passages = [...graph.nodes.values()].flatMap((node) => passagesOf(node, index));
  const reached = new Uint8Array(size);
  const pairs = Array.from({ length: size }, () => new Uint8Array(size));
  for (let changed = true; changed; ) {
    changed = false;
    for (const passage of passages) if (enabled(passage, reached, pairs) && pass(passage, reached, pairs)) changed = true;
  }
  return {
    reached: (edge) => reached[index.get(edge) ?? -1] === 1,
    together: (first, second) => pairs[index.get(first) ?? -1]?.[index.get(second) ?? -1] === 1,
  };
}

function enabled({ from }: Passage, reached: Uint8Array, pairs: Uint8Array[]): boolean {
  return from.every((a, position) => reached[a] === 1 && from.slice(position + 1).every((b) => pairs[a]![b] === 1));
}

/** Marks what passing adds; true when something is new. */
function pass({ from, to }: Passage, reached: Uint8Array, pairs: Uint8Array[]): boolean {
  let changed = false;
  const relate = (a: number, b: number) => {
    if (pairs[a]![b] === 1) return;
    pairs[a]![b] = 1;
    pairs[b]![a] = 1;
    changed = true;
  };
  for (const [position, edge] of to.entries()) {
    if (reached[edge] === 0) {
      reached[edge] = 1;
      changed = true;
    }
    for (const other of to.slice(position + 1)) relate(edge, other);
    // Whatever can be beside all that was taken can be beside what was put.
    for (let beside = 0; beside < reached.length; beside++) {
      if (from.length > 0 && from.every((taken) => pairs[taken]![beside] === 1)) relate(edge, beside);
    }
  }
  return changed;
}

function passagesOf(node: GraphNode, index: Map<string, number>): Passage[] {
  const incoming = node.incoming.map((edge) => index.get(edge.id)!);
  const outgoing = node.outgoing.map((edge) => index.get(edge.id)!);
  if (node.doc.kind === 'start') return [{ from: [], to: outgoing.slice(0, 1) }];
  if (node.doc.kind === 'parallel') return [{ from: incoming, to: outgoing }].filter(({ from }) => from.length > 0);
  // An inclusive join lets through whatever came; an inclusive split may take all of its edges at once.
  if (node.doc.kind === 'inclusive') return incoming.map((edge) => ({ from: [edge], to: outgoing }));
  return incoming.flatMap((edge) => outgoing.map((out) => ({ from: [edge], to: [out] })));
}
