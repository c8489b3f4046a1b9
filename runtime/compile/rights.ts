/** What a scenario may read: by the contracts of its region where those are known, else by those its package brings along. */
import type { DataContract, DataUse } from '../../schemas/generated/documents.ts';
import { entry } from './maps.ts';
import type { CompileInput, PendingApplication, ScenarioPackage } from './plan.ts';

/** Named after scenario and resource, so that a data use may name its contract before it is granted. */
export function contractIdOf(scenario: string, resource: string): string {
  return `${scenario.split('/').at(-1)}/${resource.replace('/', '-').slice(0, 64)}`;
}

/** The contract a use names, where it is one of the scenario's own; else the one it would get. */
export function contractIdOfUse(scenario: string, use: Pick<DataUse, 'contract' | 'resource'>): string {
  const own = use.contract?.startsWith(`${scenario.split('/').at(-1)}/`);
  return own ? use.contract! : contractIdOf(scenario, use.resource);
}

/** The contract a use names, as it stands. */
export function contractOfUse(pkg: ScenarioPackage, input: CompileInput, use: DataUse): DataContract | undefined {
  const contracts = typeof input.rights === 'object' ? input.rights.contracts : pkg.contracts;
  return entry(contracts, use.contract);
}

/** States in which somebody else has to act before the data may be read. */
const underWay = new Set(['review', 'answer', 'returned', 'dispute']);

/** What was applied for and is not decided yet, for the contract a use names or would get. */
export function pendingOfUse(pkg: ScenarioPackage, input: CompileInput, use: DataUse): PendingApplication | undefined {
  if (typeof input.rights !== 'object') return undefined;
  const application = entry(input.rights.applications, contractIdOfUse(pkg.scenario.id, use));
  return application && underWay.has(application.state) ? application : undefined;
}

/**
 * Fields of the use that are outside its contract and outside what was applied for. A use nobody applied for yet is told as a
 * whole (data-use-without-contract): it cannot be published, and until then there are only samples to read.
 */
export function fieldsWithoutRight(pkg: ScenarioPackage, input: CompileInput, use: DataUse): string[] {
  const contract = contractOfUse(pkg, input, use);
  if (!contract && !pendingOfUse(pkg, input, use)) return [];
  const fits = contract?.resource === use.resource && contract.scenario === pkg.scenario.id && contract.status !== 'revoked';
  const covered = new Set([...(fits ? contract.fields : []), ...(pendingOfUse(pkg, input, use)?.fields ?? [])]);
  return Object.keys(use.provides).filter((field) => !covered.has(field));
}

/**
 * The package as if its data uses gave only what they have a right to; the package itself when nothing is taken away.
 * What nothing else collects is then a value that no script and no expression can have.
 */
export function cutToRights(pkg: ScenarioPackage, input: CompileInput): ScenarioPackage {
  if (input.rights === 'atRead') return pkg;
  let cut = false;
  const data = Object.entries(pkg.scenario.data ?? {}).map(([id, use]): [string, DataUse] => {
    const without = new Set(fieldsWithoutRight(pkg, input, use));
    if (without.size === 0) return [id, use];
    cut = true;
    return [id, { ...use, provides: Object.fromEntries(Object.entries(use.provides).filter(([field]) => !without.has(field))) }];
  });
  return cut ? { ...pkg, scenario: { ...pkg.scenario, data: Object.fromEntries(data) } } : pkg;
}
