/** What the steps of two versions have to do with each other. */

import { canonicalJson } from '../../compile/canonical.ts';
import type { Plan, PlanNode } from '../../compile/plan.ts';
import type { NodeChange, VersionDiff } from './types.ts';

/**
 * Properties a step may change under a case that waits there: words, decisions, forms and limits count from the next time
 * they are looked at; a timer that was set stays as it was promised.
 */
const harmless = new Set([
  'name',
  'parent',
  'description',
  'hint',
  'item',
  'legalBasis',
  'reads',
  'form',
  'forms',
  'prefill',
  'decisions',
  'supplement',
  'dueDays',
  'due',
  'statement',
  'mode',
  'onRefuse',
  'expires',
  'wait',
  'notification',
  'rank',
  'approvals',
  'outputs',
  'compensates',
]);

/** What a waiting case relies on: the kind, and who or what it waits for. An event gateway waits for what follows it. */
function meaningOf(plan: Plan, node: PlanNode): string {
  const kept = Object.entries(node.doc).filter(([key]) => !harmless.has(key));
  const awaited = node.doc.kind === 'event' ? node.outgoing.map(({ to }) => [to, withoutWords(plan.nodes[to]!)]) : [];
  return canonicalJson({ doc: Object.fromEntries(kept), awaited: awaited.sort() });
}

function withoutWords(node: PlanNode): object {
  return Object.fromEntries(Object.entries(node.doc).filter(([key]) => key !== 'name' && key !== 'parent'));
}

/** The blocks a node lies in, outermost first. */
export function blocksOf(plan: Plan, node: string): string[] {
  const path: string[] = [];
  for (let at = plan.nodes[node]?.block; at !== undefined; at = plan.nodes[at]?.block) path.unshift(at);
  return path;
}

function placeOf(plan: Plan, node: PlanNode): string {
  const ends = (edges: PlanNode['outgoing'], end: 'from' | 'to') => edges.map((edge) => `${edge[end]} ${edge.on ?? ''}`).sort();
  return canonicalJson([blocksOf(plan, node.id), ends(node.incoming, 'from'), ends(node.outgoing, 'to')]);
}

const diffs = new WeakMap<Plan, WeakMap<Plan, VersionDiff>>();

/** The difference of two versions; computed once per pair. */
export function diffPlans(from: Plan, to: Plan): VersionDiff {
  const known = diffs.get(from)?.get(to);
  if (known) return known;
  const diff = computeDiff(from, to);
  const inner = diffs.get(from) ?? new WeakMap<Plan, VersionDiff>();
  inner.set(to, diff);
  diffs.set(from, inner);
  return diff;
}

function computeDiff(from: Plan, to: Plan): VersionDiff {
  const added = Object.keys(to.nodes).filter((id) => !Object.hasOwn(from.nodes, id));
  const renamed = renamedNodes(from, to, added);
  const nodes: Record<string, NodeChange> = {};
  for (const node of Object.values(from.nodes)) nodes[node.id] = changeOf(from, to, node, renamed);
  const taken = new Set(renamed.values());
  const limits = Object.entries(from.clocks).flatMap(([clock, doc]) => {
    const next = to.clocks[clock];
    return next && next.days !== doc.days ? [{ clock, from: doc.days, to: next.days }] : [];
  });
  const clocksRemoved = Object.keys(from.clocks).filter((clock) => !Object.hasOwn(to.clocks, clock));
  return { nodes, added: added.filter((id) => !taken.has(id)), limits, clocksRemoved };
}

function changeOf(from: Plan, to: Plan, node: PlanNode, renamed: ReadonlyMap<string, string>): NodeChange {
  const next = Object.hasOwn(to.nodes, node.id) ? to.nodes[node.id] : undefined;
  const alias = renamed.get(node.id);
  if (alias !== undefined) return { type: 'renamed', to: alias };
  if (!next) return { type: 'removed', ...suggestionFor(from, to, node) };
  if (meaningOf(from, node) !== meaningOf(to, next)) return { type: 'changed' };
  return placeOf(from, node) === placeOf(to, next) ? { type: 'same' } : { type: 'moved' };
}

/** A step that vanished and one that appeared are the same when they mean and are called the same, and no other pair does. */
function renamedNodes(from: Plan, to: Plan, added: readonly string[]): Map<string, string> {
  const gone = Object.values(from.nodes).filter((node) => !Object.hasOwn(to.nodes, node.id));
  const face = (plan: Plan, node: PlanNode) => canonicalJson([meaningOf(plan, node), node.doc.name]);
  const count = (faces: string[]) => Map.groupBy(faces, (one) => one);
  const old = gone.map((node) => face(from, node));
  const fresh = added.map((id) => face(to, to.nodes[id]!));
  const [oldCount, freshCount] = [count(old), count(fresh)];
  const renamed = new Map<string, string>();
  for (const [index, node] of gone.entries()) {
    const mine = old[index]!;
    // Gateways all look alike: only their neighbours tell them apart, so they are never guessed.
    if (isGateway(node) || oldCount.get(mine)!.length !== 1 || freshCount.get(mine)?.length !== 1) continue;
    renamed.set(node.id, added[fresh.indexOf(mine)]!);
  }
  return renamed;
}

function isGateway({ doc }: PlanNode): boolean {
  return doc.kind === 'parallel' || doc.kind === 'inclusive' || doc.kind === 'exclusive' || doc.kind === 'start' || doc.kind === 'end';
}

/** The next step behind a removed one that is still there; null when it led into a join that no longer waits for it. */
function suggestionFor(from: Plan, to: Plan, node: PlanNode): { suggestion?: string | null } {
  const seen = new Set<string>([node.id]);
  const open = [...node.outgoing];
  for (let edge = open.shift(); edge; edge = open.shift()) {
    if (Object.hasOwn(to.nodes, edge.to)) {
      const [before, after] = [from.nodes[edge.to]!, to.nodes[edge.to]!];
      const joined = before.doc.kind === 'parallel' && before.incoming.length > 1;
      const branchGone = joined && after.incoming.length < before.incoming.length && !after.incoming.some(({ id }) => id === edge.id);
      return { suggestion: branchGone ? null : edge.to };
    }
    if (seen.has(edge.to)) continue;
    seen.add(edge.to);
    open.push(...from.nodes[edge.to]!.outgoing);
  }
  return {};
}
