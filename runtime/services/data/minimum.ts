/** Which fields of a resource a scenario needs, and why: from its data uses, not from what somebody ticks. Pure. */
import type { DataResource, DataUse, Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { contractIdOfUse } from '../../compile/rights.ts';
import { text } from './words.ts';

export interface Need {
  uses: [string, DataUse][];
  /** By field of the resource: what it is needed for. */
  fields: Map<string, Text>;
  /** Steps of the flow that read it. */
  steps: { id: string; name: Text }[];
  purpose?: Text;
  legalBasis?: Text;
}

/** All uses that one contract serves together. */
export function needOf(pkg: ScenarioPackage, resource: Pick<DataResource, 'id'>, contract: string): Need {
  const uses = Object.entries(pkg.scenario.data ?? {}).filter(
    ([, one]) => one.resource === resource.id && contractIdOfUse(pkg.scenario.id, one) === contract,
  );
  const words = textOfUses(pkg);
  const asked = askedPaths(pkg);
  const fields = new Map<string, Text>();
  for (const [, one] of uses)
    for (const [field, path] of Object.entries(one.provides)) {
      const why = asked.get(path) ?? (words.includes(JSON.stringify(path).slice(1, -1)) ? derived : undefined);
      if (why) fields.set(field, why);
    }
  const ids = new Set(uses.map(([id]) => id));
  const steps = Object.entries(pkg.scenario.nodes).flatMap(([id, node]) => {
    const reads = (node.kind === 'data' && ids.has(node.data)) || (node.kind === 'fill' && node.prefill?.some((one) => ids.has(one)));
    return reads ? [{ id, name: node.name ?? text('填表', 'Form') }] : [];
  });
  const bases = Object.values(pkg.scenario.items).flatMap(({ legalBasis }) => legalBasis ?? []);
  return { uses, fields, steps, purpose: uses.find(([, one]) => one.purpose)?.[1].purpose, legalBasis: joined(bases) };
}

const derived = text('用于条件、脚本或审批', 'Read by a condition, a script or a desk');

/** Questions of the forms the scenario uses, by path. */
function askedPaths(pkg: ScenarioPackage): Map<string, Text> {
  const asked = new Map<string, Text>();
  for (const { form } of Object.values(pkg.scenario.forms))
    for (const field of Object.values(pkg.forms[form]?.fields ?? {})) {
      const path = `${field.subject}.${field.key ?? field.element}`;
      const { label } = field;
      const name = label ?? (field.element === undefined ? undefined : pkg.elements[field.element]?.name);
      if (name && !asked.has(path)) asked.set(path, text(`填入「${name['zh-CN']}」`, `Fills “${name.en ?? name['zh-CN']}”`));
    }
  return asked;
}

/** The scenario's text without what its data uses provide and without mere declarations: whatever is left reads it. */
function textOfUses({ scenario }: ScenarioPackage): string {
  const { data = {}, variables: _, layout: _l, ...rest } = scenario;
  return JSON.stringify([rest, Object.values(data).map(({ keys }) => keys)]);
}

function joined(bases: readonly Text[]): Text | undefined {
  const unique = [...new Map(bases.map((basis) => [basis['zh-CN'], basis])).values()].slice(0, 3);
  if (unique.length === 0) return undefined;
  return text(
    unique
      .map((basis) => basis['zh-CN'])
      .join('；')
      .slice(0, 1500),
    unique
      .map((basis) => basis.en ?? basis['zh-CN'])
      .join('; ')
      .slice(0, 1500),
  );
}
