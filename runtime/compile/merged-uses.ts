import { emptyMap } from './maps.ts';
import { mergeForms } from './merged-form.ts';
import { buildModel } from './model.ts';
import type { MergedForm, ScenarioPackage } from './plan.ts';

/** The forms of the fill steps, each on its own, by use: what the applicant would have filled in without merging. */
export function mergedUses(pkg: ScenarioPackage): Record<string, MergedForm> {
  const model = buildModel(pkg, {});
  const forms = emptyMap<MergedForm>();
  for (const [id, node] of Object.entries(pkg.scenario.nodes)) {
    if (node.kind !== 'fill') continue;
    for (const use of node.forms)
      forms[use] ??= mergeForms(model, { node: id, forms: [use], party: node.party, prefill: [], view: 'applicant' });
  }
  return forms;
}
