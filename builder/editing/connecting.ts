/**
 * Which lines may be drawn between two steps, and what a line stands for. One rule for the canvas (where a line may end), for the
 * command that draws it, and for the words of a refusal.
 *
 * A step has one way on. Only gateways, and desks through their results, have several; nothing forks by accident.
 */
import type { Edge, Scenario } from '../../schemas/generated/documents.ts';
import { beginsByItself, type Graph, graphOf, isGateway, leavesOutcomeOpen, outcomesOf, reachable } from './graph.ts';

export type Connection =
  | { ok: false; reason: string }
  /** A new line. */
  | { ok: true; how: 'new'; more: Partial<Edge> }
  /** The way on of the first step goes through the second one first; `tails` lead on to where it went before. */
  | { ok: true; how: 'through'; edge: string; tails: string[] };

const refuse = (reason: string): Connection => ({ ok: false, reason: `editing.refused.connect.${reason}` });

/** What drawing a line from one step to another would do. `without`: a line that is being taken away for it. */
export function connectionOf(scenario: Scenario, from: string, to: string, without?: string): Connection {
  const graph = without === undefined ? graphOf(scenario) : graphOf(withoutEdge(scenario, without));
  const [source, target] = [graph.nodes[from], graph.nodes[to]];
  if (!source || !target) return { ok: false, reason: 'editing.refused.gone' };
  const impossible = targetRefusal(graph, from, to);
  if (impossible) return refuse(impossible);
  const out = graph.out(from);
  if (out.length === 0) return { ok: true, how: 'new', more: {} };
  if (source.kind === 'event')
    return target.kind === 'catch' || target.kind === 'timer' ? { ok: true, how: 'new', more: {} } : refuse('event');
  if (isGateway(source)) return fromGateway(graph, from, to);
  const own = outcomesOf(source);
  const plain = out.find(([, edge]) => edge.on === undefined);
  const free = own.filter((id) => !out.some(([, edge]) => edge.on === id));
  if (free.length > (plain ? 1 : 0)) return { ok: true, how: 'new', more: { on: free.at(-1) } };
  const through = plain && wayThrough(graph, { edge: plain[0], next: plain[1].to, to });
  return through ?? refuse(own.length > 0 ? 'decided' : 'fork');
}

/** Why no line may end there, whatever it would stand for. */
function targetRefusal(graph: Graph, from: string, to: string): string | undefined {
  const [source, target] = [graph.nodes[from]!, graph.nodes[to]!];
  if (from === to) return 'self';
  if (source.parent !== target.parent) return 'scope';
  if (target.kind === 'start') return 'intoStart';
  if (target.kind === 'boundary') return 'intoBoundary';
  if (source.kind === 'end') return 'fromEnd';
  if (graph.out(from).some(([, edge]) => edge.to === to)) return 'twice';
  return undefined;
}

/** Parallel work that comes back to its own fork would multiply without end. */
function fromGateway(graph: Graph, from: string, to: string): Connection {
  if (graph.nodes[from]!.kind === 'parallel' && reachable(graph, to).has(from)) return refuse('parallelBack');
  return { ok: true, how: 'new', more: {} };
}

/** A step nobody leads to yet can be taken into the way of another one. */
function wayThrough(graph: Graph, { edge, next, to }: { edge: string; next: string; to: string }): Connection | undefined {
  if (isAttached(graph, to)) return undefined;
  const inside = reachable(graph, to);
  const tails = openTails(graph, to);
  return tails.length > 0 || inside.has(next) ? { ok: true, how: 'through', edge, tails } : undefined;
}

/** Steps behind a step that lead nowhere yet, or not with every result. */
export const openTails = (graph: Graph, node: string): string[] =>
  [...reachable(graph, node)].filter((id) => {
    const doc = graph.nodes[id]!;
    return doc.kind !== 'end' && (graph.out(id).length === 0 || leavesOutcomeOpen(doc, graph.out(id)));
  });

/** Whether some start leads there. */
export function isAttached(graph: Graph, node: string): boolean {
  return Object.keys(graph.nodes).some((id) => beginsByItself(graph.nodes[id]!) && reachable(graph, id).has(node));
}

export const withoutEdge = (scenario: Scenario, edge: string): Scenario => {
  const { [edge]: _gone, ...edges } = scenario.edges;
  return { ...scenario, edges };
};
