/** Taking a value from a resource: the use there is of the same record gains a field; otherwise a new use is made. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { contractIdOf } from '../../runtime/compile/rights.ts';
import type { DataResource, DataUse } from '../../schemas/generated/documents.ts';
import { fillsAsking, keysFor, knownUse } from './offers.ts';

export interface Taken {
  resource: DataResource;
  field: string;
}

export type TakenOver =
  | { existing: true; id: string; contract: string | undefined; provides: DataUse['provides'] }
  | { existing: false; id: string; entry: Omit<DataUse, 'rank'>; fills: string[] };

export function takeOver(pkg: ScenarioPackage, path: string, { resource, field }: Taken): TakenOver {
  const subject = path.split('.')[0]!;
  const keys = keysFor(pkg, subject, resource);
  const known = knownUse(pkg, resource.id, keys);
  if (known) {
    const [id, use] = known;
    return { existing: true, id, contract: use.contract, provides: { ...use.provides, [field]: path } };
  }
  const id = freeId(pkg, resource.id);
  const person = pkg.scenario.subjects[subject];
  const entry: Omit<DataUse, 'rank'> = {
    name: resource.name,
    resource: resource.id,
    contract: contractIdOf(pkg.scenario.id, resource.id),
    keys,
    provides: { [field]: path },
    // A person is asked before their data is read; things and firms have nobody to ask but the applicant.
    consent: person && person.role !== 'applicant' && person.kind === 'person' && person.role !== 'actedFor' ? subject : true,
    fallback: 'ask',
  };
  return { existing: false, id, entry, fills: fillsAsking(pkg, path) };
}

function freeId(pkg: ScenarioPackage, resource: string): string {
  const base = `d_${resource
    .split('/')
    .at(-1)!
    .replace(/[^a-z0-9]/gi, '_')}`;
  const taken = pkg.scenario.data ?? {};
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base}_${i}`;
    if (!taken[id]) return id;
  }
}

/** Keys of the resource that no question of this subject answers, by their names. */
export function openKeys(pkg: ScenarioPackage, path: string, resource: DataResource): DataResource['keys'][string]['name'][] {
  const keys = keysFor(pkg, path.split('.')[0]!, resource);
  return Object.entries(resource.keys)
    .filter(([key]) => !(key in keys))
    .map(([, { name }]) => name);
}
