/** Commands on steps of the flow. The graph is edited at its edges; the step tree is only a view of it. */
import type { Node, Text } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { beginsByItself, graphOf, isGateway, reachable } from '../graph.ts';
import type { Recording } from '../recording.ts';
import { treeOf } from '../tree.ts';
import { change } from './entries.ts';
import { createStep, type NewStep } from './new-step.ts';
import { clean, connect, moveEdges, place, put, regionOf, removeNode, stepOf } from './surgery.ts';

const nameOf = (doc: { scenario: { nodes: Record<string, Node> } }, node: string): Text | undefined => doc.scenario.nodes[node]?.name;

export const nodeCommands = {
  /** Puts a step where `edges` arrive (all at one place). Splits come with two branches and their meeting point. */
  'node.add': command<{ edges: string[]; step: NewStep; id?: string }>({
    run: (r, { edges, step, id }) => {
      const at = place(r, edges);
      if (step.kind === 'end') {
        const end = put(r, { kind: 'end', name: step.name, parent: at.parent, result: step.result ?? 'completed' }, id);
        moveEdges(r, edges, end);
        dropUnreachable(r, [at.to]);
        return;
      }
      createStep(r, { step, at, edges, id });
    },
    label: (_doc, { step }) => ({ key: 'editing.node.add', name: step.name }),
  }),
  'node.edit': command<{ node: string; changes: Partial<Record<string, unknown>> }>({
    run: (r, { node, changes }) => change(r, ['scenario', 'nodes', node], changes),
    label: (doc, { node }) => ({ key: 'editing.node.edit', name: nameOf(doc, node) }),
  }),
  'node.rename': command<{ node: string; name: string; language?: 'zh-CN' | 'en' }>({
    run: (r, { node, name, language = 'zh-CN' }) => {
      if (name.trim() !== '') r.set(['scenario', 'nodes', node, 'name', language], name.trim());
    },
    label: (doc, { node }) => ({ key: 'editing.node.rename', name: nameOf(doc, node) }),
  }),
  /**
   * Takes a step out and heals the path. Of a split everything up to its meeting point goes, but for the branch to keep. `mend`:
   * what named the step is put right as far as that can be known.
   */
  'node.delete': command<{ node: string; keep?: string; mend?: boolean }>({
    run: (r, { node, keep, mend }) => {
      const kind = r.document.scenario.nodes[node]?.kind;
      if (!kind) throw new Refused('editing.refused.gone');
      if (kind === 'start') throw new Refused('editing.refused.start');
      const next = graphOf(r.document.scenario).out(node)[0]?.[1].to;
      deleteStep(r, node, keep);
      if (mend) mendAfter(r, node, next);
    },
    label: (doc, { node }) => ({ key: 'editing.node.delete', name: nameOf(doc, node) }),
  }),
  /** Takes a simple step out and puts it where `edges` arrive. */
  'node.move': command<{ node: string; edges: string[] }>({
    run: (r, { node, edges }) => moveStep(r, node, edges),
    label: (doc, { node }) => ({ key: 'editing.node.move', name: nameOf(doc, node) }),
  }),
  /** An event on a step: what happens beside it, or instead of it, when time is up. It begins by itself and ends by itself. */
  'boundary.add': command<{ node: string; name: Text; end: Text }>({
    run: (r, { node, name, end }) => {
      const parent = r.document.scenario.nodes[node]?.parent;
      const event = put(
        r,
        clean({
          kind: 'boundary',
          name,
          parent,
          attachedTo: node,
          interrupting: false,
          event: { type: 'timer', duration: { amount: 5, unit: 'workingDays' } },
        }),
      );
      connect(r, event, put(r, clean({ kind: 'end', name: end, parent, result: 'completed' })));
    },
    label: (_doc, { name }) => ({ key: 'editing.node.add', name }),
  }),
  /** `alone`: the positions stored so far belong to another picture and go. */
  'node.position': command<{ node: string; x: number; y: number; alone?: boolean }>({
    run: (r, { node, x, y, alone }) => {
      const at = { x: Math.round(x), y: Math.round(y) };
      if (alone) r.set(['scenario', 'layout'], { [node]: at });
      else r.set(['scenario', 'layout', node], at);
    },
    label: (doc, { node }) => ({ key: 'editing.node.position', name: nameOf(doc, node) }),
  }),
  'layout.reset': command<Record<string, never>>({
    run: (r) => r.remove(['scenario', 'layout']),
    label: () => ({ key: 'editing.layout.reset' }),
  }),
};

/** Takes a step out and heals the path; of a split everything up to its meeting point, but for the branch to keep. */
export function deleteStep(r: Recording, node: string, keep: string | undefined): void {
  const graph = graphOf(r.document.scenario);
  const out = graph.out(node);
  const into = graph.into(node).map(([id]) => id);
  const step = stepOf(treeOf(r.document.scenario, r.document.scenario.nodes[node]!.parent), node);
  if (step?.type === 'block')
    for (const [id, inner] of Object.entries(r.document.scenario.nodes)) if (inner.parent === node) removeNode(r, id);
  if (out.length === 0) {
    if (graph.nodes[node]!.kind === 'end' && into.length > 0) throw new Refused('editing.refused.end');
    removeNode(r, node);
    return;
  }
  const region = step?.type === 'split' ? regionOf(step) : undefined;
  const kept = region ? (keep ?? (step?.type === 'split' ? step.main : undefined)) : out[0]![0];
  const target = kept ? graph.edges[kept]!.to : region!.after;
  if (target === undefined) throw new Refused('editing.refused.branches');
  if (step?.type === 'split' && kept && step.join) {
    // The kept branch takes the place of the split, so what closed the split goes too.
    const ends = step.branches.find((b) => b.edge === kept)?.sequence.exit;
    const after = graph.out(step.join)[0]![1].to;
    moveEdges(r, into, target === step.join ? after : target);
    if (ends?.type === 'join')
      moveEdges(
        r,
        ends.edges.filter((id) => id !== kept),
        after,
      );
    removeNode(r, step.join);
  } else moveEdges(r, into, target);
  removeNode(r, node);
  dropUnreachable(
    r,
    out.map(([, edge]) => edge.to),
  );
}

/** Limits begin at the step that now comes instead; conditions and rules about the step's own decision go. */
function mendAfter(r: Recording, node: string, next: string | undefined): void {
  const { scenario } = r.document;
  const follower = next !== undefined && scenario.nodes[next] ? next : undefined;
  for (const [id, clock] of Object.entries(scenario.clocks ?? {}))
    if (clock.starts === node && follower) r.set(['scenario', 'clocks', id, 'starts'], follower);
  const named = new RegExp(`(?<![\\w.])outcome\\s*\\.\\s*${node}(?!\\w)`);
  for (const [id, edge] of Object.entries(scenario.edges))
    if (edge.when !== undefined && named.test(edge.when)) r.remove(['scenario', 'edges', id, 'when']);
  for (const [id, doc] of Object.entries(scenario.nodes)) {
    if (!('separate' in doc) || !doc.separate?.includes(node)) continue;
    const left = doc.separate.filter((other) => other !== node);
    r.set(['scenario', 'nodes', id, 'separate'], left.length > 0 ? left : undefined);
  }
}

/** Removes what can no longer be reached and was hanging below `from`; steps that were loose before stay where they are. */
export function dropUnreachable(r: Recording, from: readonly string[]): void {
  const graph = graphOf(r.document.scenario);
  const alive = new Set(
    Object.keys(graph.nodes)
      .filter((id) => beginsByItself(graph.nodes[id]!))
      .flatMap((id) => [...reachable(graph, id)]),
  );
  const candidates = new Set(from.flatMap((id) => [...reachable(graph, id)]));
  for (const id of candidates) {
    if (alive.has(id)) continue;
    for (const [inner, node] of Object.entries(r.document.scenario.nodes)) if (node.parent === id) removeNode(r, inner);
    removeNode(r, id);
  }
}

function moveStep(r: Recording, node: string, edges: string[]): void {
  const graph = graphOf(r.document.scenario);
  const doc = graph.nodes[node];
  const out = graph.out(node);
  const into = graph.into(node).map(([id]) => id);
  if (!doc || doc.kind === 'start' || doc.kind === 'end' || isGateway(doc) || out.length === 0) throw new Refused('editing.refused.move');
  const step = stepOf(treeOf(r.document.scenario, doc.parent), node);
  const main = step?.type === 'split' ? step.main : out[0]![0];
  if (main === undefined) throw new Refused('editing.refused.move');
  const at = place(r, edges);
  if (at.parent !== doc.parent) throw new Refused('editing.refused.move');
  if (edges.includes(main) || edges.some((id) => into.includes(id))) return;
  moveEdges(r, into, graph.edges[main]!.to);
  moveEdges(r, edges, node);
  r.set(['scenario', 'edges', main, 'to'], at.to);
}
