/** Commands of free drawing: lines between steps, steps put down where one likes, and where things stand on the picture. */
import type { Edge } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { type Connection, connectionOf, isAttached, openTails } from '../connecting.ts';
import { graphOf, isGateway, leavesOutcomeOpen } from '../graph.ts';
import type { Recording } from '../recording.ts';
import { treeOf } from '../tree.ts';
import { deleteBranch } from './branches.ts';
import { createLoose, type NewStep } from './new-step.ts';
import { deleteStep, dropUnreachable } from './nodes.ts';
import { connect, moveEdges, regionOf, removeEdge, stepOf } from './surgery.ts';

export interface Spot {
  x: number;
  y: number;
}

export const laneCommands = {
  'edge.connect': command<{ from: string; to: string }>({
    run: (r, { from, to }) => void draw(r, from, to),
    label: (doc, { to }) => ({ key: 'editing.edge.connect', name: doc.scenario.nodes[to]?.name }),
  }),
  /** One end of a line goes to another step. */
  'edge.reconnect': command<{ edge: string; from?: string; to?: string }>({
    run: (r, args) => reconnect(r, args),
    label: (doc, { edge, to }) => ({
      key: 'editing.edge.reconnect',
      name: doc.scenario.nodes[to ?? doc.scenario.edges[edge]?.to ?? '']?.name,
    }),
  }),
  /** A line goes, with the steps only it leads to. */
  'edge.delete': command<{ edge: string }>({
    run: (r, { edge }) => deleteEdge(r, edge),
    label: (doc, { edge }) => ({ key: 'editing.edge.delete', name: doc.scenario.nodes[doc.scenario.edges[edge]?.to ?? '']?.name }),
  }),
  /** Puts a step down where nothing leads to it yet, or, with `from`, as the next one after a step. */
  'step.place': command<{ step: NewStep; at?: Spot; from?: string; parent?: string; alone?: boolean }>({
    run: (r, { step, at, from, parent, alone }) => {
      const source = from === undefined ? undefined : r.document.scenario.nodes[from];
      if (from !== undefined && !source) throw new Refused('editing.refused.gone');
      const { first, last } = createLoose(r, step, source ? source.parent : parent);
      if (at) stand(r, { [first]: at, ...(last === first ? {} : { [last]: { x: at.x + 320, y: at.y } }) }, alone);
      if (from === undefined) r.happened({ type: 'nodes.loose', nodes: [first, last] });
      else follow(r, { from, first, last });
    },
    label: (_doc, { step }) => ({ key: 'editing.node.add', name: step.name }),
  }),
  /** Several steps go at once; the path is healed behind each. */
  'nodes.delete': command<{ nodes: string[] }>({
    run: (r, { nodes }) => {
      for (const node of nodes) {
        const kind = r.document.scenario.nodes[node]?.kind;
        if (kind === 'start') throw new Refused('editing.refused.start');
        if (kind) deleteStep(r, node, undefined);
      }
    },
    label: (_doc, { nodes }) => ({ key: 'editing.nodes.delete', name: String(nodes.length) }),
  }),
  /** Where several steps stand on the picture: aligned, spread evenly, or moved together. */
  'layout.arrange': command<{ positions: Record<string, Spot>; how: 'align' | 'distribute' | 'move'; alone?: boolean }>({
    run: (r, { positions, alone }) => stand(r, positions, alone),
    label: (_doc, { how, positions }) => ({ key: `editing.layout.${how}`, name: String(Object.keys(positions).length) }),
  }),
};

function stand(r: Recording, positions: Record<string, Spot>, alone = false): void {
  const round = ({ x, y }: Spot) => ({ x: Math.round(x), y: Math.round(y) });
  if (alone) r.set(['scenario', 'layout'], Object.fromEntries(Object.entries(positions).map(([id, at]) => [id, round(at)])));
  else for (const [id, at] of Object.entries(positions)) r.set(['scenario', 'layout', id], round(at));
}

function draw(r: Recording, from: string, to: string, more: Partial<Edge> = {}): void {
  const connection = connectionOf(r.document.scenario, from, to);
  if (!connection.ok) throw new Refused(connection.reason);
  apply(r, { from, to }, connection, more);
}

function apply(
  r: Recording,
  { from, to }: { from: string; to: string },
  connection: Extract<Connection, { ok: true }>,
  more: Partial<Edge>,
): void {
  if (connection.how === 'through') {
    const next = r.document.scenario.edges[connection.edge]!.to;
    moveEdges(r, [connection.edge], to);
    for (const tail of connection.tails) connect(r, tail, next);
    return;
  }
  const graph = graphOf(r.document.scenario);
  const tails = isAttached(graph, to) ? [] : openTails(graph, to);
  const after = tails.length > 0 ? meetingOf(r, from) : undefined;
  connect(r, from, to, { ...more, ...connection.more });
  // A branch that leads nowhere would end the case in silence: it comes back to where the others go on until it is drawn elsewhere.
  if (after !== undefined) for (const tail of tails) connect(r, tail, after);
}

/** The new step stands behind `from`: in its way, or as a branch of its own that comes back to where the others go. */
function follow(r: Recording, { from, first, last }: { from: string; first: string; last: string }): void {
  const graph = graphOf(r.document.scenario);
  const out = graph.out(from);
  const plain = out.find(([, edge]) => edge.on === undefined && !isGateway(graph.nodes[from]));
  if (plain) {
    moveEdges(r, [plain[0]], first);
    if (graph.nodes[last]!.kind === 'end') dropUnreachable(r, [plain[1].to]);
    else connect(r, last, plain[1].to);
    return;
  }
  draw(r, from, first);
}

/** Where the branches of a step go on together. */
function meetingOf(r: Recording, from: string): string | undefined {
  const { scenario } = r.document;
  const graph = graphOf(scenario);
  const step = stepOf(treeOf(scenario, graph.nodes[from]!.parent), from);
  const met = step?.type === 'split' ? (step.main ? scenario.edges[step.main]?.to : regionOf(step).after) : undefined;
  return met ?? graph.out(from).at(-1)?.[1].to;
}

function reconnect(r: Recording, { edge: id, from, to }: { edge: string; from?: string; to?: string }): void {
  const edge = r.document.scenario.edges[id];
  if (!edge) throw new Refused('editing.refused.gone');
  const [source, target] = [from ?? edge.from, to ?? edge.to];
  if (source === edge.from && target === edge.to) return;
  const connection = connectionOf(r.document.scenario, source, target, id);
  // What a line stands for says nothing about where it ends; only impossible ends are refused when it keeps its source.
  const ends = ['self', 'scope', 'intoStart', 'intoBoundary', 'twice', 'parallelBack', 'event'];
  if (source === edge.from) {
    if (!connection.ok && ends.some((reason) => connection.reason.endsWith(`.${reason}`))) throw new Refused(connection.reason);
    const graph = graphOf(r.document.scenario);
    const tails = isAttached(graph, target) ? [] : openTails(graph, target);
    moveEdges(r, [id], target);
    // A step nothing led to yet is taken into the way; it leads on to where the line went before.
    for (const tail of tails) connect(r, tail, edge.to);
    return;
  }
  if (!connection.ok) throw new Refused(connection.reason);
  letGo(r, id);
  apply(r, { from: source, to: target }, connection, edge.name ? { name: edge.name } : {});
}

/** Takes a line from its source; what is left there must still say where every case goes. */
function letGo(r: Recording, id: string): void {
  const graph = graphOf(r.document.scenario);
  const edge = graph.edges[id]!;
  const left = graph.out(edge.from).filter(([other]) => other !== id);
  const node = graph.nodes[edge.from]!;
  if (left.length === 0) throw new Refused('editing.refused.lastBranch');
  if (edge.default && left.length > 1) throw new Refused('editing.refused.otherwise');
  if (leavesOutcomeOpen(node, left)) throw new Refused('editing.refused.connect.outcome');
  removeEdge(r, id);
}

function deleteEdge(r: Recording, id: string): void {
  const edge = r.document.scenario.edges[id];
  if (!edge) throw new Refused('editing.refused.gone');
  if (isGateway(r.document.scenario.nodes[edge.from]) && graphOf(r.document.scenario).out(edge.from).length > 1) deleteBranch(r, id);
  else {
    letGo(r, id);
    dropUnreachable(r, [edge.to]);
  }
}
