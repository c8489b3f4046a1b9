/** From a question to the data that answers it: which resource field fits, by what it is looked up, and which use it joins. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DataContract, DataResource, DataUse } from '../../schemas/generated/documents.ts';
import { type KnownValue, knownValues, pathOf } from '../editing/paths.ts';

export interface Offer {
  resource: DataResource;
  /** Field of the resource that gives the value. */
  field: string;
  /** Same data element, or the same name: the first is certain, the second is for a person to judge. */
  fit: 'element' | 'name';
}

const plain = (name: string) => name.replace(/[\s（）()·:：]/g, '').toLowerCase();

/** Resource fields that give this value, certain ones first; resources nobody may have are left out. */
export function offersFor(pkg: ScenarioPackage, path: string, resources: readonly DataResource[]): Offer[] {
  const value = knownValues(pkg).get(path);
  if (!value) return [];
  const element = elementOf(pkg, value);
  const offers = resources
    .filter(({ sharing }) => sharing !== 'notShared')
    .flatMap((resource) =>
      Object.entries(resource.fields).flatMap(([field, doc]): Offer[] => {
        if (element !== undefined && doc.element === element) return [{ resource, field, fit: 'element' }];
        return plain(doc.name['zh-CN']) === plain(value.name['zh-CN']) ? [{ resource, field, fit: 'name' }] : [];
      }),
    );
  return offers.sort((a, b) => (a.fit === b.fit ? 0 : a.fit === 'element' ? -1 : 1));
}

function elementOf(pkg: ScenarioPackage, value: KnownValue): string | undefined {
  const [first] = value.fields;
  return first && pkg.forms[first[0]]?.fields[first[1]]?.element;
}

/**
 * What a resource is looked up by when it is asked about this subject: the subject's own value of the key's data element, or
 * of that name. A key nothing fits stays out and is asked for.
 */
export function keysFor(pkg: ScenarioPackage, subject: string, resource: DataResource): Record<string, string> {
  const known = [...knownValues(pkg).values()].filter((value) => value.subject === subject);
  const keys: Record<string, string> = {};
  for (const [key, spec] of Object.entries(resource.keys)) {
    const fitting =
      known.find((value) => spec.element !== undefined && value.path === `${subject}.${spec.element}`) ??
      known.find((value) => plain(value.name['zh-CN']) === plain(spec.name['zh-CN']));
    if (fitting) keys[key] = fitting.path;
  }
  return keys;
}

/** The use the scenario has already of this resource for this subject; a second reading of the same record is none of it. */
export function knownUse(pkg: ScenarioPackage, resource: string, keys: Readonly<Record<string, string>>): [string, DataUse] | undefined {
  const same = (use: DataUse) => JSON.stringify(Object.entries(use.keys).sort()) === JSON.stringify(Object.entries(keys).sort());
  return Object.entries(pkg.scenario.data ?? {}).find(([, use]) => use.resource === resource && same(use));
}

/** The use that gives a value now, with the resource field it comes from. */
export function sourceOf(pkg: ScenarioPackage, path: string): { id: string; use: DataUse; field: string } | undefined {
  for (const [id, use] of Object.entries(pkg.scenario.data ?? {}))
    for (const [field, target] of Object.entries(use.provides)) if (target === path) return { id, use, field };
  return undefined;
}

/** Fields of a use that nothing granted covers: what has to be applied for. Without a contract in force, all of them. */
export function ungranted(
  use: DataUse,
  contracts: Readonly<Record<string, Pick<DataContract, 'status' | 'resource'> & { fields: readonly string[] }>>,
): string[] {
  const contract = use.contract === undefined ? undefined : contracts[use.contract];
  const granted = contract?.status === 'granted' && contract.resource === use.resource ? contract.fields : [];
  return Object.keys(use.provides).filter((field) => !(granted as readonly string[]).includes(field));
}

/** Steps at which the applicant fills in a form that asks for this value. */
export function fillsAsking(pkg: ScenarioPackage, path: string): string[] {
  const asking = Object.entries(pkg.scenario.forms).filter(([, { form }]) =>
    Object.values(pkg.forms[form]?.fields ?? {}).some((field) => pathOf(field) === path),
  );
  const uses = new Set(asking.map(([use]) => use));
  return Object.entries(pkg.scenario.nodes)
    .filter(([, node]) => node.kind === 'fill' && node.forms.some((form) => uses.has(form)))
    .map(([id]) => id);
}

/** Names of the steps that read a use: what the owner of the data sees in the application. */
export function stepsReading(pkg: ScenarioPackage, id: string): string[] {
  return Object.entries(pkg.scenario.nodes)
    .filter(([, node]) => (node.kind === 'fill' && node.prefill?.includes(id)) || (node.kind === 'data' && node.data === id))
    .map(([node]) => node);
}
