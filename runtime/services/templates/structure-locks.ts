/**
 * What locks forbid beyond the properties they name: taking away the element around a locked value, and leading the flow around a
 * locked step. Pure.
 */
import type { Edge, Scenario, Text } from '../../../schemas/generated/documents.ts';
import { canonicalJson } from '../../compile/canonical.ts';
import { pathOf } from '../../compile/finding.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import type { LockViolation } from '../../merge/index.ts';
import { placeOf, valueAt } from './places.ts';

const gone: Text = { 'zh-CN': '模板锁定了这里，请恢复为模板的内容。', en: 'The template locks this: put back what the template says.' };
const around: Text = { 'zh-CN': '这一步是模板锁定的，不能绕过。', en: 'The template locks this step: it cannot be bypassed.' };

/** Locked values that are no longer there, because what held them went as a whole. */
export function missingLocked(upstream: ScenarioPackage, local: ScenarioPackage): LockViolation[] {
  return Object.entries(upstream.scenario.locks ?? {}).flatMap(([address, lock]): LockViolation[] => {
    const place = placeOf(upstream, address);
    if (lock === 'free' || valueAt(upstream, place) === undefined || valueAt(local, place) !== undefined) return [];
    return [{ key: pathOf(...place), lock: address, code: lock === 'insert' ? 'insert' : 'locked', message: gone }];
  });
}

/**
 * A locked step stays on every way it was on. Steps may be put before and behind it; the way to it keeps its condition and leads
 * nowhere else, no new way leaves from the same choice, and what could only come after it still can only come after it.
 */
export function bypassedLocked(upstream: ScenarioPackage, local: ScenarioPackage): LockViolation[] {
  const [before, now] = [upstream.scenario, local.scenario];
  if (!isGraph(now)) return [];
  return Object.entries(before.locks ?? {}).flatMap(([address, lock]): LockViolation[] => {
    const node = address.replace(/^nodes\./, '');
    if (lock !== 'locked' || !before.nodes[node] || !now.nodes[node]) return [];
    const kept = waysKept(before, now, node) && stillAfter(before, now, node);
    return kept ? [] : [{ key: pathOf('scenario', 'nodes', node), lock: address, code: 'bypassed', message: around }];
  });
}

/** A draft may be unfinished: its maps may not even be maps. */
const isGraph = ({ nodes, edges }: Scenario): boolean =>
  [nodes, edges].every(
    (map) => typeof map === 'object' && map !== null && Object.values(map).every((one) => typeof one === 'object' && one !== null),
  );

const terms = ({ from, when, on, default: isDefault }: Edge) => canonicalJson({ from, when, on, default: isDefault });

function waysKept(before: Scenario, now: Scenario, node: string): boolean {
  return Object.entries(before.edges).every(([id, way]) => {
    if (way.to !== node || !now.nodes[way.from]) return true;
    const kept = now.edges[id];
    if (!kept || terms(kept) !== terms(way) || !leadsOnlyTo(before, now, kept.to, node)) return false;
    return Object.entries(now.edges).every(([other, edge]) => Object.hasOwn(before.edges, other) || !competes(now, edge, way, node));
  });
}

/** Through steps that are new here; the first one the template knows must be the locked one. */
function leadsOnlyTo(before: Scenario, now: Scenario, first: string, node: string): boolean {
  const seen = new Set<string>();
  const open = [first];
  let arrives = false;
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === node) arrives = true;
    else if (before.nodes[id]) return false;
    else if (!seen.has(id)) {
      seen.add(id);
      open.push(...targets(now, id));
    }
  }
  return arrives;
}

/** A new way that may be taken in the place of the one to the locked step. */
function competes(now: Scenario, edge: Edge, way: Edge, node: string): boolean {
  if (edge.from !== way.from || edge.to === node) return false;
  return now.nodes[way.from]?.kind === 'exclusive' || (way.on !== undefined && edge.on === way.on);
}

const targets = ({ edges }: Scenario, id: string) => Object.values(edges).flatMap(({ from, to }) => (from === id ? [to] : []));

function stillAfter(before: Scenario, now: Scenario, node: string): boolean {
  const roots = Object.keys(before.nodes).filter((id) => !Object.values(before.edges).some(({ to }) => to === id));
  const all = reached(before, roots);
  const without = reached(before, roots, node);
  const behind = [...all].filter((id) => id !== node && !without.has(id));
  const around = reached(
    now,
    roots.filter((id) => now.nodes[id]),
    node,
  );
  return behind.every((id) => !around.has(id));
}

function reached(scenario: Scenario, roots: readonly string[], without?: string): Set<string> {
  const seen = new Set<string>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === without || seen.has(id)) continue;
    seen.add(id);
    open.push(...targets(scenario, id));
  }
  return seen;
}
