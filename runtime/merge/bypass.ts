/**
 * Locked steps stay on their way (MG23): their connections lead where the template leads them, at most through steps that
 * were put in between; and no way goes around their outcome.
 */
import type { Edge, Scenario } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { type Locks, lockAt } from './lock-address.ts';
import type { Broken, ChangeAt } from './locks.ts';
import { equal } from './tree.ts';

interface Both {
  upstream: ScenarioPackage;
  local: ScenarioPackage;
}

/** Connections of locked steps that were taken away, led elsewhere, added or given another condition. */
export function bypassedSteps(locks: Locks, both: Both): (Broken & ChangeAt)[] {
  const { upstream, local } = both;
  const isLocked = (id: string) => {
    const lock = Object.hasOwn(upstream.scenario.nodes, id) ? lockAt(locks, ['scenario', 'nodes', id]) : undefined;
    return lock?.lock === 'locked' ? lock.address : undefined;
  };
  const broken: (Broken & ChangeAt)[] = [];
  const add = (id: string, before: Edge | undefined, after: Edge | undefined, address: string) => {
    if (lockAt(locks, ['scenario', 'edges', id])?.lock === 'free') return;
    broken.push({ code: 'bypassed', address, path: ['scenario', 'edges', id], before: before as never, after: after as never });
  };
  for (const [id, edge] of Object.entries(upstream.scenario.edges)) {
    const address = isLocked(edge.from) ?? isLocked(edge.to);
    const now = own(local.scenario.edges, id);
    if (address !== undefined && !equal(edge as never, now as never) && !staysOnItsWay(edge, both)) add(id, edge, now, address);
  }
  for (const [id, edge] of Object.entries(local.scenario.edges)) {
    const address = isLocked(edge.from);
    if (address !== undefined && !own(upstream.scenario.edges, id) && !isPartOfAWay(edge, both)) add(id, undefined, edge, address);
  }
  return broken;
}

const own = (edges: Scenario['edges'], id: string): Edge | undefined => (Object.hasOwn(edges, id) ? edges[id] : undefined);
const isNew = ({ upstream, local }: Both, id: string) =>
  Object.hasOwn(local.scenario.nodes, id) && !Object.hasOwn(upstream.scenario.nodes, id);

/** From the same step, on the same condition, one still comes to where the template leads, through new steps only. */
function staysOnItsWay(edge: Edge, both: Both): boolean {
  const first = Object.values(both.local.scenario.edges).filter((now) => now.from === edge.from && saysTheSame(now, edge));
  const reached = new Set<string>();
  const open = first.map(({ to }) => to);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === edge.to) return true;
    if (reached.has(id) || !isNew(both, id)) continue;
    reached.add(id);
    open.push(...Object.values(both.local.scenario.edges).flatMap((next) => (next.from === id ? [next.to] : [])));
  }
  return false;
}

const saysTheSame = (a: Edge, b: Edge) => a.when === b.when && a.on === b.on && (a.default ?? false) === (b.default ?? false);

/** A new connection of a locked step is allowed where it takes the place of one the template has. */
function isPartOfAWay(edge: Edge, { upstream }: Both): boolean {
  return Object.values(upstream.scenario.edges).some((was) => was.from === edge.from && saysTheSame(was, edge));
}
