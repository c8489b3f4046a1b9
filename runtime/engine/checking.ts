/** Checks what people typed with the compiled form. */
import type { Checked, EvaluationContext, FillContext, JsonValue, MergedForm, Plan } from '../compile/plan.ts';
import { contextOfCase } from './fields.ts';
import type { CaseState } from './types.ts';

interface CheckOptions {
  plan: Plan;
  state: CaseState;
  form: MergedForm;
  values: Record<string, JsonValue>;
  now: string;
  /** Shared values left out: their reads were for other keys. */
  stale?: ReadonlySet<string>;
  /** Only these may be changed and are asked for. */
  only?: ReadonlySet<string>;
}

/** The compiled check adds the typed values itself: what it is given here is what the case holds. */
export function checkForm({ plan, state, form, values, now, stale, only }: CheckOptions): Checked {
  const context = contextOfCase(plan, stale?.size ? withoutStale(state, stale) : state, now);
  const fill: FillContext = {
    context,
    env: { now },
    shared: sharedValues(state, form, stale),
    missing: missingUses(plan, state, form, stale),
  };
  return plan.checkFill(form, values, fill, only);
}

function withoutStale(state: CaseState, stale: ReadonlySet<string>): CaseState {
  const fresh = Object.entries(state.fields).filter(([, field]) => field.source !== 'shared' || !stale.has(field.origin ?? ''));
  return { ...state, fields: Object.fromEntries(fresh) };
}

/** Shared values present at the fields of a form. */
export function sharedValues(state: CaseState, form: MergedForm, stale?: ReadonlySet<string>): Record<string, JsonValue> {
  const shared: Record<string, JsonValue> = {};
  for (const path in form.fields) {
    const field = state.fields[path];
    if (field?.source !== 'shared' || field.value === null || stale?.has(field.origin ?? '')) continue;
    shared[path] = field.value;
  }
  return shared;
}

/** Uses that supplied nothing: refused, failed, late, or read for other keys. */
export function missingUses(plan: Plan, state: CaseState, form: MergedForm, stale?: ReadonlySet<string>): ReadonlySet<string> {
  const missing = new Set<string>();
  for (const path in form.fields) {
    const use = form.fields[path]!.data;
    if (use === undefined || !plan.data[use]) continue;
    const fetch = state.fetches[use]?.state;
    if (stale?.has(use) || (fetch !== 'fetched' && fetch !== 'disputed')) missing.add(use);
  }
  return missing;
}

/** Is the field shown, with these values on top of the case? */
export function isShown(field: MergedForm['fields'][string], context: EvaluationContext, now: string): boolean {
  const result = field.visible?.(context, { now });
  return !result || (result.ok && result.value);
}
