/**
 * Whose part of a scenario a change is in: a department's, or the reform office's (what belongs to no single department, such as
 * the order of the steps). Each reviewer sees and signs their own part only, and a later change elsewhere leaves their signature be.
 */
import { canonicalHash } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { type Change, diffPackages, pathOfKey } from '../../merge/index.ts';

/** The part of whoever puts the whole together. */
export const office = 'office';

export interface Part {
  part: string;
  changes: Change[];
  /** Of what is changed, from what to what: the same signature never covers another change. */
  hash: string;
}

/**
 * The parts a release changes, by department code and `office`, which is always among them. Where steps stand on the picture,
 * where the scenario came from and its sample cases are nobody's part.
 */
export function partsOfChange(before: ScenarioPackage, after: ScenarioPackage): Map<string, Part> {
  const byPart = new Map<string, Change[]>([[office, []]]);
  for (const change of diffPackages(before, after)) {
    if (change.group === 'layout' || change.group === 'case' || change.key.startsWith('template')) continue;
    for (const part of ownersOf(pathOfKey(change.key), [before, after])) byPart.set(part, [...(byPart.get(part) ?? []), change]);
  }
  return new Map([...byPart].map(([part, changes]) => [part, { part, changes, hash: hashOf(changes) }]));
}

function hashOf(changes: readonly Change[]): string {
  const told = changes.map(({ key, before, after }) => [key, before ?? null, after ?? null] as JsonValue[]);
  return canonicalHash(told.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** Every department the changed element is of, in either version; the office when it is of none. */
function ownersOf(path: readonly string[], packages: readonly ScenarioPackage[]): string[] {
  const found = new Set(packages.flatMap((pkg) => departmentsAt(path, pkg).filter((one) => takesPart(one, packages))));
  return found.size > 0 ? [...found] : [office];
}

const takesPart = (department: string, packages: readonly ScenarioPackage[]) =>
  packages.some(
    ({ scenario, forms }) => scenario.departments[department] || Object.values(forms).some((form) => form.department === department),
  );

function departmentsAt([document, map, id]: readonly string[], pkg: ScenarioPackage): string[] {
  const { scenario } = pkg;
  const item = (name: string | undefined) => scenario.items[name ?? '']?.department;
  const form = (name: string | undefined) => pkg.forms[name ?? '']?.department;
  const of = (...departments: (string | undefined)[]) => departments.filter((one) => one !== undefined);
  if (document === 'forms') return of(form(map));
  if (document === 'resources') return of(pkg.resources[map ?? '']?.owner.department);
  if (document !== 'scenario' || id === undefined) return [];
  switch (map) {
    case 'departments':
      return [id];
    case 'items':
      return of(item(id));
    case 'forms':
      return of(form(scenario.forms[id]?.form));
    case 'clocks':
      return of(item(scenario.clocks?.[id]?.item));
    case 'outcomes':
      return of(scenario.outcomes?.[id]?.department);
    case 'data':
      return of(pkg.resources[scenario.data?.[id]?.resource ?? '']?.owner.department);
    case 'nodes':
      return departmentsOfStep(scenario.nodes[id], item);
    default:
      return [];
  }
}

/** A desk's department; of a joint step, all that take part in it; else that of its item. */
function departmentsOfStep(node: unknown, item: (id: string | undefined) => string | undefined): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const {
    department,
    participants,
    item: named,
  } = node as {
    department?: string;
    participants?: Record<string, { department?: string }>;
    item?: string;
  };
  const all = [department, ...Object.values(participants ?? {}).map((one) => one?.department), item(named)];
  return [...new Set(all.filter((one) => typeof one === 'string'))];
}
