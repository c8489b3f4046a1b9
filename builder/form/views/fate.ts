/** What becomes of one field of one form in the merged form. */
import type { MergedForm, ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { pathOf } from '../../editing/paths.ts';

/**
 * `asked`: of the citizen, for this form alone or first. `merged`: asked once, together with other forms. `prefilled`: from data.
 * `derived`: worked out, or given by an earlier step. `officer`: not in the citizens' view. `dropped`: no step asks for the form.
 */
export type FateKind = 'asked' | 'merged' | 'prefilled' | 'derived' | 'officer' | 'dropped';
export interface Fate {
  kind: FateKind;
  /** Names of the other forms that ask the same. */
  with: Text[];
  /** Name of the data use that supplies it. */
  source?: Text;
}

export function fateOf(pkg: ScenarioPackage, merged: readonly MergedForm[], form: string, field: string): Fate {
  const doc = pkg.forms[form]?.fields[field];
  const path = doc && pathOf(doc);
  if (!doc || !path) return { kind: 'dropped', with: [] };
  if (doc.views?.applicant === 'hide') return { kind: 'officer', with: [] };
  const uses = Object.entries(pkg.scenario.forms).filter(([, use]) => use.form === form);
  for (const one of merged) {
    const question = one.fields[path];
    if (!question?.needs.some((need) => uses.some(([use]) => use === need.form || need.form === form))) continue;
    const others = question.needs.map((need) => pkg.scenario.forms[need.form]?.form ?? need.form).filter((id) => id !== form);
    const names = [...new Set(others)].flatMap((id) => pkg.forms[id]?.name ?? []);
    if (question.supply === 'shared') return { kind: 'prefilled', with: names, source: pkg.scenario.data?.[question.data ?? '']?.name };
    if (question.supply === 'derived') return { kind: 'derived', with: names };
    return { kind: names.length > 0 ? 'merged' : 'asked', with: names };
  }
  return { kind: 'dropped', with: [] };
}
