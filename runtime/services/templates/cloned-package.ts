/** A release as its clone has it. Pure: applied to what is cloned, and to base and upstream whenever they are compared with a clone. */
import type { Lineage, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

export interface CloneTerms {
  id: string;
  name?: Text;
  lineage: Lineage;
}

/**
 * The scenario under its own id and name, its forms with their own lineage, its departments those of the region
 * (`lineage.departments`: template code -> our code). Grants stay behind: a data use names the contract the region has to apply
 * for. Secrets, seals and people are no part of a package.
 */
export function clonedPackage(release: ScenarioPackage, { id, name, lineage }: CloneTerms): ScenarioPackage {
  const { template: _template, ...pkg } = release;
  const { lineage: _lineage, ...scenario } = pkg.scenario;
  const own = ownContracts({ ...scenario, id, name: name ?? scenario.name });
  const forms = Object.fromEntries(
    Object.entries(pkg.forms).map(([key, form]) => [key, { ...form, lineage: formLineage(lineage, key, form.lineage) }]),
  );
  const cloned = { ...pkg, scenario: { ...own, lineage }, forms, contracts: {} };
  return inDepartments(cloned, lineage.departments ?? {});
}

/** Which form of which template a copied form came from; a form the template itself had copied keeps its first origin. */
function formLineage({ origin, baseVersion, baseHash }: Lineage, form: string, before: Lineage | undefined): Lineage {
  return before ?? { origin: `${origin}/forms/${form}`, baseVersion, baseHash };
}

/** Another scenario needs contracts of its own: each keeps its last part, so that uses which shared one go on sharing it. */
export function ownContracts(scenario: ScenarioPackage['scenario']): ScenarioPackage['scenario'] {
  if (!scenario.data) return scenario;
  const data = Object.entries(scenario.data).map(([key, use]) => {
    if (use.contract === undefined) return [key, use];
    return [key, { ...use, contract: `${scenario.id}/${use.contract.split('/').at(-1)}` }];
  });
  return { ...scenario, data: Object.fromEntries(data) };
}

/** Values people gave, and records of registers: a word in them that looks like a code is none. */
const values = new Set(['values', 'record', 'records', 'sample', 'samples']);

/** The package with other department codes, wherever it names one. Two codes that become one share the first one's lane. */
export function inDepartments(pkg: ScenarioPackage, codes: Readonly<Record<string, string>>): ScenarioPackage {
  if (Object.keys(codes).length === 0) return pkg;
  const codeOf = (code: string) => (Object.hasOwn(codes, code) ? codes[code]! : code);
  const walk = (value: unknown, key: string): unknown => {
    if (key === 'department' && typeof value === 'string') return codeOf(value);
    if (Array.isArray(value))
      return key === 'departments' ? [...new Set(value.map((one) => codeOf(String(one))))] : value.map((one) => walk(one, ''));
    if (typeof value !== 'object' || value === null || values.has(key)) return value;
    const entries = Object.entries(value);
    if (key !== 'departments') return Object.fromEntries(entries.map(([name, member]) => [name, walk(member, name)]));
    const lanes = new Map<string, unknown>();
    for (const [code, lane] of entries) if (!lanes.has(codeOf(code))) lanes.set(codeOf(code), lane);
    return Object.fromEntries(lanes);
  };
  const { lineage, ...scenario } = pkg.scenario;
  const { scenario: changed, ...rest } = walk({ ...pkg, scenario }, '') as ScenarioPackage;
  return { ...rest, scenario: { ...changed, ...(lineage ? { lineage } : {}) } };
}

/** 'sha256…' and number of the release a lineage stands on, and where it came from. */
export function lineageOf(
  { region, templateId, version, hash }: { region: string; templateId: string; version: number; hash: string },
  departments: Readonly<Record<string, string>> = {},
): Lineage {
  const origin = `${region}/${templateId}`;
  return { origin, baseVersion: version, baseHash: hash, ...(Object.keys(departments).length > 0 ? { departments } : {}) };
}

/** Region and template an origin names: '330000/family/newborn'. */
export function originOf(origin: string): { region: string; templateId: string } {
  return { region: origin.slice(0, 6), templateId: origin.slice(7) };
}

/** A release as it looks in this clone: base or upstream, ready to be compared with what the clone is now. */
export function upstreamOf(
  release: { region: string; templateId: string; version: number; hash: string; package: ScenarioPackage },
  clone: { scenarioId: string; departments: Readonly<Record<string, string>> },
): ScenarioPackage {
  return clonedPackage(release.package, { id: clone.scenarioId, lineage: lineageOf(release, clone.departments) });
}

/** How a template is written in addresses: '330000~family~newborn'. */
export const templateKey = ({ region, templateId }: { region: string; templateId: string }): string =>
  `${region}~${templateId.replace('/', '~')}`;

export function templateOfKey(key: string): { region: string; templateId: string } {
  const [region = '', ...id] = key.split('~');
  return { region, templateId: id.join('/') };
}
