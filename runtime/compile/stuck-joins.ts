/**
 * Parallel joins some run leaves waiting for ever, found by playing the flow. One token is moved at a time, as far as it
 * goes: what tokens do elsewhere cannot change its choices, so no order of moves has to be tried, only every choice (a
 * persistent set, which finds all dead states). Branches that meet again meet in the same state, so structured flows
 * take about as many states as they have nodes.
 */
import { type Graph, type GraphEdge, type GraphNode, type GraphScope, reachedFrom } from './graph.ts';

/** Positions of tokens: edges by number, sorted. */
type State = readonly number[];
interface Play {
  graph: Graph;
  edges: readonly GraphEdge[];
  numbers: ReadonlyMap<string, number>;
  /** Edges some run could walk; a join does not wait for the others here. */
  walked: ReadonlySet<string>;
}
const mostStates = 4000;
const mostTokens = 60;
/** An inclusive split of more edges is tried one by one and all together. */
const mostSubsets = 5;

/** The joins, or undefined when the flow is too entangled to be played (a loop that makes more and more tokens). */
export function stuckJoins(graph: Graph, scope: GraphScope): Set<string> | undefined {
  const start = scope.starts[0];
  if (!start) return new Set();
  // What a partial join takes away, threads make and cancelling removes is not played.
  if (
    scope.nodes.some(
      ({ doc, incoming }) => (doc.kind === 'complex' && incoming.length > 1) || doc.kind === 'threads' || doc.kind === 'cancel',
    )
  )
    return undefined;
  const reached = reachedFrom(graph, [start.id], (node) => node.outgoing, 'to');
  const edges = graph.edges.filter((edge) => reached.has(edge.from));
  const play: Play = {
    graph,
    edges,
    numbers: new Map(edges.map((edge, number) => [edge.id, number])),
    walked: new Set(edges.map((edge) => edge.id)),
  };
  const stuck = new Set<string>();
  const seen = new Set<string>();
  const open: State[] = [place(play, [], start.outgoing.slice(0, 1))];
  for (let state = open.pop(); state; state = open.pop()) {
    const key = state.join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostStates || state.length > mostTokens) return undefined;
    const next = nextStates(play, state);
    if (next) open.push(...next);
    else for (const number of state) stuck.add(edges[number]!.to);
  }
  return stuck;
}

/** States after the next move; undefined when tokens are left and none can move. */
function nextStates(play: Play, state: State): State[] | undefined {
  if (state.length === 0) return [];
  const free = state.find((number) => !isJoin(targetOf(play, number)));
  if (free !== undefined) return passed(play, without(state, [free]), targetOf(play, free));
  const joins = [...new Set(state.map((number) => targetOf(play, number)))];
  const full = joins.find((join) => join.doc.kind === 'parallel' && waitsFor(play, state, join).length === 0);
  const ready = full ?? readyInclusive(play, joins);
  if (!ready) return undefined;
  return passed(play, without(state, arrivals(play, state, ready)), ready);
}

function isJoin(node: GraphNode): boolean {
  return (node.doc.kind === 'parallel' || node.doc.kind === 'inclusive') && node.incoming.length > 1;
}

/** Nothing else moves any more: an inclusive join goes on that no other waiting token could still reach. */
function readyInclusive({ graph }: Play, joins: GraphNode[]): GraphNode | undefined {
  const inclusive = joins.filter((join) => join.doc.kind === 'inclusive');
  const reaches = (from: GraphNode, to: GraphNode) => reachedFrom(graph, [from.id], (node) => node.outgoing, 'to').has(to.id);
  return inclusive.find((join) => joins.every((other) => other === join || !reaches(other, join))) ?? inclusive[0];
}

/** Edges of a join that have no token yet. */
function waitsFor({ numbers, walked }: Play, state: State, join: GraphNode): GraphEdge[] {
  return join.incoming.filter((edge) => walked.has(edge.id) && !state.includes(numbers.get(edge.id)!));
}

/** One token of each edge that has one. */
function arrivals({ numbers }: Play, state: State, join: GraphNode): number[] {
  return join.incoming.map((edge) => numbers.get(edge.id) ?? -1).filter((number) => state.includes(number));
}

/** What can come of a token passing a node. */
function passed(play: Play, rest: State, node: GraphNode): State[] {
  const { doc, outgoing } = node;
  if (doc.kind === 'end') return doc.terminate === true ? [] : [rest];
  if (outgoing.length === 0) return [rest]; // a dead end: told by its own rule
  if (doc.kind === 'parallel') return [place(play, rest, outgoing)];
  if (doc.kind === 'inclusive') return subsets(outgoing).map((taken) => place(play, rest, taken));
  return outgoing.map((edge) => place(play, rest, [edge]));
}

function subsets(edges: GraphEdge[]): GraphEdge[][] {
  if (edges.length > mostSubsets) return [...edges.map((edge) => [edge]), edges];
  const masks = Array.from({ length: 2 ** edges.length - 1 }, (_, mask) => mask + 1);
  return masks.map((mask) => edges.filter((_, index) => (mask >> index) & 1));
}

function place({ numbers }: Play, state: State, edges: readonly GraphEdge[]): State {
  return [...state, ...edges.map((edge) => numbers.get(edge.id)!)].sort((a, b) => a - b);
}

function without(state: State, taken: readonly number[]): State {
  const left = [...state];
  for (const number of taken) left.splice(left.indexOf(number), 1);
  return left;
}

function targetOf({ graph, edges }: Play, number: number): GraphNode {
  return graph.nodes.get(edges[number]!.to)!;
}
