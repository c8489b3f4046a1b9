/**
 * What a form holds while it is being filled in. A value whose question is hidden does not count; what only it had opened is
 * hidden with it. Pages, drafts and submissions all look through here, so that what was shown is what is checked.
 */
import type { EvaluationContext, JsonValue, MergedField, MergedForm, Plan } from '../compile/plan.ts';
import { computeRows, evaluatesRows, type TableRow } from '../compile/table-rows.ts';
import { isShown } from './checking.ts';
import { coerce } from './coerce.ts';
import { contextOf, contextOfCase, dropField, recompute, same } from './fields.ts';
import type { CaseState } from './types.ts';
import type { Work } from './work.ts';

type Values = Record<string, JsonValue>;

export interface FormInHand {
  plan: Plan;
  state: CaseState;
  form: MergedForm;
  /** Typed so far, over what an earlier round of the form left in the case. */
  values: Values;
  now: string;
  /** Counts the values the form comes with, as pages do, which show and send them. */
  presets?: boolean;
}

export interface SettledForm {
  /** The case with what counts of the form. */
  context: EvaluationContext;
  /** Computed fields of the form; null where there is no result. */
  computed: Values;
  /** Tables with their computed cells. */
  tables: Values;
  /** Paths that hold a value though their question is not shown. */
  hidden: ReadonlySet<string>;
  /** Values the form comes with, where nothing was typed and nothing is held. */
  presets: Values;
}

/**
 * One answer may open a question whose answer opens another, in any order of the fields: rounds go on until nothing moves.
 * Questions that hide each other in a ring never come to rest; after as many rounds as there are fields, what was once
 * hidden stays hidden.
 */
export function settleForm(given: FormInHand): SettledForm {
  const { plan, state, form, now } = given;
  const fields = Object.values(form.fields);
  const typed = { ...typedInForm(state, form), ...given.values };
  let hidden: ReadonlySet<string> = new Set();
  let presets: Values = {};
  for (let round = 0; ; round++) {
    const held = { ...presets, ...typed };
    const nulls = Object.fromEntries([...hidden].map((path) => [path, null]));
    const context = contextOfCase(plan, state, now, { ...held, ...nulls });
    const derived = derive(plan, { fields, held, hidden, context, now });
    const found = fields
      .filter((field) => !isNothing(Object.hasOwn(held, field.path) ? held[field.path] : undefined) && !isShown(field, context, now))
      .map(({ path }) => path);
    const next = round > fields.length ? new Set([...hidden, ...found]) : new Set(found);
    const preset = given.presets && round <= fields.length ? presetsOf(fields, typed, { state, context, now }) : presets;
    if (next.size === hidden.size && [...next].every((path) => hidden.has(path)) && same(preset, presets))
      return { context, hidden, presets, ...derived };
    hidden = next;
    presets = preset;
  }
}

function presetsOf(
  fields: readonly MergedField[],
  typed: Values,
  { state, context, now }: { state: CaseState; context: EvaluationContext; now: string },
): Values {
  const presets: Values = {};
  for (const field of fields) {
    if (!field.default || field.computed || Object.hasOwn(typed, field.path) || !isNothing(state.fields[field.path]?.value)) continue;
    const result = isShown(field, context, now) ? field.default(context, { now }) : undefined;
    if (result?.ok && !isNothing(result.value)) presets[field.path] = result.value;
  }
  return presets;
}

/**
 * Questions of a form that an answer has just opened: shown with these values and not shown without them. Whoever is asked to
 * correct one answer is asked these too, since they were never put before.
 */
export function openedBy(given: FormInHand): string[] {
  const { state, form, now } = given;
  const conditional = Object.values(form.fields).filter(({ visible, computed }) => visible && !computed);
  if (conditional.length === 0) return [];
  const before = settleForm({ ...given, values: {} }).context;
  const { context } = settleForm(given);
  return conditional
    .filter((field) => isShown(field, context, now) && !isShown(field, before, now) && isNothing(state.fields[field.path]?.value))
    .map(({ path }) => path);
}

/** True when what a form shows, asks or says may change while it is filled in. */
export function isLive({ fields }: MergedForm): boolean {
  return Object.values(fields).some(
    ({ visible, required, computed, columns }) => visible || computed || typeof required !== 'boolean' || evaluatesRows(columns),
  );
}

/** What a person typed into this form in an earlier round, a desk or an applicant. */
export function typedInForm(state: CaseState, form: MergedForm): Values {
  const values: Values = {};
  for (const path of Object.keys(form.fields)) {
    const field = state.fields[path];
    if (field && (field.source === 'typed' || field.source === 'output') && (field.origin === form.node || field.origin === 'supplement'))
      values[path] = field.value;
  }
  return values;
}

/** The case without what an earlier round of the form left at questions that are not shown any more; the same one when there is none. */
export function withoutHidden({ plan, state, env }: Pick<Work, 'plan' | 'state' | 'env'>, form: MergedForm, values: Values): CaseState {
  const earlier = typedInForm(state, form);
  if (Object.keys(earlier).length === 0) return state;
  const { hidden } = settleForm({ plan, state, form, values, now: env.now });
  const left = [...hidden].filter((path) => Object.hasOwn(earlier, path));
  if (left.length === 0) return state;
  const fields = Object.entries(state.fields).filter(([path]) => !left.includes(path));
  return { ...state, fields: Object.fromEntries(fields) };
}

/** Takes values away whose question is not shown any more; one that goes may take others along. */
export function dropHidden(work: Work, form: MergedForm, paths: readonly string[]): undefined {
  const isLeft = (path: string) => work.state.fields[path] !== undefined && !isShown(form.fields[path]!, contextOf(work), work.env.now);
  for (let left = paths.filter(isLeft); left.length > 0; left = paths.filter(isLeft)) {
    for (const path of left) dropField(work, path);
    recompute(work, form);
  }
}

interface Deriving {
  fields: readonly MergedField[];
  held: Values;
  hidden: ReadonlySet<string>;
  /** Written to: what is computed is what the next expression reads. */
  context: EvaluationContext;
  now: string;
}

function derive(plan: Plan, given: Deriving): Pick<SettledForm, 'computed' | 'tables'> {
  const computed: Values = {};
  const tables: Values = {};
  const formulas = given.fields.filter((field) => field.computed);
  const grids = given.fields.filter(
    ({ path, columns }) => evaluatesRows(columns) && Array.isArray(given.held[path]) && !given.hidden.has(path),
  );
  // Tables first: sums over their cells are what forms compute most.
  for (let round = 0; round <= formulas.length + grids.length; round++) {
    const moved = [
      ...grids.map((field) => deriveTable(plan, given, field, tables)),
      ...formulas.map((field) => deriveField(plan, given, field, computed)),
    ];
    if (!moved.includes(true)) break;
  }
  return { computed, tables };
}

function deriveField(plan: Plan, { context, now }: Deriving, field: MergedField, computed: Values): boolean {
  const result = isShown(field, context, now) ? field.computed!(context, { now }) : undefined;
  const fitting = coerce(field, result?.ok ? result.value : null);
  const value = fitting.ok ? fitting.value : null;
  if (Object.hasOwn(computed, field.path) && same(computed[field.path], value)) return false;
  computed[field.path] = value;
  write(plan, context, field.path, value);
  return true;
}

function deriveTable(plan: Plan, { held, context, now }: Deriving, { path, columns = [] }: MergedField, tables: Values): boolean {
  const accept = (id: string, value: JsonValue): JsonValue => {
    const column = columns.find((one) => one.id === id);
    const fitting = column && coerce(column, value);
    return fitting?.ok ? fitting.value : null;
  };
  const rows = (held[path] as JsonValue[]).filter((row): row is TableRow => typeof row === 'object' && row !== null && !Array.isArray(row));
  const value = computeRows(columns, rows, { context, env: { now }, accept });
  if (Object.hasOwn(tables, path) && same(tables[path], value)) return false;
  tables[path] = value;
  write(plan, context, path, value);
  return true;
}

function write(plan: Plan, context: EvaluationContext, path: string, value: JsonValue): undefined {
  const typed = plan.contextOf({ [path]: value }, { outcomes: {}, case: {} });
  const [subject = '', name = ''] = path.split('.');
  const group = typed[subject] as Record<string, unknown>;
  context[subject] = { ...(context[subject] as Record<string, unknown> | undefined), [name]: group[name] };
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
