/** Values of a case: reading them for expressions, writing them with their source. */
import { localDate } from '../calendar/index.ts';
import type { EvaluationContext, JsonValue, MergedField, MergedForm, Plan } from '../compile/plan.ts';
import { type Coerced, coerce } from './coerce.ts';
import type { CaseState, FieldSource, FieldValue } from './types.ts';
import { own, type Work } from './work.ts';

/** Plain values by path. */
export function valuesOf(state: CaseState): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const path in state.fields) values[path] = state.fields[path]!.value;
  return values;
}

/** What expressions see. `more` are values on top of the case: a draft, or an answer being checked. */
export function contextOfCase(plan: Plan, state: CaseState, now: string, more?: Record<string, JsonValue>): EvaluationContext {
  const values = more ? { ...valuesOf(state), ...more } : valuesOf(state);
  return plan.contextOf(values, {
    outcomes: state.outcomes,
    // While the form is open this is the day it would be submitted.
    case: { region: state.region, submittedDate: localDate(state.submittedAt ?? now) },
  });
}

export function contextOf(work: Work): EvaluationContext {
  work.context ??= contextOfCase(work.plan, work.state, work.env.now);
  return work.context;
}

export function setField(work: Work, path: string, field: Omit<FieldValue, 'at'>): undefined {
  own(work, 'fields')[path] = { ...field, at: work.command.at };
  work.context = undefined;
}

export function dropField(work: Work, path: string): undefined {
  if (!work.state.fields[path]) return;
  delete own(work, 'fields')[path];
  work.context = undefined;
}

export function setOutcome(work: Work, node: string, outcome: string): undefined {
  own(work, 'outcomes')[node] = outcome;
  work.context = undefined;
}

/** Brings values into the declared types of their paths; the first that does not fit is named. */
export function fitTypes(
  work: Work,
  values: Record<string, unknown>,
): { ok: true; values: Record<string, JsonValue> } | { ok: false; path: string } {
  const fitting: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(values)) {
    const fitted = fitType(work, path, value);
    if (!fitted.ok) return { ok: false, path };
    fitting[path] = fitted.value;
  }
  return { ok: true, values: fitting };
}

/** One value: its JSON form first (money from a number, say), then the checks of its data element. */
export function fitType({ plan, env }: Work, path: string, value: unknown): Coerced {
  const declared = Object.hasOwn(plan.types, path) ? plan.types[path] : undefined;
  const coerced = declared ? coerce(declared, value) : ({ ok: false } as const);
  if (!coerced.ok || coerced.value === null) return coerced;
  const checked = plan.checkValue(path, coerced.value, env);
  return checked.ok ? checked : { ok: false };
}

export function setFields(work: Work, values: Record<string, JsonValue>, source: FieldSource, origin: string): undefined {
  for (const [path, value] of Object.entries(values)) setField(work, path, { value, source, origin });
}

/**
 * Recomputes the derived fields of a form. One may read another, in any order, so passes go on until nothing changes;
 * a ring of fields stops after as many passes as there are fields.
 */
export function recompute(work: Work, form: MergedForm): undefined {
  const derived = Object.values(form.fields).filter((field) => field.computed);
  for (let pass = 0; pass < derived.length; pass++) {
    let moved = false;
    for (const field of derived) moved = recomputeField(work, form.node, field) || moved;
    if (!moved) return;
  }
}

/** A field that is hidden or cannot be computed has no value. True when the value changed. */
function recomputeField(work: Work, node: string, field: MergedField): boolean {
  const shown = field.visible?.(contextOf(work), work.env) ?? { ok: true, value: true };
  const result = shown.ok && shown.value ? field.computed!(contextOf(work), work.env) : undefined;
  const coerced = coerce(field, result?.ok ? result.value : null);
  const value = coerced.ok ? coerced.value : null;
  if (same(work.state.fields[field.path]?.value ?? null, value)) return false;
  if (value === null) dropField(work, field.path);
  else setField(work, field.path, { value, source: 'computed', origin: node });
  return true;
}

/** Equality of JSON values, whatever the order of keys. */
export function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
