/** Every path of a package with its type: form fields first (in order of forms), then the scenario's variables. */
import type { CodeList, Columns, Form, FormField, TableColumn, Text, ValueSpec, ValueType } from '../../schemas/generated/documents.ts';
import { byForm, type FieldLimits, narrowedBy, type RuleDifference, type UnitedRules, uniteRules } from './field-rules.ts';
import { emptyMap, entry, mapOf, partsOf, ranked } from './maps.ts';
import type { ScenarioPackage } from './plan.ts';
import { type ValueCheck, type ValueRules, valueCheck } from './values/check.ts';
import type { ColumnCheck } from './values/tables.ts';

export interface Declared {
  path: string;
  /** The two parts of the path. */
  subject: string;
  key: string;
  type: ValueType;
  codes?: CodeList;
  /** Of a table, in order. */
  columns?: DeclaredColumn[];
  sensitivity: number;
  name: Text;
  unit?: Text;
  hint?: Text;
  element?: string;
  rules: ValueRules;
  check: ValueCheck;
  /** Rules on which the forms do not agree; the stricter one is in `rules`. */
  differences?: RuleDifference[];
  contradictions?: UnitedRules['contradictions'];
}
/** A column of a table, with what its element says. */
export interface DeclaredColumn {
  id: string;
  doc: TableColumn;
  element?: string;
  type: ValueType;
  codes?: CodeList;
  sensitivity: number;
  name: Text;
  hint?: Text;
  unit?: Text;
  check: ValueCheck;
}
/** Where one path got its type: what `conflicting-types` compares. */
export interface Declaration extends Declared {
  form?: { id: string; field: string };
}
/** Sensitivity of a value that does not state one: internal, not public (GB/T 43697 level 2). */
const defaultSensitivity = 2;

/** The path a form field has: subject.key when it has a key, else subject.element. Undefined when it has neither. */
export function pathOfField(field: Pick<FormField, 'subject' | 'key' | 'element'>): string | undefined {
  const name = field.key ?? field.element;
  return name === undefined ? undefined : `${field.subject}.${name}`;
}

/** All declarations in order; a path may come more than once. */
export function declarationsOf(pkg: ScenarioPackage): Declaration[] {
  const forms = new Set(Object.values(pkg.scenario.forms).map((use) => use.form));
  const ofForms = [...forms].flatMap((id) => {
    const form = entry(pkg.forms, id);
    return form ? formDeclarations(pkg, id, form) : [];
  });
  const variables = Object.entries(pkg.scenario.variables ?? {}).flatMap(([path, spec]) => declaration(pkg, path, spec) ?? []);
  return [...ofForms, ...variables];
}

/** Each path once: named by its first declaration, with the rules of all of them united. */
export function declaredPaths(declarations: readonly Declaration[]): Record<string, Declared> {
  const declared = emptyMap<Declared>();
  for (const [path, all] of Map.groupBy(declarations, (one) => one.path)) declared[path] = united(all);
  return declared;
}

/** Declarations of another type than the first are told by a rule; tables keep the rules of the first. */
function united(all: readonly Declaration[]): Declared {
  const alike = all.filter((one) => one.type === all[0]!.type);
  // Different elements of one value: named by the first form by id, whatever order the forms are listed in.
  const first = alike.every((one) => one.element === all[0]!.element) ? all[0]! : alike.toSorted(byForm)[0]!;
  const { form: _, ...alone } = first;
  if (alike.length === 1 || first.type === 'table' || alike.every((one) => sameRules(one, first))) return alone;
  const { rules, check, differences, contradictions } = uniteRules(alike);
  return { ...alone, codes: rules.codes, rules, check, differences, ...(contradictions.length > 0 ? { contradictions } : {}) };
}

function sameRules(one: Declaration, other: Declaration): boolean {
  if (one.element !== undefined && one.element === other.element && one.rules === other.rules) return true;
  return JSON.stringify(one.rules) === JSON.stringify(other.rules);
}

function formDeclarations(pkg: ScenarioPackage, id: string, form: Form): Declaration[] {
  return Object.entries(form.fields).flatMap(([fieldId, field]) => {
    const path = pathOfField(field);
    const { label: name, type, codes, element, columns, minRows, maxRows, custom } = field;
    const spec = { name, type, codes, element, columns, minRows, maxRows, custom };
    const one = path === undefined ? undefined : declaration(pkg, path, spec);
    if (!one) return [];
    const rules = narrowedBy(one.rules, field as FormField & FieldLimits);
    return [{ ...one, ...(rules === one.rules ? {} : { rules, check: valueCheck(rules) }), form: { id, field: fieldId } }];
  });
}

type Spec = Omit<ValueSpec, 'name'> & { name?: Text; minRows?: number; maxRows?: number; custom?: string };

/** A field's own type and codes win over its element's only where the element is unknown or silent. */
function declaration(pkg: ScenarioPackage, path: string, spec: Spec): Declaration | undefined {
  const element = entry(pkg.elements, spec.element);
  const type = element?.type ?? spec.type;
  if (type === undefined) return undefined;
  const codes = element?.codes ?? spec.codes;
  const { minimum, maximum, minLength, maxLength, pattern } = element ?? {};
  const columns = type === 'table' ? declaredColumns(pkg, spec.columns) : undefined;
  const own = spec.custom === undefined ? {} : { custom: spec.custom };
  const rules: ValueRules = { type, codes, minimum, maximum, minLength, maxLength, pattern, ...own, ...tableRules(columns, spec) };
  return {
    path,
    ...partsOf(path),
    type,
    codes,
    ...(columns ? { columns } : {}),
    sensitivity: spec.sensitivity ?? element?.sensitivity ?? defaultSensitivity,
    name: spec.name ?? element?.name ?? { 'zh-CN': path, en: path },
    unit: element?.unit,
    hint: element?.hint,
    element: element ? spec.element : undefined,
    rules,
    check: valueCheck(rules),
  };
}

/** The columns of a table in order; one without a type is left out, and a rule reports it. */
export function declaredColumns(pkg: ScenarioPackage, columns: Columns | undefined): DeclaredColumn[] {
  return ranked(columns).flatMap(([id, doc]) => {
    const element = entry(pkg.elements, doc.element);
    const type = element?.type ?? doc.type;
    if (type === undefined || type === 'table') return [];
    const codes = element?.codes ?? doc.codes;
    const { minimum, maximum, minLength, maxLength, pattern } = element ?? {};
    return [
      {
        id,
        doc,
        element: element ? doc.element : undefined,
        type,
        codes,
        sensitivity: element?.sensitivity ?? defaultSensitivity,
        name: doc.label ?? element?.name ?? { 'zh-CN': id, en: id },
        hint: doc.hint ?? element?.hint,
        unit: element?.unit,
        check: valueCheck({ type, codes, minimum, maximum, minLength, maxLength, pattern }),
      },
    ];
  });
}

function tableRules(columns: DeclaredColumn[] | undefined, { minRows, maxRows }: Spec): Pick<ValueRules, 'table'> {
  if (!columns) return {};
  const checks = columns.map(({ id, doc, check }): [string, ColumnCheck] => [
    id,
    { check, computed: doc.computed !== undefined, required: doc.required === true },
  ]);
  return { table: { columns: mapOf(checks), minRows, maxRows } };
}
