/** Checks a package against the schemas; for tests only, the browser carries no schema validator. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';

const read = (name: string): object => JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, discriminator: true, allowUnionTypes: true, strict: false, validateFormats: false });
ajv.addSchema(read('common/common'));
const scenario = ajv.compile(read('scenario/scenario'));
const form = ajv.compile(read('form/form'));

/** Everything the schemas find wrong; empty when the package is valid. */
export function schemaProblems(pkg: ScenarioPackage): string[] {
  const problems: string[] = [];
  if (!scenario(pkg.scenario)) problems.push(...(scenario.errors ?? []).map((e) => `scenario${e.instancePath} ${e.message}`));
  for (const [id, doc] of Object.entries(pkg.forms)) {
    if (!form(doc)) problems.push(...(form.errors ?? []).map((e) => `forms/${id}${e.instancePath} ${e.message}`));
  }
  return problems;
}
