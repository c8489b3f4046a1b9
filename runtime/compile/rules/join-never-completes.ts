import { type Concurrency, concurrentEdges } from '../concurrency.ts';
import { dominatorsOf } from '../dominators.ts';
import { at, en, error, zh } from '../finding.ts';
import { type Graph, type GraphEdge, type GraphNode, reachedFrom } from '../graph.ts';
import type { Finding } from '../plan.ts';
import { stuckJoins } from '../stuck-joins.ts';
import type { Rule } from './rule.ts';
import { reachedNodes } from './unreachable-node.ts';

/**
 * A parallel join that some run leaves waiting for ever. The flow is played (`stuck-joins.ts`); what is found is explained
 * by the likeliest cause. A flow too entangled to be played is judged by those causes alone.
 */
export const joinNeverCompletes: Rule = ({ graph }) =>
  [...graph.scopes.values()].flatMap((scope) => {
    const reached = reachedNodes(graph);
    const joins = scope.nodes.filter((node) => node.doc.kind === 'parallel' && node.incoming.length > 1 && reached.has(node.id));
    if (joins.length === 0) return [];
    const stuck = stuckJoins(graph, scope);
    const accused = stuck ? joins.filter((join) => stuck.has(join.id)) : joins;
    if (accused.length === 0) return [];
    const concurrent = concurrentEdges(graph);
    const dominators = dominatorsOf(graph, scope);
    return accused.flatMap((join) => explained(graph, join, concurrent, dominators) ?? (stuck ? [entangled(join)] : []));
  });

function explained(graph: Graph, join: GraphNode, concurrent: Concurrency, dominators: Map<string, string>): Finding | undefined {
  const pair = exclusivePair(join, concurrent);
  if (pair) return never(graph, join, pair);
  const fork = forkAbove(graph, join, dominators);
  if (fork?.doc.kind === 'inclusive') return notAll(join, fork);
  const leak = fork && leakingBranch(graph, fork, join);
  return leak && mayWait(graph, join, leak);
}

function entangled(join: GraphNode): Finding {
  return error(
    'join-never-completes',
    at('nodes', join.id),
    `有的办件不会从每条路线都到达${zh(join.doc.name)}，汇合将一直等待：请让每个并行分支恰好有一条路线通到汇合。`,
    `Some cases do not come to ${en(join.doc.name)} by every way, and would wait there for ever: let each parallel branch lead to the join by exactly one way.`,
  );
}

/** Two incoming edges that never carry a token at the same time. Edges nothing can walk are left to other rules. */
function exclusivePair(join: GraphNode, concurrent: Concurrency): [GraphEdge, GraphEdge] | undefined {
  const walked = join.incoming.filter((edge) => concurrent.reached(edge.id));
  for (const [index, first] of walked.entries()) {
    for (const second of walked.slice(index + 1)) if (!concurrent.together(first.id, second.id)) return [first, second];
  }
  return undefined;
}

function never(graph: Graph, join: GraphNode, [first, second]: [GraphEdge, GraphEdge]): Finding {
  const [a, b] = [graph.nodes.get(first.from)!.doc.name, graph.nodes.get(second.from)!.doc.name];
  return error(
    'join-never-completes',
    at('nodes', join.id),
    `${zh(join.doc.name)}要等${zh(a)}和${zh(b)}都办完，但一次办理只会经过其中一个，将永远等不到：请把汇合改为“判断”，或把前面改为“并行”。`,
    `${en(join.doc.name)} waits for both ${en(a)} and ${en(b)}, but a case comes by only one of them and would wait for ever: make the join exclusive, or the split before it parallel.`,
  );
}

function mayWait(graph: Graph, join: GraphNode, leak: { branch: GraphEdge; end: GraphNode }): Finding {
  const branch = graph.nodes.get(leak.branch.to)!.doc.name;
  return error(
    'join-never-completes',
    at('nodes', join.id),
    `从${zh(branch)}开始的分支可能走到${zh(leak.end.doc.name)}而不到${zh(join.doc.name)}，汇合将一直等待：请把这条路线接回汇合，或把该结束环节设为“结束整个办件”。`,
    `The branch beginning with ${en(branch)} can go to ${en(leak.end.doc.name)} and never come to ${en(join.doc.name)}, which would wait for ever: lead that way to the join, or let that end terminate the whole case.`,
  );
}

function notAll(join: GraphNode, fork: GraphNode): Finding {
  return error(
    'join-never-completes',
    at('nodes', join.id),
    `${zh(join.doc.name)}要等所有分支，但${zh(fork.doc.name)}可能只走其中几个，汇合将一直等待：请把汇合改为与它相同的“包容”环节。`,
    `${en(join.doc.name)} waits for every branch, but ${en(fork.doc.name)} may take only some of them: make the join inclusive as well.`,
  );
}

/** A branch of the fork above the join from which a run can finish without passing the join. */
function leakingBranch(graph: Graph, fork: GraphNode, join: GraphNode): { branch: GraphEdge; end: GraphNode } | undefined {
  for (const branch of fork.outgoing) {
    if (branch.to === join.id || !regionOf(graph, branch.to).has(join.id)) continue;
    const end = escapeFrom(graph, branch.to, join.id);
    if (end) return { branch, end };
  }
  return undefined;
}

/** The nearest parallel or inclusive split every way to the join passes. */
function forkAbove(graph: Graph, join: GraphNode, dominators: Map<string, string>): GraphNode | undefined {
  const above = (node: GraphNode) => graph.nodes.get(dominators.get(node.id) ?? '');
  let current = above(join);
  while (current && !isFork(current)) current = above(current);
  return current;
}

function isFork({ doc, outgoing }: GraphNode): boolean {
  return (doc.kind === 'parallel' || doc.kind === 'inclusive') && outgoing.length > 1;
}

/** Nodes reached from this one, never passing `without`. */
function regionOf(graph: Graph, from: string, without?: string): Set<string> {
  return reachedFrom(graph, [from], (node) => node.outgoing.filter((edge) => edge.to !== without), 'to');
}

/**
 * An end at which a run from here can stop without passing the join. A terminating end stops the join too, so it is no
 * escape; at a parallel split all branches would have to escape.
 */
function escapeFrom(graph: Graph, from: string, join: string): GraphNode | undefined {
  const escapes = new Map<string, GraphNode>();
  const region = [...regionOf(graph, from, join)].map((id) => graph.nodes.get(id)!);
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of region) {
      const end = escapes.has(node.id) ? undefined : escapeOf(node, escapes, join);
      if (end) {
        escapes.set(node.id, end);
        changed = true;
      }
    }
  }
  return escapes.get(from);
}

function escapeOf(node: GraphNode, escapes: Map<string, GraphNode>, join: string): GraphNode | undefined {
  if (node.doc.kind === 'end') return node.doc.terminate === true ? undefined : node;
  const ways = node.outgoing.map((edge) => (edge.to === join ? undefined : escapes.get(edge.to)));
  if (node.doc.kind === 'parallel' && ways.some((end) => end === undefined)) return undefined;
  return ways.find((end) => end !== undefined);
}
