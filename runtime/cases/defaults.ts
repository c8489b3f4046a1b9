import type { JsonValue, MergedForm, Plan } from '../compile/plan.ts';
import { contextOfCase } from '../engine/fields.ts';
import type { CaseState } from '../engine/types.ts';
import { satisfiedBy } from './asked.ts';

export interface FilledForm {
  plan: Plan;
  form: MergedForm;
  state: CaseState;
  /** What was typed. */
  values: Record<string, JsonValue>;
  now: string;
}

/**
 * What a person sends who leaves every default as it stands: the typed values, and the default of each shown field that has
 * neither a typed nor a shared value; a material that a register gave stands as a note of it. A default may read another one, so passes go on until nothing is added.
 */
export function withDefaults({ plan, form, state, values, now }: FilledForm): Record<string, JsonValue> {
  const filled = { ...values };
  const open = Object.values(form.fields).filter(
    ({ path, default: usual, computed }) =>
      (usual || satisfiedBy(plan, state, path) !== undefined) && !computed && (state.fields[path]?.value ?? null) === null,
  );
  for (let pass = 0; pass < open.length; pass++) {
    const before = Object.keys(filled).length;
    for (const field of open) {
      if (Object.hasOwn(filled, field.path)) continue;
      const context = contextOfCase(plan, state, now, filled);
      const visible = field.visible?.(context, { now });
      if (visible && !(visible.ok && visible.value)) continue;
      const use = satisfiedBy(plan, state, field.path);
      const value = use === undefined ? field.default!(context, { now }) : { ok: true as const, value: [use] };
      if (value.ok && value.value !== null) filled[field.path] = value.value;
    }
    if (Object.keys(filled).length === before) break;
  }
  return filled;
}
