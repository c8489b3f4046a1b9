import { wayOf } from '../compile/materials.ts';
import type { MergedField, MergedForm, Plan } from '../compile/plan.ts';
import { contextOfCase } from '../engine/fields.ts';
import type { CaseState } from '../engine/types.ts';
import { signInPaths } from './sign-in.ts';

/**
 * What the applicant had to type into a form that was just submitted: visible and required, and neither shared, computed,
 * filled by a default nor known from the sign-in.
 */
export function askedPaths(plan: Plan, form: MergedForm, state: CaseState): string[] {
  const known = signInPaths(plan.scenario);
  const context = contextOfCase(plan, state, state.submittedAt ?? state.startedAt);
  const env = { now: state.submittedAt ?? state.startedAt };
  const holds = (condition: MergedField['visible']): boolean => {
    if (!condition) return true;
    const result = condition(context, env);
    return result.ok && result.value;
  };
  const shown = form.sections.filter((section) => holds(section.visible)).flatMap((section) => section.fields);
  return shown.filter((path) => {
    const field = form.fields[path]!;
    if (satisfiedBy(plan, state, path) !== undefined) return false;
    if (field.computed || field.default || known.has(path) || !holds(field.visible)) return false;
    const value = state.fields[path];
    if (value && (value.source === 'shared' || value.shared !== undefined)) return false;
    return field.required === true || (typeof field.required === 'function' && holds(field.required));
  });
}

/** The data use that read the licence a material slot asks for: nothing is handed in then. */
export function satisfiedBy({ materials }: Plan, { fetches }: CaseState, path: string): string | undefined {
  const slot = Object.values(materials ?? {}).find((one) => one.path === path);
  const use = slot && wayOf(slot.doc, 'licence')?.data;
  return use !== undefined && fetches[use]?.state === 'fetched' ? use : undefined;
}
