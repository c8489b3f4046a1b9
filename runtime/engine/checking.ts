/** Checks what people typed with the compiled form. */
import type { Checked, EvaluationContext, FillContext, JsonValue, MergedField, MergedForm, Plan } from '../compile/plan.ts';
import { waivedPaths } from './assists.ts';
import { contextOfCase } from './fields.ts';
import type { CaseState } from './types.ts';

interface CheckOptions {
  plan: Plan;
  state: CaseState;
  /** Context of that state. */
  context: EvaluationContext;
  form: MergedForm;
  values: Record<string, JsonValue>;
  now: string;
  /** Shared values left out: their reads were for other keys. */
  stale?: ReadonlySet<string>;
  /** Only these may be changed and are asked for. */
  only?: ReadonlySet<string>;
}

/** The compiled check adds the typed values itself: what it is given here is what the case holds. */
export function checkForm({ plan, state, context, form, values, now, stale, only }: CheckOptions): Checked {
  const fill: FillContext = {
    context: stale?.size ? contextOfCase(plan, withoutStale(state, stale), now) : context,
    env: { now },
    shared: sharedValues(state, form, stale),
    missing: missingUses(plan, state, form, stale),
    waived: waivedPaths(plan, state, form, stale),
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
  for (const path in state.fields) {
    if (!Object.hasOwn(form.fields, path)) continue;
    const field = state.fields[path];
    if (field?.source !== 'shared' || field.value === null || stale?.has(field.origin ?? '')) continue;
    shared[path] = field.value;
  }
  return shared;
}

/** Data uses some field of a form is bound to: the same for every case. */
const uses = new WeakMap<MergedForm, readonly string[]>();
function usesOf(form: MergedForm): readonly string[] {
  const known = uses.get(form);
  if (known) return known;
  const found = [...new Set(Object.values(form.fields).flatMap(({ data }) => data ?? []))];
  uses.set(form, found);
  return found;
}

/** Uses that supplied nothing: refused, failed, late, or read for other keys. */
export function missingUses(plan: Plan, state: CaseState, form: MergedForm, stale?: ReadonlySet<string>): ReadonlySet<string> {
  const missing = new Set<string>();
  for (const use of usesOf(form)) {
    if (!plan.data[use]) continue;
    const fetch = state.fetches[use]?.state;
    if (stale?.has(use) || (fetch !== 'fetched' && fetch !== 'disputed')) missing.add(use);
  }
  return missing;
}

/** Is the field shown, with these values on top of the case? */
export function isShown(field: MergedField, context: EvaluationContext, now: string): boolean {
  const result = field.visible?.(context, { now });
  return !result || (result.ok && result.value);
}

/** The value a field is bound to: a shared one, or what an earlier step gave; undefined when it may be typed. */
export function fixedValue(state: CaseState, field: MergedField, missing: ReadonlySet<string>): JsonValue | undefined {
  const held = state.fields[field.path];
  if (field.editable || held === undefined || held.value === null) return undefined;
  if (field.supply !== 'shared') return held.value;
  return held.source === 'shared' && !missing.has(field.data ?? '') ? held.value : undefined;
}

/** What was typed into a form so far, without values of fields that have become fixed meanwhile. */
export function draftOf(plan: Plan, state: CaseState, form: MergedForm, stale?: ReadonlySet<string>): Record<string, JsonValue> {
  const missing = missingUses(plan, state, form, stale);
  const typed = Object.entries(state.draft).filter(([path]) => {
    const field = Object.hasOwn(form.fields, path) ? form.fields[path]! : undefined;
    return field !== undefined && !field.computed && fixedValue(state, field, missing) === undefined;
  });
  return Object.fromEntries(typed);
}
