/** Commands on branches: of a split, and of the decisions a desk may take. */

import { isDesk } from '../../../runtime/compile/desks.ts';
import type { Edge, TaskDecision, Text } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { graphOf, isGateway, leavesOutcomeOpen } from '../graph.ts';
import { placeAt, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { treeOf } from '../tree.ts';
import { change } from './entries.ts';
import { dropUnreachable } from './nodes.ts';
import { clean, connect, moveEdges, place, put, regionOf, removeEdge, removeNode, stepOf } from './surgery.ts';

/** Where a decision leads: on with the main line, to an end of the case, or (back) to a step. */
export type Route =
  | { to: 'continue' }
  | { to: 'end'; name: Text; result: 'refused' | 'completed' | 'withdrawn' }
  | { to: 'node'; node: string };

/** A split that is there already, or the place (edges that arrive there) where a new one goes. */
export type BranchPlace = { split: string } | { edges: string[]; kind: 'exclusive' | 'inclusive'; name: Text; join: Text; otherwise: Text };

export const branchCommands = {
  /** Branches with their conditions, in one step: added to a split, before its default one, or together with a new split. */
  'branches.add': command<{ at: BranchPlace; branches: readonly { name?: Text; when: string }[] }>({
    run: (r, { at, branches }) => addBranches(r, at, branches),
    label: (_doc, { branches }) =>
      branches.length === 1
        ? { key: 'editing.branch.add', name: branches[0]!.name }
        : { key: 'editing.branches.add', name: String(branches.length) },
  }),
  /** One more branch of a split, before the default one. */
  'branch.add': command<{ node: string; name: Text; when?: string }>({
    run: (r, { node, name, when }) => void connect(r, node, behind(r, node), clean({ name, when })),
    label: (_doc, { name }) => ({ key: 'editing.branch.add', name }),
  }),
  /** Removes a branch with the steps only it leads to. The last but one folds the split; the default one stays. */
  'branch.delete': command<{ edge: string }>({
    run: (r, { edge }) => deleteBranch(r, edge),
    label: (doc, { edge }) => ({ key: 'editing.branch.delete', name: doc.scenario.edges[edge]?.name }),
  }),
  'branch.move': command<{ edge: string; by: -1 | 1 }>({
    run: (r, { edge, by }) => {
      const from = r.document.scenario.edges[edge]?.from;
      const all = from === undefined ? [] : graphOf(r.document.scenario).out(from);
      const siblings = all.filter(([id, e]) => id !== edge && !e.default);
      const index = all.findIndex(([id]) => id === edge);
      for (const [id, rank] of Object.entries(placeAt(siblings, edge, index + by))) r.set(['scenario', 'edges', id, 'rank'], rank);
    },
    label: (doc, { edge }) => ({ key: 'editing.branch.move', name: doc.scenario.edges[edge]?.name }),
  }),
  'edge.edit': command<{ edge: string; changes: Partial<Pick<Edge, 'name' | 'when' | 'on' | 'default'>> }>({
    run: (r, { edge, changes }) => change(r, ['scenario', 'edges', edge], changes),
    label: (doc, { edge }) => ({ key: 'editing.edge.edit', name: doc.scenario.edges[edge]?.name }),
  }),
  'decision.add': command<{ node: string; decision: Omit<TaskDecision, 'rank'> }>({
    run: (r, { node, decision }) => {
      const id = r.newId('d');
      const siblings = ranked(decisionsOf(r, node));
      r.set(['scenario', 'nodes', node, 'decisions', id], { ...decision, rank: placeAt(siblings, id, siblings.length)[id] });
    },
    label: (_doc, { decision }) => ({ key: 'editing.decision.add', name: decision.name }),
  }),
  'decision.edit': command<{ node: string; decision: string; changes: Partial<TaskDecision> }>({
    run: (r, { node, decision, changes }) => change(r, ['scenario', 'nodes', node, 'decisions', decision], changes),
    label: (doc, { node, decision }) => ({ key: 'editing.decision.edit', name: decisionName(doc, node, decision) }),
  }),
  'decision.delete': command<{ node: string; decision: string }>({
    run: (r, { node, decision }) => {
      if (Object.keys(decisionsOf(r, node)).length === 1) throw new Refused('editing.refused.lastDecision');
      route(r, node, decision, { to: 'continue' });
      r.remove(['scenario', 'nodes', node, 'decisions', decision]);
    },
    label: (doc, { node, decision }) => ({ key: 'editing.decision.delete', name: decisionName(doc, node, decision) }),
  }),
  'decision.route': command<{ node: string; decision: string; route: Route }>({
    run: (r, args) => route(r, args.node, args.decision, args.route),
    label: (doc, { node, decision }) => ({ key: 'editing.decision.route', name: decisionName(doc, node, decision) }),
  }),
};

/** Where the branches of a split meet: a new one leads there until steps are put into it. */
function behind(r: Recording, split: string): string {
  const doc = r.document.scenario.nodes[split];
  const step = doc && stepOf(treeOf(r.document.scenario, doc.parent), split);
  const after = step?.type === 'split' ? regionOf(step).after : undefined;
  if (!after || !isGateway(doc)) throw new Refused('editing.refused.branches');
  return after;
}

function addBranches(r: Recording, at: BranchPlace, branches: readonly { name?: Text; when: string }[]): void {
  if (branches.length === 0) return;
  if ('split' in at) {
    const after = behind(r, at.split);
    for (const { name, when } of branches) connect(r, at.split, after, clean({ name, when }));
    return;
  }
  const { to, parent } = place(r, at.edges);
  const split = put(r, clean({ kind: at.kind, name: at.name, parent }));
  const join = put(r, clean({ kind: at.kind, name: at.join, parent }));
  moveEdges(r, at.edges, split);
  for (const { name, when } of branches) connect(r, split, join, clean({ name, when }));
  connect(r, split, join, { name: at.otherwise, default: true });
  connect(r, join, to);
}

const decisionsOf = (r: Recording, node: string) => {
  const doc = r.document.scenario.nodes[node];
  return isDesk(doc) ? doc.decisions : {};
};
function decisionName(doc: Recording['document'], node: string, decision: string): Text | undefined {
  const task = doc.scenario.nodes[node];
  return isDesk(task) ? task.decisions[decision]?.name : undefined;
}

/** Removes a branch with the steps only it leads to; the last but one folds the split. */
export function deleteBranch(r: Recording, edge: string): void {
  const doc = r.document.scenario.edges[edge];
  if (!doc) throw new Refused('editing.refused.gone');
  const graph = graphOf(r.document.scenario);
  const siblings = graph.out(doc.from).filter(([id]) => id !== edge);
  const node = graph.nodes[doc.from]!;
  if (doc.default && siblings.length > 0) throw new Refused('editing.refused.otherwise');
  if (siblings.length === 0) throw new Refused('editing.refused.lastBranch');
  if (leavesOutcomeOpen(node, siblings)) throw new Refused('editing.refused.connect.outcome');
  const step = stepOf(treeOf(r.document.scenario, node.parent), doc.from);
  removeEdge(r, edge);
  dropUnreachable(r, [doc.to]);
  const [only] = siblings;
  if (!isGateway(node) || siblings.length > 1) return;
  // One branch is no choice: the split folds and its steps go on in the line.
  const into = graph.into(doc.from).map(([id]) => id);
  const join = step?.type === 'split' ? step.join : undefined;
  const arriving = join
    ? Object.entries(r.document.scenario.edges)
        .filter(([, e]) => e.to === join)
        .map(([id]) => id)
    : [];
  const after = join ? graph.out(join)[0]![1].to : undefined;
  moveEdges(r, into, only![1].to === join && after ? after : only![1].to);
  if (join && after) {
    moveEdges(
      r,
      arriving.filter((id) => id !== only![0]),
      after,
    );
    removeNode(r, join);
  }
  removeNode(r, doc.from);
}

/** An edge without `on` takes every outcome without an edge of its own, so continuing means having none. */
function route(r: Recording, node: string, decision: string, to: Route): void {
  const scenario = r.document.scenario;
  const own = Object.entries(scenario.edges).find(([, e]) => e.from === node && e.on === decision);
  const plain = Object.entries(scenario.edges).find(([, e]) => e.from === node && e.on === undefined);
  const parent = scenario.nodes[node]?.parent;
  if (to.to === 'continue') {
    if (!own || !plain) return;
    removeEdge(r, own[0]);
    dropUnreachable(r, [own[1].to]);
    return;
  }
  const target = to.to === 'node' ? to.node : endFor(r, to, parent);
  if (own) {
    moveEdges(r, [own[0]], target);
    dropUnreachable(r, [own[1].to]);
  } else connect(r, node, target, { on: decision });
}

/** One end per result and scope is enough: the same refusal is not drawn twice. */
function endFor(r: Recording, { name, result }: Extract<Route, { to: 'end' }>, parent: string | undefined): string {
  const known = Object.entries(r.document.scenario.nodes).find(([, n]) => n.kind === 'end' && n.result === result && n.parent === parent);
  return known?.[0] ?? put(r, clean({ kind: 'end', name, result, terminate: true, parent }));
}
