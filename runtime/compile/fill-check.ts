/**
 * What a person sends for a merged form, checked: foreign, hidden and tampered read-only fields are refused, values are
 * normalised, computed ones computed, required gaps listed. Pages use it to show problems, the server to decide.
 */
import { copyOf, overlay, read } from './context.ts';
import type { Declared } from './declared.ts';
import { holds, jsonValue } from './expressions.ts';
import { emptyMap, entry } from './maps.ts';
import type { Checked, EvaluationContext, FieldProblem, FillContext, JsonValue, MergedField, MergedForm, Plan } from './plan.ts';
import { computeRows, evaluatesRows, missingCells, type TableRow } from './table-rows.ts';
import { type CheckedValue, isNothing } from './values/check.ts';
import { keptRows } from './values/tables.ts';

interface Fill {
  form: MergedForm;
  parts: FormParts;
  declared: Readonly<Record<string, Declared>>;
  given: FillContext;
  /** Paths a supplement opens; undefined when the whole form is open. */
  only?: ReadonlySet<string>;
  /** The case's values with what was typed so far. Only forms with conditions or computed fields have one of their own. */
  context: EvaluationContext;
  typed: Record<string, JsonValue>;
  /** What was sent, for comparing computed cells with. */
  sent: Record<string, JsonValue>;
  problems: FieldProblem[];
}

/** What is the same at every check of a form. */
interface FormParts {
  fields: readonly MergedField[];
  computed: readonly MergedField[];
  /** Tables with expressions of their own. */
  tables: readonly MergedField[];
  /** Some field is shown, asked or computed by an expression: the typed values are turned into FEEL values for it. */
  evaluates: boolean;
}

/** Makes `Plan.checkFill`. */
export function fillChecker(declared: Readonly<Record<string, Declared>>): Plan['checkFill'] {
  const known = new WeakMap<MergedForm, FormParts>();
  return (form, values, given, only) => {
    const parts = known.get(form) ?? partsOfForm(form);
    known.set(form, parts);
    const context = parts.evaluates ? copyOf(given.context) : given.context;
    const fill: Fill = { form, parts, declared, given, only, context, typed: emptyMap(), sent: values, problems: [] };
    if (parts.evaluates) overlay(context, declared, given.shared);
    takeValues(fill, values);
    if (parts.evaluates) overlay(context, declared, fill.typed);
    settleTables(fill);
    const computed = compute(fill, values);
    checkTables(fill);
    for (const field of parts.fields) checkPresence(fill, field);
    return result(fill, computed);
  };
}

function partsOfForm(form: MergedForm): FormParts {
  const fields = Object.values(form.fields);
  const tables = fields.filter((field) => evaluatesRows(field.columns));
  const evaluates =
    tables.length > 0 || fields.some(({ visible, required, computed }) => visible || computed || typeof required !== 'boolean');
  return { fields, computed: fields.filter((field) => field.computed), tables, evaluates };
}

function takeValues(fill: Fill, values: Record<string, JsonValue>): void {
  for (const [path, value] of Object.entries(values)) {
    const field = entry(fill.form.fields, path);
    fill.problems.push(...(field ? takeValue(fill, field, value) : [{ path, code: 'field.foreign' }]));
  }
}

function takeValue(fill: Fill, field: MergedField, value: JsonValue): FieldProblem[] {
  if (field.computed) return []; // compared once it is computed
  if (fill.only && !fill.only.has(field.path)) return [{ path: field.path, code: 'field.notOpen' }];
  const checked = checkOf(fill, field, value);
  const fixed = fixedValue(fill, field);
  if (fixed !== undefined) {
    const same = checked.ok && (isNothing(checked.value) || sameValue(checked.value, fixed));
    return same ? [] : [{ path: field.path, code: 'field.readOnly' }];
  }
  if (!checked.ok) return problemsOf(field.path, checked);
  fill.typed[field.path] = checked.value;
  return [];
}

/** A refused value as problems of its field: one for each cell of a table. */
export function problemsOf(path: string, { code, data, cells }: CheckedValue & { ok: false }): FieldProblem[] {
  if (!cells) return [{ path, code, ...(data ? { data } : {}) }];
  return cells.map((cell) => ({ path, ...cell }));
}

/** The value a field is bound to, when the person may not type another. A supplement opens what its defects name. */
function fixedValue(fill: Fill, field: MergedField): JsonValue | undefined {
  if (fill.only || field.editable) return undefined;
  if (field.supply !== 'shared') return givenValue(fill, field);
  const shared = entry(fill.given.shared, field.path);
  const refused = field.data !== undefined && fill.given.missing.has(field.data);
  return isNothing(shared) || refused ? undefined : shared;
}

/** What an earlier step gave; undefined when it gave nothing, and the field is asked after all. */
function givenValue(fill: Fill, field: MergedField): JsonValue | undefined {
  const value = jsonValue(read(fill.given.context, field.path));
  const checked = checkOf(fill, field, value);
  return checked.ok && !isNothing(checked.value) ? checked.value : undefined;
}

/** Computed fields may read one another in any order: each round settles at least one. */
function compute(fill: Fill, values: Record<string, JsonValue>): Record<string, JsonValue> {
  const fields = fill.parts.computed;
  const computed = emptyMap<JsonValue>();
  for (let round = 0; round < fields.length; round++) {
    if (!computeRound(fill, fields, computed)) break;
  }
  for (const { path } of fields) {
    const sent = entry(values, path);
    if (isNothing(sent)) continue;
    const checked = checkOf(fill, fill.form.fields[path]!, sent!);
    if (!checked.ok || !sameValue(checked.value, computed[path] ?? null)) fill.problems.push({ path, code: 'field.readOnly' });
  }
  return computed;
}

function computeRound(fill: Fill, fields: readonly MergedField[], computed: Record<string, JsonValue>): boolean {
  let changed = false;
  for (const field of fields) {
    const evaluated = field.computed!(fill.context, fill.given.env);
    const checked = evaluated.ok ? checkOf(fill, field, evaluated.value) : undefined;
    const value = checked?.ok ? checked.value : null;
    if (field.path in computed && sameValue(computed[field.path]!, value)) continue;
    computed[field.path] = value;
    overlay(fill.context, fill.declared, { [field.path]: value });
    changed = true;
  }
  return changed;
}

/** Computed cells of the tables typed here: what they say is what the form's own computed fields read. */
function settleTables(fill: Fill): void {
  for (const field of fill.parts.tables) {
    const rows = typedRows(fill, field);
    if (!rows) continue;
    const columns = fill.declared[field.path]!.columns ?? [];
    const accept = (id: string, value: JsonValue): JsonValue => {
      const checked = columns.find((column) => column.id === id)?.check(value, fill.given.env);
      return checked?.ok ? checked.value : null;
    };
    fill.typed[field.path] = computeRows(field.columns!, rows, { context: fill.context, env: fill.given.env, accept });
    overlay(fill.context, fill.declared, { [field.path]: fill.typed[field.path]! });
  }
}

/** Again with the computed fields known; then what was sent for computed cells, and the cells that conditions ask for. */
function checkTables(fill: Fill): void {
  settleTables(fill);
  for (const field of fill.parts.tables) {
    const rows = typedRows(fill, field);
    if (!rows) continue;
    const sent = entry(fill.sent, field.path) as TableRow[];
    const places = keptRows(sent);
    for (const [index, row] of rows.entries()) {
      const at = { path: field.path, row: places[index]! };
      for (const { id, computed } of field.columns!) {
        const cell = computed ? sent[at.row]![id] : undefined;
        if (!isNothing(cell) && !sameCell(fill, field, { id, cell: cell! }, row[id]))
          fill.problems.push({ ...at, column: id, code: 'field.readOnly' });
      }
      for (const column of missingCells(field.columns!, row, { context: fill.context, env: fill.given.env }))
        fill.problems.push({ ...at, column, code: 'field.required' });
    }
  }
}

function typedRows(fill: Fill, { path }: MergedField): TableRow[] | undefined {
  const rows = entry(fill.typed, path);
  return Array.isArray(rows) ? (rows as TableRow[]) : undefined;
}

/** A computed cell as it was sent says the same as the one that was worked out. */
function sameCell(fill: Fill, field: MergedField, { id, cell }: { id: string; cell: JsonValue }, value: JsonValue | undefined): boolean {
  const checked = fill.declared[field.path]!.columns?.find((column) => column.id === id)?.check(cell, fill.given.env);
  return checked?.ok === true && sameValue(checked.value, value ?? null);
}

function checkPresence(fill: Fill, field: MergedField): void {
  const { path } = field;
  const { env } = fill.given;
  if (field.visible && !holds(field.visible, fill.context, env)) {
    if (!isNothing(entry(fill.typed, path))) fill.problems.push({ path, code: 'field.hidden' });
    return;
  }
  if (fill.only && !fill.only.has(path)) return;
  const required = typeof field.required === 'boolean' ? field.required : holds(field.required, fill.context, env);
  if (!required || fill.given.waived?.has(path) || isPresent(fill, path)) return;
  if (!fill.problems.some((problem) => problem.path === path)) fill.problems.push({ path, code: 'field.required' });
}

/** Typed, shared, computed, or given by an earlier step. */
function isPresent(fill: Fill, path: string): boolean {
  const typed = entry(fill.typed, path);
  if (typed !== undefined && !isNothing(typed)) return true;
  if (typed === undefined && !isNothing(entry(fill.given.shared, path))) return true;
  return !isNothing(jsonValue(read(fill.context, path))) && (fill.parts.evaluates || typed === undefined);
}

function result(fill: Fill, computed: Record<string, JsonValue>): Checked {
  if (fill.problems.length > 0) return { ok: false, problems: fill.problems };
  const values = emptyMap<JsonValue>();
  for (const field of fill.parts.fields) {
    const value = field.computed ? computed[field.path] : entry(fill.typed, field.path);
    const visible = !field.visible || holds(field.visible, fill.context, fill.given.env);
    // A supplement may clear a value; a first submit has nothing to clear.
    if (visible && value !== undefined && (value !== null || fill.only)) values[field.path] = value;
  }
  return { ok: true, values };
}

function checkOf(fill: Fill, field: MergedField, value: JsonValue) {
  return fill.declared[field.path]!.check(value, fill.given.env);
}

function sameValue(a: JsonValue, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
