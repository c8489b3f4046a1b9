/** Cutting and joining edges: the few moves every command on the flow is made of. */
import type { Edge, Node } from '../../../schemas/generated/documents.ts';
import { Refused } from '../command.ts';
import { graphOf } from '../graph.ts';
import { placeAt } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { type Sequence, type Step, type StepTree, stepsInOrder } from '../tree.ts';

/** Where `edges` arrive: they must all lead to one node of one scope. */
export function place(r: Recording, edges: readonly string[]): { to: string; parent: string | undefined } {
  const targets = new Set(edges.map((id) => r.document.scenario.edges[id]?.to));
  const [to] = targets;
  if (targets.size !== 1 || to === undefined) throw new Refused('editing.refused.place');
  return { to, parent: r.document.scenario.nodes[to]?.parent };
}

/** Adds a node; keys that are undefined are left out. */
export function put(r: Recording, node: Node, id = r.newId('n')): string {
  r.set(['scenario', 'nodes', id], clean(node));
  return id;
}

/** A copy without the keys whose value is undefined: absent and undefined must be the same document. */
export const clean = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

/** Adds an edge after the ones its source has; a default edge stays the last by its nature. */
export function connect(r: Recording, from: string, to: string, more: Partial<Edge> = {}): string {
  const siblings = graphOf(r.document.scenario).out(from);
  const id = r.newId('e');
  const ranks = placeAt(siblings, id, siblings.filter(([, e]) => !e.default).length);
  for (const [sibling, rank] of Object.entries(ranks)) if (sibling !== id) r.set(['scenario', 'edges', sibling, 'rank'], rank);
  r.set(['scenario', 'edges', id], clean({ from, to, rank: ranks[id]!, ...more }));
  return id;
}

/** Lets edges lead to another node. */
export function moveEdges(r: Recording, edges: readonly string[], to: string): void {
  for (const id of edges) r.set(['scenario', 'edges', id, 'to'], to);
}

/** Removes a node with the edges that still touch it. */
export function removeNode(r: Recording, node: string): void {
  if (!r.document.scenario.nodes[node]) return;
  for (const [id, edge] of Object.entries(r.document.scenario.edges)) if (edge.from === node || edge.to === node) removeEdge(r, id);
  r.remove(['scenario', 'nodes', node]);
  r.happened({ type: 'node.deleted', node });
}

export function removeEdge(r: Recording, edge: string): void {
  r.remove(['scenario', 'edges', edge]);
  r.happened({ type: 'edge.deleted', edge });
}

/** The step of the tree that shows a node, as its own card or as the meeting point of a split. */
export function stepOf(tree: StepTree, node: string): Step | undefined {
  return stepsInOrder(tree).find(({ step }) => step.node === node)?.step;
}

/** Node that follows a split: behind its closing gateway, or where its branches meet. */
export function regionOf(step: Extract<Step, { type: 'split' }>): { after: string | undefined } {
  if (step.join) return { after: step.join };
  for (const { sequence } of step.branches) {
    const to = meets(sequence);
    if (to) return { after: to };
  }
  return { after: undefined };
}
const meets = (sequence: Sequence) => (sequence.exit.type === 'join' ? sequence.exit.to : undefined);
