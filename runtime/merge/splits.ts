/** Steps that were cut into several (MG4). */
import type { Node } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { keyOf } from './tree.ts';

const keyOfNode = (id: string) => keyOf(['scenario', 'nodes', id]);

/**
 * Key of a step -> keys of the steps it became. A step is split when it is gone and at least two new ones of its kind, in
 * the same item or department, stand between what came before it and what came after it.
 */
export function splitsBetween(before: ScenarioPackage, after: ScenarioPackage): Map<string, string[]> {
  const splits = new Map<string, string[]>();
  const [was, is] = [before.scenario, after.scenario];
  if (!was?.nodes || !is?.nodes || !was.edges || !is.edges) return splits;
  for (const [id, node] of Object.entries(was.nodes)) {
    if (Object.hasOwn(is.nodes, id)) continue;
    const parts = partsOf(id, node, before, after);
    if (parts.length > 1) splits.set(keyOfNode(id), parts.map(keyOfNode));
  }
  return splits;
}

/** New steps akin to a lost one, on the ways from its neighbours before to its neighbours after. */
function partsOf(id: string, node: Node, before: ScenarioPackage, after: ScenarioPackage): string[] {
  const isNew = (other: string) => Object.hasOwn(after.scenario.nodes, other) && !Object.hasOwn(before.scenario.nodes, other);
  const edges = Object.values(before.scenario.edges);
  const sources = edges.filter(({ to }) => to === id).map(({ from }) => from);
  const targets = edges.filter(({ from }) => from === id).map(({ to }) => to);
  const next = followers(after);
  const previous = followers(after, true);
  const fromSources = reach(sources, next, isNew);
  const toTargets = reach(targets, previous, isNew);
  return [...fromSources].filter((other) => toTargets.has(other) && areKin(node, after.scenario.nodes[other]!)).sort();
}

function followers({ scenario }: ScenarioPackage, backwards = false): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of Object.values(scenario.edges)) {
    const [at, then] = backwards ? [to, from] : [from, to];
    map.set(at, [...(map.get(at) ?? []), then]);
  }
  return map;
}

/** New steps that are reached from others through new steps only. */
function reach(starts: readonly string[], next: Map<string, string[]>, isNew: (id: string) => boolean): Set<string> {
  const seen = new Set<string>();
  const open = starts.flatMap((start) => next.get(start) ?? []);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || !isNew(id)) continue;
    seen.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return seen;
}

function areKin(was: Node, is: Node): boolean {
  if (was.kind !== is.kind) return false;
  const of = (node: Node, key: 'item' | 'department') => (key in node ? (node as unknown as Record<string, unknown>)[key] : undefined);
  return (
    (of(was, 'item') !== undefined && of(was, 'item') === of(is, 'item')) ||
    (of(was, 'department') !== undefined && of(was, 'department') === of(is, 'department'))
  );
}
