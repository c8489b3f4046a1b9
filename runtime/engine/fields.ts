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
  return plan.contextOf(values, contextExtra(state, now));
}

function contextExtra(state: CaseState, now: string): Parameters<Plan['contextOf']>[1] {
  // While the form is open this is the day it would be submitted.
  return { outcomes: state.outcomes, case: { region: state.region, submittedDate: localDate(state.submittedAt ?? now) } };
}

/** Paths up to which a context is patched instead of built again. */
const PATCHED = 8;
/** Contexts of submitted cases, so that the next step on the same state need not convert every value again. */
const contexts = new WeakMap<CaseState, { plan: Plan; context: EvaluationContext }>();

/** The context of the case as it stands in this step. */
export function contextOf(work: Work): EvaluationContext {
  const { plan, state, env } = work;
  if (work.context && !work.outdated) return work.context;
  work.context =
    work.context && work.changed.length <= PATCHED ? patched(work, work.context, work.changed) : contextOfCase(plan, state, env.now);
  work.changed = [];
  work.outdated = false;
  return work.context;
}

/** Takes over the context of the state a step begins with. */
export function recallContext(work: Work, before: CaseState): undefined {
  const known = contexts.get(before);
  if (known?.plan !== work.plan) return;
  work.context = known.context;
  work.outdated = false;
}

/** Keeps the context for the next step. In a draft it would be another one tomorrow. */
export function keepContext(work: Work): undefined {
  const { plan, context, state } = work;
  if (context && work.changed.length <= PATCHED && state.submittedAt !== undefined) contexts.set(state, { plan, context: contextOf(work) });
}

function patched(work: Work, context: EvaluationContext, paths: string[]): EvaluationContext {
  const values = Object.fromEntries(paths.map((path) => [path, work.state.fields[path]?.value ?? null]));
  const part = work.plan.contextOf(values, contextExtra(work.state, work.env.now));
  const next = copy(context);
  for (const [key, group] of Object.entries(part)) {
    const merged = isGroup(group) && isGroup(next[key]) && key !== 'outcome' && key !== 'case';
    next[key] = merged ? Object.assign(copy(next[key] as EvaluationContext), group) : group;
  }
  return next;
}

/** Without a prototype, as the compiler makes them. */
function copy(group: EvaluationContext): EvaluationContext {
  return Object.assign(Object.create(null) as EvaluationContext, group);
}

function isGroup(value: unknown): value is EvaluationContext {
  return typeof value === 'object' && value !== null;
}

export function setField(work: Work, path: string, field: Omit<FieldValue, 'at'>): undefined {
  own(work, 'fields')[path] = { ...field, at: work.command.at };
  markChanged(work, path);
}

export function dropField(work: Work, path: string): undefined {
  if (!work.state.fields[path]) return;
  delete own(work, 'fields')[path];
  markChanged(work, path);
}

function markChanged(work: Work, path: string): undefined {
  if (work.changed.length <= PATCHED) work.changed.push(path);
  work.outdated = true;
}

export function setOutcome(work: Work, node: string, outcome: string): undefined {
  own(work, 'outcomes')[node] = outcome;
  work.outdated = true;
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
