/**
 * The flow as a tree of steps, and the list of nodes and edges such a tree stands for.
 *
 * A split ends where all its branches that go on towards the end of the flow meet again (its immediate post-dominator).
 * Branches that only lead to an end of their own (不予办理 -> 结束) or back to an earlier step hang beside the step: they do not
 * count when the meeting place is looked for, or one refusal would tear every parallel block open.
 */
import type { Scenario } from '../../schemas/generated/documents.ts';
import { beginsByItself, type EdgeEntry, type Graph, graphOf, isGateway } from './graph.ts';

export interface Sequence {
  steps: Step[];
  exit: Exit;
}

/** Where a sequence stops. `edges` are the edges that arrive there: a step added at this place takes all of them. */
export type Exit =
  | { type: 'end' }
  | { type: 'open'; node: string }
  | { type: 'join'; edges: string[]; to: string }
  | { type: 'jump'; edges: string[]; to: string; back: boolean }
  /** Every branch of the split above went its own way. */
  | { type: 'branches' };

interface StepBase {
  node: string;
  /** Edges by which the step is entered from the sequence it stands in; empty for a start. */
  enter: string[];
}
export type Step =
  | (StepBase & { type: 'node' })
  | (StepBase & {
      type: 'split';
      branches: Branch[] /** Edge that goes on below the branches. */;
      main?: string /** Gateway that only closes this split. */;
      join?: string;
    })
  | (StepBase & { type: 'block'; body: StepTree });

export interface Branch {
  edge: string;
  sequence: Sequence;
  /** Leads to an end of its own or back, and does not come together again with the others. */
  side: boolean;
}

export interface StepTree {
  sequence: Sequence;
  /** What begins by itself beside the flow: an event on a step, a block begun by an event. */
  events: Sequence[];
  /** Nodes of this scope nothing leads to. */
  detached: string[];
  /** The same nodes as they hang together: one sequence for each place where a lost part begins. */
  loose: Sequence[];
  /** Nodes that are entered from inside two different branches: the tree shows the second way as a jump. */
  crossings: string[];
}

/** Documents are never changed, only replaced: a flow has one tree, however many cards ask for it. */
const known = new WeakMap<Scenario, Map<string | undefined, StepTree>>();

/** The whole flow (no `block`), or the inside of one block. Shared: not to be changed. */
export function treeOf(scenario: Scenario, block?: string): StepTree {
  const trees = known.get(scenario) ?? new Map<string | undefined, StepTree>();
  known.set(scenario, trees);
  const tree = trees.get(block) ?? treeOfGraph(graphOf(scenario), block);
  trees.set(block, tree);
  return tree;
}

function treeOfGraph(graph: Graph, block: string | undefined): StepTree {
  const inScope = Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.parent === block);
  const start = inScope.find((id) => graph.nodes[id]!.kind === 'start');
  const crossings: string[] = [];
  const placed = new Set<string>();
  const walker = { graph, placed, crossings, main: mainOf(graph, inScope), meeting: postDominators(graph, inScope) };
  const sequence: Sequence = start ? walk(walker, { target: start, enter: [], trail: [] }) : { steps: [], exit: { type: 'end' } };
  const found = [...crossings];
  const events = inScope.flatMap((id) =>
    graph.nodes[id]!.kind !== 'start' && beginsByItself(graph.nodes[id]!) && !placed.has(id)
      ? [walk(walker, { target: id, enter: [], trail: [] })]
      : [],
  );
  const detached = inScope.filter((id) => !placed.has(id));
  // First what has a beginning, then what runs in a circle.
  const beginnings = detached.filter((id) => graph.into(id).length === 0);
  const loose = [...beginnings, ...detached].flatMap((id) => (placed.has(id) ? [] : [walk(walker, { target: id, enter: [], trail: [] })]));
  return { sequence, events, detached, loose, crossings: found };
}

interface Walker {
  graph: Graph;
  placed: Set<string>;
  crossings: string[];
  main: ReadonlySet<string>;
  meeting: (node: string, main: ReadonlySet<string> | undefined) => string | undefined;
}
interface Place {
  target: string;
  enter: string[];
  stop?: string;
  trail: readonly string[];
}

function walk(walker: Walker, place: Place): Sequence {
  const { graph, placed } = walker;
  const steps: Step[] = [];
  const trail = [...place.trail];
  let { target, enter } = place;
  for (;;) {
    if (target === place.stop) return { steps, exit: { type: 'join', edges: enter, to: target } };
    const node = graph.nodes[target];
    if (!node) return { steps, exit: { type: 'jump', edges: enter, to: target, back: false } };
    if (placed.has(target)) {
      const back = trail.includes(target);
      // Several refusals leading to one common ending are no crossing: the ending is shown once and named where else it is reached.
      if (!back && walker.main.has(target)) walker.crossings.push(target);
      return { steps, exit: { type: 'jump', edges: enter, to: target, back } };
    }
    placed.add(target);
    trail.push(target);
    const out = graph.out(target);
    if (out.length > 1) {
      const split = walkSplit(walker, { target, enter, stop: place.stop, trail }, out);
      steps.push(split.step);
      if (!split.next) return { steps, exit: { type: 'branches' } };
      ({ target, enter } = split.next);
      continue;
    }
    steps.push(
      node.kind === 'block'
        ? { type: 'block', node: target, enter, body: treeOfGraph(graph, target) }
        : { type: 'node', node: target, enter },
    );
    const [edge] = out;
    if (!edge) return { steps, exit: node.kind === 'end' ? { type: 'end' } : { type: 'open', node: target } };
    enter = [edge[0]];
    target = edge[1].to;
  }
}

function walkSplit(walker: Walker, { target, enter, stop, trail }: Place, out: EdgeEntry[]) {
  const { graph, placed, main } = walker;
  const onMain = main.has(target);
  const goesOn = ([, edge]: EdgeEntry) => (onMain ? main.has(edge.to) : true) && !placed.has(edge.to);
  const live = out.filter(goesOn);
  const branch = (entry: EdgeEntry, until: string | undefined, side: boolean): Branch => ({
    edge: entry[0],
    side,
    sequence: walk(walker, { target: entry[1].to, enter: [entry[0]], stop: until, trail }),
  });
  if (live.length === 1 && out.length > 1) {
    // The others lead to an end of their own or back: they hang beside the step and the sequence goes on by this one.
    const [only] = live;
    const step: Step = {
      type: 'split',
      node: target,
      enter,
      main: only![0],
      branches: out.filter((e) => e !== only).map((e) => branch(e, undefined, true)),
    };
    return { step, next: { target: only![1].to, enter: [only![0]] } };
  }
  const meeting = walker.meeting(target, onMain ? main : undefined);
  const until = meeting ?? stop;
  const branches = out.map((e) => branch(e, live.includes(e) ? until : undefined, !live.includes(e)));
  const step: Extract<Step, { type: 'split' }> = { type: 'split', node: target, enter, branches };
  const edges = branches.flatMap(({ sequence }) => (sequence.exit.type === 'join' ? sequence.exit.edges : []));
  if (until === undefined || edges.length === 0) return { step };
  const closes =
    isGateway(graph.nodes[until]) && until !== stop && graph.out(until).length === 1 && graph.into(until).length === edges.length;
  if (!closes) return { step, next: { target: until, enter: edges } };
  step.join = until;
  placed.add(until);
  const [next] = graph.out(until);
  return { step, next: { target: next![1].to, enter: [next![0]] } };
}

/** Nodes from which the proper end of the scope can be reached: a completed end, or any end when there is none. */
function mainOf(graph: Graph, inScope: readonly string[]): Set<string> {
  const ends = inScope.filter((id) => graph.nodes[id]!.kind === 'end');
  const completed = ends.filter((id) => {
    const node = graph.nodes[id]!;
    return node.kind === 'end' && node.result === 'completed';
  });
  const goals = completed.length > 0 ? completed : ends.length > 0 ? ends : inScope.filter((id) => graph.out(id).length === 0);
  const seen = new Set<string>();
  const queue = [...goals];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const [, edge] of graph.into(node)) queue.push(edge.from);
  }
  return seen;
}

/** Immediate post-dominators, within `main` or within the whole scope; worked out once for each of the two. */
function postDominators(graph: Graph, inScope: readonly string[]) {
  const known = new Map<string, Map<string, string | undefined>>();
  return (node: string, main: ReadonlySet<string> | undefined) => {
    const key = main ? 'main' : 'all';
    const nodes = main ? inScope.filter((id) => main.has(id)) : inScope;
    const table = known.get(key) ?? immediatePostDominators(graph, nodes);
    known.set(key, table);
    return table.get(node);
  };
}

/**
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), on the graph read backwards from one exit behind all ends.
 * Nodes from which no end is reached have none.
 */
function immediatePostDominators(graph: Graph, nodes: readonly string[]): Map<string, string | undefined> {
  const inside = new Set(nodes);
  const neighbours = (ids: string[]) => ids.filter((id) => inside.has(id));
  const followers = new Map(nodes.map((id) => [id, neighbours(graph.out(id).map(([, edge]) => edge.to))]));
  const order = backwards(graph, nodes, followers);
  const exit = order.length;
  const place = new Map(order.map((id, number) => [id, number]));
  // By place in the order: the place of the nearest one behind. The exit has the highest place.
  const behind: (number | undefined)[] = order.map((id) => (followers.get(id)!.length === 0 ? exit : undefined));
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other];
    while (a !== b) {
      while (a < b) a = behind[a]!;
      while (b < a) b = behind[b]!;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let number = exit - 1; number >= 0; number -= 1) {
      const ways = followers
        .get(order[number]!)!
        .map((id) => place.get(id))
        .filter((at) => at !== undefined && behind[at] !== undefined) as number[];
      if (ways.length === 0) continue;
      const nearest = ways.reduce(meet);
      if (nearest === behind[number]) continue;
      behind[number] = nearest;
      changed = true;
    }
  }
  return new Map(order.map((id, number) => [id, order[behind[number] ?? exit]]));
}

/** Nodes from which an end is reached, each after those that lead to it: the order in which a walk from the ends leaves them. */
function backwards(graph: Graph, nodes: readonly string[], followers: ReadonlyMap<string, string[]>): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  for (const end of nodes) {
    if (followers.get(end)!.length > 0) continue;
    const open: { id: string; before: string[] }[] = [];
    const enter = (id: string) => {
      if (seen.has(id) || !followers.has(id)) return;
      seen.add(id);
      open.push({ id, before: graph.into(id).map(([, edge]) => edge.from) });
    };
    enter(end);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.before.pop();
      if (next !== undefined) enter(next);
      else order.push(open.pop()!.id);
    }
  }
  return order;
}

/** Every node and edge the tree shows, in reading order; the way back from tree to graph. */
export function contentsOf(tree: StepTree): { nodes: string[]; edges: string[] } {
  const nodes: string[] = [];
  const edges: string[] = [];
  const visit = (sequence: Sequence) => {
    for (const step of sequence.steps) {
      edges.push(...step.enter);
      nodes.push(step.node);
      if (step.type === 'block') {
        const inner = contentsOf(step.body);
        nodes.push(...inner.nodes);
        edges.push(...inner.edges);
      }
      if (step.type === 'split') {
        for (const { sequence: inner } of step.branches) visit(inner);
        if (step.join) nodes.push(step.join);
      }
    }
    if (sequence.exit.type === 'join' || sequence.exit.type === 'jump') edges.push(...sequence.exit.edges);
  };
  for (const sequence of [tree.sequence, ...tree.events, ...tree.loose]) visit(sequence);
  return { nodes, edges: [...new Set(edges)] };
}

/** Steps of the tree in reading order, with the depth of branches around them: what Up and Down walk. */
export function stepsInOrder(tree: StepTree): { step: Step; depth: number }[] {
  const list: { step: Step; depth: number }[] = [];
  const visit = (sequence: Sequence, depth: number) => {
    for (const step of sequence.steps) {
      list.push({ step, depth });
      if (step.type === 'split') for (const branch of step.branches) visit(branch.sequence, depth + 1);
      if (step.type === 'block') visit(step.body.sequence, depth + 1);
    }
  };
  for (const sequence of [tree.sequence, ...tree.events, ...tree.loose]) visit(sequence, 0);
  return list;
}
