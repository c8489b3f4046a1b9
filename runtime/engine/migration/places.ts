/** Where the tokens of a case come to stand in the new version, and which way they arrive there. */
import type { Plan, PlanEdge, PlanNode } from '../../compile/plan.ts';
import { betweenSplitAnd } from '../between.ts';
import type { CaseState, Token } from '../types.ts';
import type { MigrationMapping, VersionDiff } from './types.ts';

export interface Versions {
  from: Plan;
  to: Plan;
  diff: VersionDiff;
  mapping: MigrationMapping;
}

const has = (map: object | undefined, key: string): boolean => map !== undefined && Object.hasOwn(map, key);

/** The node that is the same in the new version, whoever stands there. */
export function imageOf({ diff, to }: Pick<Versions, 'diff' | 'to'>, node: string): string | undefined {
  const change = has(diff.nodes, node) ? diff.nodes[node]! : undefined;
  if (change?.type === 'renamed') return change.to;
  return change && change.type !== 'removed' && has(to.nodes, node) ? node : undefined;
}

/** What a person chose for the node: a target, null for "this branch is over", undefined for nothing. */
export function chosenTarget({ mapping }: Versions, node: string): string | null | undefined {
  return has(mapping.nodes, node) ? mapping.nodes![node] : undefined;
}

export function isJoin(node: PlanNode | undefined): boolean {
  return (
    node !== undefined &&
    (node.doc.kind === 'parallel' || node.doc.kind === 'inclusive' || node.doc.kind === 'complex') &&
    node.incoming.length > 1
  );
}

/** The edge a token that waits at a join has come by, in the new version. Undefined when the join has no such edge any more. */
export function keptVia(versions: Versions, token: Token, target: string): string | undefined {
  const { from, to } = versions;
  const incoming = to.nodes[target]!.incoming;
  const before = token.via === undefined ? undefined : from.edges[token.via];
  if (!before) return undefined;
  if (incoming.some(({ id }) => id === before.id)) return before.id;
  const source = imageOf(versions, before.from);
  const same = source === undefined ? leftOf(versions, before.from, incoming) : incoming.filter((edge) => edge.from === source);
  return same.length === 1 ? same[0]!.id : undefined;
}

/** What is left of a branch whose last steps are gone: the edge that led to the first of them leads on. */
function leftOf(versions: Versions, node: string, incoming: readonly PlanEdge[]): PlanEdge[] {
  const found = new Set<PlanEdge>();
  const seen = new Set<string>();
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at) || imageOf(versions, at) !== undefined) continue;
    seen.add(at);
    for (const edge of versions.from.nodes[at]!.incoming) {
      const next = incoming.find(({ id }) => id === edge.id);
      if (next) found.add(next);
      else open.push(edge.from);
    }
  }
  return [...found];
}

/**
 * The edge a token takes that is sent to a join from a step that is gone: the one its branch would have arrived by.
 * The nearest way in counts; two equally near are for a person to tell apart.
 */
export function viaFor(versions: Versions, node: string, target: string): string | undefined {
  const { from, to } = versions;
  const incoming = to.nodes[target]!.incoming;
  if (incoming.length === 1) return incoming[0]!.id;
  const among = (edges: readonly PlanEdge[]) => {
    const ids = new Set(edges.map(({ id }) => id));
    return incoming.filter(({ id }) => ids.has(id));
  };
  const after = among(from.nodes[node]!.outgoing);
  if (after.length === 1) return after[0]!.id;
  for (const near of upstreamInOrder(versions, node, target)) {
    const source = imageOf(versions, near);
    // Edges keep their names when a step between them is taken out.
    const ways = [incoming.filter((edge) => edge.from === source), among(from.nodes[near]!.incoming)];
    for (const way of ways) if (way.length === 1) return way[0]!.id;
    if (ways.some((way) => way.length > 1)) return undefined;
  }
  return undefined;
}

/** The step itself and those before it, nearest first, as far as the join: round the loop is another time. */
function upstreamInOrder(versions: Versions, node: string, target: string): string[] {
  const seen = new Set([node]);
  const open = [node];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const edge of versions.from.nodes[at]?.incoming ?? []) {
      if (seen.has(edge.from) || imageOf(versions, edge.from) === target) continue;
      seen.add(edge.from);
      open.push(edge.from);
    }
  }
  return [...seen];
}

/** A stay as the new version will see it. */
export interface Stand {
  node: string;
  scope: string;
  via?: string;
  waiting: boolean;
  /** One of several at its step, or a second look at one: it goes no further by itself, another does. */
  aside?: boolean;
  /** Sent back beside branches that were kept: the edges it leaves out. It leads to those that are missing. */
  skip?: readonly string[];
}

export interface MissingBranch {
  join: string;
  edge: PlanEdge;
  scope: string;
}

/**
 * Parallel joins some tokens are on their way to, or wait at, though a branch can never deliver: nobody is on it any more.
 * A case would stand there for ever.
 */
export function missingBranches(plan: Plan, stands: readonly Stand[]): MissingBranch[] {
  const found: MissingBranch[] = [];
  const byScope = Map.groupBy(stands, (stand) => stand.scope);
  for (const node of Object.values(plan.nodes)) {
    if (node.doc.kind !== 'parallel' || node.incoming.length < 2) continue;
    for (const [scope, here] of byScope) {
      // Tokens in another block: this join is none of theirs.
      if (!here.some((stand) => node.incoming.some((edge) => delivers(plan, stand, node.id, edge)))) continue;
      const missing = node.incoming.filter((edge) => !here.some((stand) => delivers(plan, stand, node.id, edge)));
      if (missing.length > 0 && missing.length < node.incoming.length)
        found.push(...missing.map((edge) => ({ join: node.id, edge, scope })));
    }
  }
  return found;
}

/**
 * Will this token come to the join by the edge, or has it? One that lies before the split comes in another round, with all
 * branches: only a replay, which leaves out the branches that were kept, makes up what is missing of this one.
 */
function delivers(plan: Plan, stand: Stand, join: string, edge: PlanEdge): boolean {
  if (stand.aside) return false;
  if (stand.node === join) return stand.waiting && stand.via === edge.id;
  if (!sourcesOf(plan, join, edge).has(stand.node)) return false;
  const { inner, split } = betweenSplitAnd(plan, plan.nodes[join]!);
  if (split === undefined || split === stand.node || inner.has(stand.node)) return true;
  return stand.skip !== undefined && comesWithout(plan, stand.node, { join, edge, skip: stand.skip });
}

/** Does a way lead from the node to this edge of the join that takes none of those? */
function comesWithout(plan: Plan, node: string, { join, edge, skip }: { join: string; edge: PlanEdge; skip: readonly string[] }): boolean {
  const seen = new Set<string>([join]);
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    for (const next of plan.nodes[at]!.outgoing) {
      if (skip.includes(next.id)) continue;
      if (next.id === edge.id) return true;
      open.push(next.to);
    }
  }
  return false;
}

const sources = new WeakMap<PlanEdge, ReadonlySet<string>>();

/** Nodes from which an edge into a join can be reached without passing the join itself: round the loop is too late. */
function sourcesOf(plan: Plan, join: string, edge: PlanEdge): ReadonlySet<string> {
  const known = sources.get(edge);
  if (known) return known;
  const found = new Set<string>();
  const open = [edge.from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === join || found.has(id)) continue;
    found.add(id);
    for (const { from } of plan.nodes[id]?.incoming ?? []) open.push(from);
  }
  sources.set(edge, found);
  return found;
}

/** The steps of a branch from its last edge back to the fork it begins at; undefined when branches merge on the way. */
export function branchOf(plan: Plan, last: PlanEdge): { entry: PlanEdge; nodes: string[] } | undefined {
  const nodes: string[] = [];
  let edge = last;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const source = plan.nodes[edge.from]!;
    const forks = (source.doc.kind === 'parallel' || source.doc.kind === 'inclusive') && source.outgoing.length > 1;
    if (forks) return { entry: edge, nodes };
    if (nodes.includes(source.id)) return undefined;
    nodes.push(source.id);
    const incoming = isPlainMerge(source) ? commonEdge(plan, source) : source.incoming;
    if (incoming.length !== 1) return undefined;
    edge = incoming[0]!;
  }
  return undefined;
}

function isPlainMerge(node: PlanNode): boolean {
  return node.incoming.length > 1;
}

/** Several ways into a step that all begin at one choice: the edge into that choice. */
function commonEdge(plan: Plan, node: PlanNode): PlanEdge[] {
  const sources = new Set<string>();
  for (const edge of node.incoming) {
    let at = plan.nodes[edge.from]!;
    while (at.doc.kind !== 'exclusive' && at.doc.kind !== 'parallel' && at.doc.kind !== 'inclusive' && at.incoming.length === 1)
      at = plan.nodes[at.incoming[0]!.from]!;
    sources.add(at.id);
  }
  const [only] = sources;
  return sources.size === 1 && plan.nodes[only!]!.incoming.length === 1 && plan.nodes[only!]!.doc.kind === 'exclusive'
    ? [...plan.nodes[only!]!.incoming]
    : [];
}

/** Stands of a case in the version it runs on. */
export function standsOf(state: CaseState): Stand[] {
  return Object.values(state.tokens).map(({ node, scope, via, status, each, back, replay }) => ({
    node,
    scope,
    waiting: status === 'waiting',
    ...(via === undefined ? {} : { via }),
    ...(each === undefined && back === undefined ? {} : { aside: true }),
    ...(replay === undefined ? {} : { skip: replay.skip }),
  }));
}
