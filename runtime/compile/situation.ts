/** 情形: the questions asked before anything else, whose answers decide which items, forms and fields apply. */
import { pathOfField } from './declared.ts';
import { entry, ranked } from './maps.ts';
import type { ScenarioPackage } from './plan.ts';

/** Paths of the situation questions, in the order of their form; none when the scenario asks nothing first. */
export function situationPaths(pkg: Pick<ScenarioPackage, 'scenario' | 'forms'>): string[] {
  const { situation, forms } = pkg.scenario;
  const form = entry(pkg.forms, entry(forms, situation?.form)?.form);
  if (!form) return [];
  return ranked(form.fields).flatMap(([, field]) => {
    const path = pathOfField(field);
    const asked = path !== undefined && field.computed === undefined && field.views?.applicant !== 'hide';
    return asked ? [path] : [];
  });
}
