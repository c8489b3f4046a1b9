/**
 * The merged form: the fields of all its forms united by path, minus what data supplies or an earlier step gives.
 * Where forms differ, the stricter wins: required in one is required; shown when one of them needs it.
 */
import type { Form, FormField } from '../../schemas/generated/documents.ts';
import type { Dataflow } from './dataflow.ts';
import { type Declared, pathOfField } from './declared.ts';
import { isDesk } from './desks.ts';
import { allOf, anyOf, type ExpressionCache } from './expressions.ts';
import { compare, emptyMap, entry, ranked } from './maps.ts';
import type { Condition, Expression, MergedField, MergedForm, MergedNeed, MergedSection, RuleDifference, ScenarioPackage } from './plan.ts';

export interface MergeInput {
  pkg: ScenarioPackage;
  declared: Readonly<Record<string, Declared>>;
  flow: Dataflow;
  cache: ExpressionCache;
}
export interface MergeRequest {
  node: string;
  /** Uses of `scenario.forms`, in the order shown. */
  forms: readonly string[];
  party: string;
  prefill: readonly string[];
  /** Which view of a field counts. */
  view: 'applicant' | 'officer';
}
/** One form field on its way into the merged form. */
interface Part {
  use: string;
  form: Form;
  fieldId: string;
  field: FormField;
  path: string;
  declared: Declared;
  visible?: Condition;
  required: boolean | Condition;
}
interface Topic {
  id: string;
  /** The lowest rank a form gives it. */
  rank: string;
  section: MergedSection;
}

/** Merges the forms of one node. Fields without a type are left out; a rule reports them. */
export function mergeForms(input: MergeInput, request: MergeRequest): MergedForm {
  const parts = request.forms.flatMap((use) => partsOfUse(input, request, use));
  const persons = ranked(input.pkg.scenario.subjects).filter(([, { kind }]) => kind === 'person');
  const places = new Map(persons.map(([id], index) => [id, index]));
  const byPath = Map.groupBy(parts, (part) => part.path);
  const fields = emptyMap<MergedField>();
  const sections = new Map<string, Topic>();
  for (const [path, group] of byPath) {
    const section = topicOf(sections, group[0]!);
    fields[path] = unite(input, request, path, [...group].sort(byAuthority(input)), section.id);
    section.section.fields.push(path);
  }
  const list = [...sections.values()]
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ section }) => withVisibility({ ...section, fields: byPerson(section.fields, fields, places) }, fields));
  return {
    node: request.node,
    party: request.party,
    prefill: [...request.prefill],
    sections: list,
    fields,
    counts: countsOf(parts.length, fields),
  };
}

/** Merged forms of every fill node, for the designer: they are there even while findings stop a plan. */
export function fillForms(input: MergeInput): Record<string, MergedForm> {
  const forms = emptyMap<MergedForm>();
  for (const [id, node] of Object.entries(input.pkg.scenario.nodes)) {
    if (node.kind !== 'fill') continue;
    forms[id] = mergeForms(input, { node: id, forms: node.forms, party: node.party, prefill: node.prefill ?? [], view: 'applicant' });
  }
  return forms;
}

/** Officer forms by the task node that has one. */
export function deskForms(input: MergeInput): Record<string, MergedForm> {
  const forms = emptyMap<MergedForm>();
  for (const [id, node] of Object.entries(input.pkg.scenario.nodes)) {
    if (!isDesk(node) || node.form === undefined) continue;
    forms[id] = mergeForms(input, { node: id, forms: [node.form], party: node.department, prefill: [], view: 'officer' });
  }
  return forms;
}

function partsOfUse(input: MergeInput, request: MergeRequest, use: string): Part[] {
  const formUse = entry(input.pkg.scenario.forms, use);
  const form = entry(input.pkg.forms, formUse?.form);
  if (!formUse || !form) return [];
  const applicable = conditionOf(input.cache, formUse.applicable);
  return orderedFields(form).flatMap(([fieldId, field]) => {
    const path = pathOfField(field);
    const declared = entry(input.declared, path);
    if (path === undefined || !declared || field.views?.[request.view] === 'hide') return [];
    const section = entry(form.sections, field.section);
    const visible = allOf([applicable, conditionOf(input.cache, section?.visibleWhen), conditionOf(input.cache, field.visibleWhen)]);
    const required = typeof field.required === 'string' ? (conditionOf(input.cache, field.required) ?? false) : (field.required ?? false);
    return [{ use, form, fieldId, field, path, declared, visible, required }];
  });
}

/** By rank of the section, then rank of the field; fields of an unknown section come last. */
function orderedFields(form: Form): [string, FormField][] {
  const position = new Map(ranked(form.sections).map(([id], index) => [id, index]));
  const place = ([, field]: [string, FormField]) => position.get(field.section) ?? position.size;
  return ranked(form.fields).sort((a, b) => place(a) - place(b));
}

/** Sections of different forms are one topic when id and title agree; else each keeps its own. */
function topicOf(sections: Map<string, Topic>, part: Part): Topic {
  const own = entry(part.form.sections, part.field.section);
  const title = own?.title ?? part.form.name;
  const key = `${part.field.section} ${title['zh-CN']}`;
  const rank = own?.rank ?? '';
  const known = sections.get(key);
  if (known) {
    if (compare(rank, known.rank) < 0) known.rank = rank;
    return known;
  }
  const taken = [...sections.values()].some(({ id }) => id === part.field.section);
  const id = taken ? `${part.use}.${part.field.section}` : part.field.section;
  const topic: Topic = { id, rank, section: { id, title, hint: own?.hint, fields: [] } };
  sections.set(key, topic);
  return topic;
}

/**
 * Whose words count when the forms word a question differently: a form of no item (the scenario's own) first, then by the
 * rank of the item and the id of the form, so that the order in which the forms are listed does not matter.
 */
function byAuthority({ pkg }: MergeInput): (a: Part, b: Part) => number {
  const rankOf = ({ use, field }: Part) => entry(pkg.scenario.items, field.item ?? entry(pkg.scenario.forms, use)?.item)?.rank ?? '';
  return (a, b) =>
    compare(rankOf(a), rankOf(b)) || compare(a.use, b.use) || compare(a.field.rank, b.field.rank) || compare(a.fieldId, b.fieldId);
}

/** Within a topic, what is about one person stands together, persons by rank; things and matters follow in the order of the forms. */
function byPerson(paths: readonly string[], fields: Record<string, MergedField>, places: ReadonlyMap<string, number>): string[] {
  const place = (path: string) => places.get(fields[path]!.subject) ?? places.size;
  return [...paths].sort((a, b) => place(a) - place(b));
}

function unite(input: MergeInput, request: MergeRequest, path: string, group: Part[], section: string): MergedField {
  const first = group[0]!;
  const { declared } = first;
  const computed = firstOf(group, (part) => expressionOf(input.cache, part.field.computed));
  const data = dataFor(input, request, path);
  const supply = computed ? 'derived' : data !== undefined ? 'shared' : input.flow.given(request.node).has(path) ? 'derived' : 'asked';
  return {
    path,
    subject: first.field.subject,
    element: declared.element,
    type: declared.type,
    codes: declared.codes,
    ...tablePart(input, group),
    label: firstOf(group, (part) => part.field.label) ?? declared.name,
    hint: firstOf(group, (part) => part.field.hint) ?? declared.hint,
    unit: declared.unit,
    sensitivity: declared.sensitivity,
    section,
    supply,
    data,
    editable: isEditable(input, request, group, supply, data),
    needs: group.map((part) => needOf(input, part)),
    ...limitsPart(declared),
    ...(declared.rules.custom === undefined ? {} : { custom: declared.rules.custom }),
    ...differencesPart(declared, group),
    required: requiredOf(group),
    visible: anyOf(group.map((part) => part.visible)),
    computed,
    default: firstOf(group, (part) => expressionOf(input.cache, part.field.default)),
  };
}

/** The data use that fills a path here: one of this node's prefill, else one read on every way here. */
function dataFor(input: MergeInput, request: MergeRequest, path: string): string | undefined {
  const uses = ranked(input.pkg.scenario.data).filter(([, use]) => Object.values(use.provides).includes(path));
  const prefilled = uses.find(([id]) => request.prefill.includes(id));
  if (prefilled) return prefilled[0];
  const readBefore = uses.find(([id]) => isReadByNode(input.pkg, id));
  return readBefore && input.flow.given(request.node).has(path) ? readBefore[0] : undefined;
}

function isReadByNode(pkg: ScenarioPackage, use: string): boolean {
  return Object.values(pkg.scenario.nodes).some((node) => node.kind === 'data' && node.data === use);
}

function isEditable(
  input: MergeInput,
  request: MergeRequest,
  group: Part[],
  supply: MergedField['supply'],
  data: string | undefined,
): boolean {
  if (group.some((part) => part.field.views?.[request.view] === 'read')) return false;
  // An officer may correct what the applicant gave where the form says so; for applicants, given is given.
  const corrects =
    request.view === 'officer' && group.some((part) => part.field.views?.officer === 'edit' && part.field.computed === undefined);
  if (supply === 'derived') return corrects;
  return supply === 'asked' || entry(input.pkg.scenario.data, data)?.editable === true;
}

/** Required where a form that shows the field requires it. */
function requiredOf(group: Part[]): boolean | Condition {
  const conditions: (Condition | undefined)[] = [];
  for (const part of group) {
    if (part.required === false) continue;
    conditions.push(allOf([part.visible, part.required === true ? undefined : part.required]));
  }
  return conditions.length === 0 ? false : (anyOf(conditions) ?? true);
}

function needOf(input: MergeInput, { use, form, fieldId, field }: Part): MergedField['needs'][number] {
  const item = field.item ?? entry(input.pkg.scenario.forms, use)?.item;
  const legalBasis = field.legalBasis ?? entry(input.pkg.scenario.items, item)?.legalBasis;
  const { why, source } = field;
  return { form: form.id, field: fieldId, department: form.department, item, legalBasis, why, source, demand: demandOf(field) };
}

function demandOf({ required, computed }: FormField): MergedNeed['demand'] {
  if (computed !== undefined) return 'no';
  return required === true ? 'always' : typeof required === 'string' ? 'sometimes' : 'no';
}

function limitsPart({ rules }: Declared): Pick<MergedField, 'limits'> {
  const { minimum, maximum, minLength, maxLength, pattern } = rules;
  const limits = Object.entries({ minimum, maximum, minLength, maxLength, pattern }).filter(([, value]) => value !== undefined);
  return limits.length === 0 ? {} : { limits: Object.fromEntries(limits) };
}

/** Rules of this form's own parts only: what a desk's form demands later is not the applicant's business. */
function differencesPart({ differences = [] }: Declared, group: Part[]): Pick<MergedField, 'differences'> {
  const here = new Set(group.map(({ form, fieldId }) => `${form.id} ${fieldId}`));
  const isHere = ({ form, field }: { form: string; field: string }) => here.has(`${form} ${field}`);
  const own = differences
    .map(({ rule, stricter, looser }) => ({ rule, stricter: stricter.filter(isHere), looser: looser.filter(isHere) }))
    .filter(({ stricter, looser }) => stricter.length + looser.length > 1);
  const required = demandDifference(group);
  const all = required ? [...own, required] : own;
  return all.length === 0 ? {} : { differences: all };
}

function demandDifference(group: Part[]): RuleDifference | undefined {
  const asking = group.filter(({ field }) => field.computed === undefined);
  const place = ({ form, fieldId }: Part) => ({ form: form.id, field: fieldId });
  const stricter = asking.filter(({ required }) => required !== false).map(place);
  const looser = asking.filter(({ required }) => required === false).map(place);
  return stricter.length > 0 && looser.length > 0 ? { rule: 'required', stricter, looser } : undefined;
}

/** A section is shown when one of its fields is. */
function withVisibility(section: MergedSection, fields: Record<string, MergedField>): MergedSection {
  return { ...section, visible: anyOf(section.fields.map((path) => fields[path]!.visible)) };
}

function countsOf(formFields: number, fields: Record<string, MergedField>): MergedForm['counts'] {
  const counts = { formFields, asked: 0, shared: 0, derived: 0 };
  for (const field of Object.values(fields)) counts[field.supply] += 1;
  return counts;
}

function firstOf<T>(group: Part[], read: (part: Part) => T | undefined): T | undefined {
  for (const part of group) {
    const found = read(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function conditionOf(cache: ExpressionCache, source: string | undefined): Condition | undefined {
  const parsed = source === undefined ? undefined : cache.condition(source);
  return parsed?.ok ? parsed.condition : undefined;
}

function expressionOf(cache: ExpressionCache, source: string | undefined): Expression | undefined {
  const parsed = source === undefined ? undefined : cache.expression(source);
  return parsed?.ok ? parsed.expression : undefined;
}

/** Columns and limits of a table, and the slot of a file field: those of the first form that has them. */
function tablePart(input: MergeInput, group: Part[]): Pick<MergedField, 'columns' | 'minRows' | 'maxRows' | 'display' | 'slot'> {
  const { columns } = group[0]!.declared;
  const slot = firstOf(group, (part) => part.field.slot);
  if (!columns) return slot === undefined ? {} : { slot };
  const { minRows, maxRows, display } = group[0]!.field;
  return {
    columns: columns.map(({ id, doc, element, type, codes, name, hint, unit, sensitivity }) => ({
      id,
      element,
      type,
      codes,
      label: name,
      hint,
      unit,
      sensitivity,
      required: typeof doc.required === 'string' ? (conditionOf(input.cache, doc.required) ?? false) : (doc.required ?? false),
      computed: expressionOf(input.cache, doc.computed),
    })),
    minRows,
    maxRows,
    display,
  };
}
