/** Places in a package: where an address of a lock points to, and what stands there. Pure. */
import type { ScenarioPackage } from '../../compile/plan.ts';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** By own members only. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const part of path) {
    if (!isRecord(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

/** Where an address of a lock is: `n_ga`, `c_case.days`, `clocks.c_case`, `params`, `scenario/nodes/n_ga`, `forms/birth/fields/x`. */
export function placeOf(pkg: ScenarioPackage, address: string): string[] {
  if (address.includes('/')) return address.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [first = '', ...rest] = address.split('.');
  const { scenario } = pkg;
  if (Object.hasOwn(scenario, first)) return ['scenario', first, ...rest];
  for (const [map, members] of Object.entries(scenario))
    if (typeof members === 'object' && members !== null && map !== 'locks' && map !== 'layout' && Object.hasOwn(members, first))
      return ['scenario', map, first, ...rest];
  return ['scenario', first, ...rest];
}
