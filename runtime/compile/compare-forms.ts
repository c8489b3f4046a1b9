/**
 * What a new version of a form means for those who use it: one verdict per field that changed, and for a scenario who
 * reads what changed. Pure, so that the designer shows before submitting what the server decides.
 */
import type { DataElement, Form, FormField, Text, ValueType } from '../../schemas/generated/documents.ts';
import { pathOfField } from './declared.ts';
import { createExpressionCache } from './expressions.ts';
import { entry } from './maps.ts';
import type { ScenarioPackage } from './plan.ts';
import { readersOf, type ValueReader } from './readers.ts';

export type Level = 'compatible' | 'attention' | 'breaking';
export type FieldChange = 'added' | 'addedRequired' | 'removed' | 'moved' | 'type' | 'codes' | 'required';
/** A form with the elements its fields are bound to. */
export interface FormWithElements {
  form: Form;
  elements: Readonly<Record<string, DataElement>>;
}
/** Old field id -> the field of the new version that stands for it. */
export type FieldMapping = Readonly<Record<string, string>>;

export interface FieldVerdict {
  field: string;
  label: Text;
  change: FieldChange;
  level: Level;
  why: Text;
  /** Field that stands for it, by the mapping or because it kept its id. */
  mappedTo?: string;
  /** Paths before and after, where they differ. */
  from?: string;
  to?: string;
}
export interface ScenarioVerdict extends FieldVerdict {
  readBy: ValueReader[];
}

/** What changed between two versions, whoever uses them: nothing is breaking by itself, only for a reader. */
export function compareForms(before: FormWithElements, after: FormWithElements, mapping: FieldMapping = {}): FieldVerdict[] {
  const old = Object.entries(before.form.fields).flatMap(([id, field]) => ofOldField(before, after, { id, field, mapping }));
  const oldPaths = new Set(Object.values(before.form.fields).map(pathOfField));
  const added = Object.entries(after.form.fields).flatMap(([id, field]): FieldVerdict[] => {
    if (entry(before.form.fields, id) || oldPaths.has(pathOfField(field))) return [];
    const label = labelOf(after, id, field);
    const required = field.required !== undefined && field.required !== false && field.computed === undefined;
    return required
      ? [{ field: id, label, change: 'addedRequired', level: 'attention', why: words.addedRequired }]
      : [{ field: id, label, change: 'added', level: 'compatible', why: words.added }];
  });
  return [...old, ...added];
}

/** The same verdicts for one scenario: what it reads and can no longer read breaks it, unless the mapping says what stands for it. */
export function compareInScenario(
  pkg: ScenarioPackage,
  before: FormWithElements,
  after: FormWithElements,
  mapping: FieldMapping = {},
): ScenarioVerdict[] {
  const readers = readersOf(pkg, createExpressionCache());
  // Expressions of the form itself come with its new version.
  const outside = (path: string | undefined) =>
    (path === undefined ? [] : (readers.get(path) ?? [])).filter((reader) => reader.form !== before.form.id);
  return compareForms(before, after, mapping).map((verdict): ScenarioVerdict => {
    const field = entry(before.form.fields, verdict.field);
    const path = field && pathOfField(field);
    // Another form that asks the same keeps the value alive.
    const askedElsewhere = verdict.change === 'removed' && path !== undefined && isAskedElsewhere(pkg, before.form.id, path);
    const readBy = askedElsewhere ? [] : outside(path);
    if (readBy.length === 0) return { ...verdict, readBy };
    if (verdict.mappedTo !== undefined) return { ...verdict, level: 'attention', readBy };
    if (verdict.change === 'removed' || verdict.change === 'type')
      return { ...verdict, level: 'breaking', why: brokenWords(verdict.change), readBy };
    if (verdict.change === 'codes' && readBy.some((reader) => comparesWith(reader, removedCodes(before, after, verdict.field))))
      return { ...verdict, level: 'breaking', why: words.codesRead, readBy };
    return { ...verdict, readBy };
  });
}

export function worstLevel(verdicts: readonly { level: Level }[]): Level {
  if (verdicts.some(({ level }) => level === 'breaking')) return 'breaking';
  return verdicts.some(({ level }) => level === 'attention') ? 'attention' : 'compatible';
}

/** Paths a scenario has to read elsewhere from now on. */
export function movedPaths(before: Form, after: Form, mapping: FieldMapping = {}): { from: string; to: string }[] {
  return Object.entries(before.fields).flatMap(([id, field]) => {
    const [from, target] = [pathOfField(field), entry(after.fields, standsFor(after, id, mapping))];
    const to = target && pathOfField(target);
    if (from === undefined || to === undefined || from === to) return [];
    const kept = Object.values(after.fields).some((other) => pathOfField(other) === from);
    return kept ? [] : [{ from, to }];
  });
}

function ofOldField(
  before: FormWithElements,
  after: FormWithElements,
  { id, field, mapping }: { id: string; field: FormField; mapping: FieldMapping },
): FieldVerdict[] {
  const path = pathOfField(field);
  const label = labelOf(before, id, field);
  const same = entry(after.form.fields, id);
  const byPath = Object.entries(after.form.fields).find(([, other]) => pathOfField(other) === path);
  const mapped = entry(mapping, id);
  // The question is still there under another field id: nobody who reads the value notices.
  const [newId, next] =
    byPath ?? (mapped !== undefined && entry(after.form.fields, mapped) ? [mapped, after.form.fields[mapped]!] : [id, same]);
  if (!next) return [{ field: id, label, change: 'removed', level: 'attention', why: words.removed, ...(path ? { from: path } : {}) }];
  const verdicts: FieldVerdict[] = [];
  const to = pathOfField(next);
  if (to !== path) {
    verdicts.push({
      field: id,
      label,
      change: 'moved',
      level: 'attention',
      why: words.moved,
      mappedTo: newId,
      ...(path ? { from: path } : {}),
      ...(to ? { to } : {}),
    });
  }
  const [type, nextType] = [typeOf(before, field), typeOf(after, next)];
  if (type !== nextType && !(type && nextType && widens(type, nextType)))
    verdicts.push({
      field: id,
      label,
      change: 'type',
      level: 'attention',
      why: words.type,
      ...(mapped === undefined ? {} : { mappedTo: newId }),
    });
  if (removedCodes(before, after, id, newId).length > 0)
    verdicts.push({
      field: id,
      label,
      change: 'codes',
      level: 'attention',
      why: words.codes,
      ...(mapped === undefined ? {} : { mappedTo: newId }),
    });
  if (isStricter(field, next)) verdicts.push({ field: id, label, change: 'required', level: 'attention', why: words.required });
  return verdicts;
}

function standsFor(after: Form, id: string, mapping: FieldMapping): string {
  const mapped = entry(mapping, id);
  return mapped !== undefined && entry(after.fields, mapped) ? mapped : id;
}

function removedCodes(before: FormWithElements, after: FormWithElements, id: string, newId = id): string[] {
  const [field, next] = [entry(before.form.fields, id), entry(after.form.fields, newId)];
  if (!field || !next) return [];
  const codes = codesOf(after, next);
  return codes ? Object.keys(codesOf(before, field) ?? {}).filter((code) => !Object.hasOwn(codes, code)) : [];
}

const comparesWith = ({ source }: ValueReader, codes: readonly string[]): boolean =>
  codes.some((code) => source?.includes(JSON.stringify(code)) === true);

function isAskedElsewhere(pkg: ScenarioPackage, form: string, path: string): boolean {
  return Object.values(pkg.scenario.forms).some(
    (use) => use.form !== form && Object.values(entry(pkg.forms, use.form)?.fields ?? {}).some((field) => pathOfField(field) === path),
  );
}

function isStricter(field: FormField, next: FormField): boolean {
  const strict = ({ required = false }: FormField) => (required === true ? 2 : required === false ? 0 : 1);
  return strict(next) > strict(field) && next.computed === undefined;
}

/** Whoever reads the first reads the second as well. */
function widens(from: ValueType, to: ValueType): boolean {
  return (from === 'integer' && to === 'number') || (from === 'string' && to === 'text');
}

const elementOf = ({ elements }: FormWithElements, { element }: FormField) => entry(elements, element);
const typeOf = (doc: FormWithElements, field: FormField) => elementOf(doc, field)?.type ?? field.type;
const codesOf = (doc: FormWithElements, field: FormField) => elementOf(doc, field)?.codes ?? field.codes;
const labelOf = (doc: FormWithElements, id: string, field: FormField): Text =>
  field.label ?? elementOf(doc, field)?.name ?? { 'zh-CN': field.key ?? id, en: field.key ?? id };

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
const words = {
  added: text('新增，可不填', 'New, may be left empty'),
  addedRequired: text('新增的必填项，样例和窗口要补上', 'New and required: samples and the counter have to fill it'),
  removed: text('已删除，没有别处使用', 'Removed, and nobody reads it'),
  moved: text('换了数据项，读取处会随之改', 'Bound to another value: what reads it is changed along'),
  type: text('类型改变', 'The type changed'),
  codes: text('选项减少', 'There are fewer choices'),
  required: text('改为必填', 'Required now'),
  codesRead: text('删去的选项仍在条件中使用', 'A removed choice is still used in a condition'),
};
const brokenWords = (change: 'removed' | 'type'): Text =>
  change === 'removed'
    ? text('已删除，但场景仍在使用：请指定由哪个字段代替', 'Removed, but the scenario still reads it: say which field stands for it')
    : text(
        '类型改变，但场景仍在使用：请指定由哪个字段代替',
        'Its type changed, but the scenario still reads it: say which field stands for it',
      );
