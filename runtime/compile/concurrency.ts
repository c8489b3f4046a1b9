/**
 * Which edges can carry a token at the same time: the least fixpoint Kovalyov and Esparza give for free-choice nets,
 * with edges as places. Quadratic in edges; blocks are walked as single steps.
 */
import { flowOrder, type Graph, type GraphNode } from './graph.ts';

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
/** What has been found so far; row `a` of `beside` has the bit of each edge that can carry a token together with `a`. */
interface Found {
  reached: Uint8Array;
  beside: Uint32Array[];
  words: number;
}

export function concurrentEdges(graph: Graph): Concurrency {
  const index = new Map(graph.edges.map((edge, position) => [edge.id, position]));
  const size = graph.edges.length;
  const words = (size >> 5) + 1;
  const found: Found = { reached: new Uint8Array(size), beside: Array.from({ length: size }, () => new Uint32Array(words)), words };
  // In the order of the flow most rounds find everything at once.
  const passages = flowOrder(graph).flatMap((node) => passagesOf(node, index));
  for (let changed = true; changed; ) {
    changed = false;
    for (const passage of passages) if (enabled(passage, found) && pass(passage, found)) changed = true;
  }
  return {
    reached: (edge) => found.reached[index.get(edge) ?? -1] === 1,
    together: (first, second) => {
      const [a, b] = [index.get(first), index.get(second)];
      return a !== undefined && b !== undefined && isBeside(found, a, b);
    },
  };
}

function isBeside({ beside }: Found, a: number, b: number): boolean {
  return ((beside[a]![b >> 5]! >>> (b & 31)) & 1) === 1;
}

function enabled({ from }: Passage, found: Found): boolean {
  return from.every((a, position) => found.reached[a] === 1 && from.slice(position + 1).every((b) => isBeside(found, a, b)));
}

/** Marks what passing adds; true when something is new. */
function pass({ from, to }: Passage, found: Found): boolean {
  let changed = false;
  const relate = (a: number, b: number) => {
    if (a === b || isBeside(found, a, b)) return;
    found.beside[a]![b >> 5]! |= 1 << (b & 31);
    found.beside[b]![a >> 5]! |= 1 << (a & 31);
    changed = true;
  };
  for (const [position, edge] of to.entries()) {
    if (found.reached[edge] === 0) changed = true;
    found.reached[edge] = 1;
    for (const other of to.slice(position + 1)) relate(edge, other);
    if (from.length > 0) for (const other of newBeside(from, edge, found)) relate(edge, other);
  }
  return changed;
}

/** Edges that can be beside all that was taken, and were not known to be beside what is put. */
function newBeside(from: number[], edge: number, { beside, words }: Found): number[] {
  const fresh: number[] = [];
  for (let word = 0; word < words; word++) {
    let bits = ~beside[edge]![word]!;
    for (const taken of from) bits &= beside[taken]![word]!;
    for (; bits !== 0; bits &= bits - 1) fresh.push((word << 5) + (31 - Math.clz32(bits & -bits)));
  }
  return fresh;
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
