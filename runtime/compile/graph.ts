/** The flow as a graph: scopes (root and blocks), edges in order, what reaches what. */
import type { Edge, Node, Scenario } from '../../schemas/generated/documents.ts';
import { compare, entry } from './maps.ts';

export interface GraphEdge {
  id: string;
  doc: Edge;
  from: string;
  to: string;
}
export interface GraphNode {
  id: string;
  doc: Node;
  /** The block it lies in; '' is the root. */
  scope: string;
  /** By rank, then id. Only edges whose two ends exist and lie in one scope. */
  outgoing: GraphEdge[];
  incoming: GraphEdge[];
}
export interface GraphScope {
  id: string;
  nodes: GraphNode[];
  starts: GraphNode[];
  ends: GraphNode[];
}
export interface Graph {
  nodes: Map<string, GraphNode>;
  edges: GraphEdge[];
  /** By block id; '' is the root and always there. */
  scopes: Map<string, GraphScope>;
}
export const rootScope = '';

/** Builds the graph; edges that dangle or cross blocks are left out (rules report them from the document). */
export function buildGraph(scenario: Scenario): Graph {
  const nodes = new Map<string, GraphNode>();
  for (const [id, doc] of Object.entries(scenario.nodes)) {
    nodes.set(id, { id, doc, scope: scopeOf(scenario, doc), outgoing: [], incoming: [] });
  }
  const edges = Object.entries(scenario.edges)
    .map(([id, doc]) => ({ id, doc, from: doc.from, to: doc.to }))
    .filter(({ from, to }) => nodes.has(from) && nodes.has(to) && nodes.get(from)!.scope === nodes.get(to)!.scope)
    .sort((a, b) => compare(a.doc.rank, b.doc.rank) || compare(a.id, b.id));
  for (const edge of edges) {
    nodes.get(edge.from)!.outgoing.push(edge);
    nodes.get(edge.to)!.incoming.push(edge);
  }
  return { nodes, edges, scopes: scopesOf(nodes) };
}

/** A parent that is no block counts as the root here; `dangling-reference` reports it. */
function scopeOf(scenario: Scenario, node: Node): string {
  return entry(scenario.nodes, node.parent)?.kind === 'block' ? node.parent! : rootScope;
}

function scopesOf(nodes: Map<string, GraphNode>): Map<string, GraphScope> {
  const scopes = new Map<string, GraphScope>([[rootScope, emptyScope(rootScope)]]);
  for (const node of nodes.values()) if (node.doc.kind === 'block') scopes.set(node.id, emptyScope(node.id));
  for (const node of nodes.values()) {
    const scope = scopes.get(node.scope)!;
    scope.nodes.push(node);
    if (node.doc.kind === 'start') scope.starts.push(node);
    if (node.doc.kind === 'end') scope.ends.push(node);
  }
  // The one with the form is where a case begins when nothing else is said.
  for (const { starts } of scopes.values()) starts.sort((a, b) => byForm(a) - byForm(b));
  return scopes;
}

function byForm({ doc }: GraphNode): number {
  return doc.kind === 'start' && doc.trigger.type === 'form' ? 0 : 1;
}

/** A block whose steps people start. */
export function isAdHoc(graph: Graph, scope: string): boolean {
  const doc = graph.nodes.get(scope)?.doc;
  return doc?.kind === 'block' && doc.adHoc !== undefined;
}

function emptyScope(id: string): GraphScope {
  return { id, nodes: [], starts: [], ends: [] };
}

/** Nodes reached from these inside their scope, the given ones included. */
export function reachedFrom(
  graph: Graph,
  from: Iterable<string>,
  edgesOf: (node: GraphNode) => GraphEdge[],
  end: 'from' | 'to',
): Set<string> {
  const reached = new Set(from);
  const open = [...reached];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of edgesOf(graph.nodes.get(id)!)) {
      if (reached.has(edge[end])) continue;
      reached.add(edge[end]);
      open.push(edge[end]);
    }
  }
  return reached;
}

/** Nodes from which this one can be reached inside its scope; itself only when it lies on a loop. */
export function upstreamOf(graph: Graph, node: GraphNode): Set<string> {
  const upstream = new Set<string>();
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const { from } of next.incoming) {
      if (upstream.has(from)) continue;
      upstream.add(from);
      open.push(graph.nodes.get(from)!);
    }
  }
  return upstream;
}

/** All nodes, scope by scope, each before what follows it (loops apart): the order in which fixpoints settle fastest. */
export function flowOrder(graph: Graph): GraphNode[] {
  const ordered = [...graph.scopes.values()].flatMap((scope) => firstsOf(scope).flatMap((node) => reversePostorder(graph, node)));
  return [...new Set([...ordered, ...graph.nodes.values()])];
}

/** The start, or where there is none the nodes nothing leads to. */
function firstsOf({ starts, nodes }: GraphScope): GraphNode[] {
  return starts[0] ? [starts[0]] : nodes.filter((node) => node.incoming.length === 0);
}

/** Nodes reached from this one, each before what follows it. Without recursion: a flow may be a long chain. */
export function reversePostorder(graph: Graph, start: GraphNode): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set([start.id]);
  const stack: { node: GraphNode; next: number }[] = [{ node: start, next: 0 }];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const edge = top.node.outgoing[top.next++];
    if (!edge) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ node: graph.nodes.get(edge.to)!, next: 0 });
    }
  }
  return order.reverse();
}
