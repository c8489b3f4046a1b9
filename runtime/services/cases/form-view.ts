/** A merged form as a page shows it: what is asked, what is shared and from where, what is derived. */
import type { DraftCounts, Need, Question, QuestionColumn, Section, ValueSource } from '../../../schemas/generated/api.ts';
import type { CodeList, Text } from '../../../schemas/generated/documents.ts';
import type {
  EvaluationContext,
  EvaluationEnv,
  FieldLimits,
  JsonValue,
  MergedColumn,
  MergedField,
  MergedForm,
  Plan,
} from '../../compile/plan.ts';
import { waivedPaths } from '../../engine/assists.ts';
import { type SettledForm, settleForm } from '../../engine/shown.ts';
import type { CaseState, FieldValue } from '../../engine/types.ts';
import type { LoadedPlan } from '../plans.ts';
import { english, say } from './words.ts';

export interface FormViewInput {
  loaded: LoadedPlan;
  state: CaseState;
  form: MergedForm;
  now: string;
  /** Values typed but not saved. */
  typed?: Record<string, JsonValue>;
  /** Only these questions, open to be typed: a 补正. */
  only?: ReadonlySet<string>;
}

export interface FormView {
  sections: Section[];
  counts: DraftCounts;
}

/** Sections with their questions; a question that is not visible now keeps its place, since another answer may show it. */
export function formView(given: FormViewInput): FormView {
  const { form, state } = given;
  const waived = waivedPaths(given.loaded.plan, state, form);
  const values = { ...state.draft, ...given.typed };
  const settled = settleForm({ plan: given.loaded.plan, state, form, values, now: given.now, presets: !given.only });
  const input: ViewParts = { ...given, waived, values, settled };
  const env: EvaluationEnv = { now: given.now };
  const shown: Question[] = [];
  const sections = form.sections.flatMap((section): Section[] => {
    const fields = section.fields
      .filter((path) => !input.only || input.only.has(path))
      .map((path) => question(input, form.fields[path]!, env));
    if (fields.length === 0) return [];
    const visible = fields.some((field) => field.visible);
    if (visible) shown.push(...fields.filter((field) => field.visible));
    return [{ id: section.id, title: section.title, ...(section.hint ? { hint: section.hint } : {}), visible, fields }];
  });
  const asked = shown.filter((field) => field.mode === 'ask');
  const answered = asked.filter((field) => !isNothing(field.value));
  return {
    sections,
    counts: {
      formFields: form.counts.formFields,
      asked: asked.length,
      shared: shown.filter((field) => field.mode === 'shared').length,
      derived: shown.filter((field) => field.mode === 'derived').length,
      answered: answered.length,
      missing: asked.filter((field) => field.required && isNothing(field.value)).length,
    },
  };
}

interface ViewParts extends FormViewInput {
  waived: ReadonlySet<string>;
  /** The draft, and what was typed over it. */
  values: Record<string, JsonValue>;
  settled: SettledForm;
}

function question(input: ViewParts, field: MergedField, env: EvaluationEnv): Question {
  const { state, loaded, settled } = input;
  const open = input.only !== undefined;
  const stored = state.fields[field.path];
  const mode = open ? 'ask' : modeOf(field, stored);
  const visible = holds(field.visible, settled.context, env);
  const required = typeof field.required === 'boolean' ? field.required : holds(field.required, settled.context, env);
  const value = valueAt(input, field, mode);
  const owner = mode === 'ask' && !open && input.waived.has(field.path) ? loaded.plan.data[field.data!]?.resourceDoc.owner : undefined;
  const element = field.element ? loaded.package.elements[field.element] : undefined;
  const source = mode === 'ask' && !open ? undefined : sourceOf(loaded, stored);
  return {
    path: field.path,
    label: field.label,
    ...(field.hint ? { hint: field.hint } : {}),
    type: field.type,
    ...(field.codes ? { codes: codesOf(field.codes) } : {}),
    ...tablePart(loaded, field),
    ...(field.unit ? { unit: field.unit } : {}),
    required: required && !owner,
    ...(owner ? { owner: ownerName(loaded.plan, owner.department) } : {}),
    visible,
    mode,
    ...(isNothing(value) ? {} : { value: value! }),
    ...(value !== undefined && value === settled.presets[field.path] ? { preset: true } : {}),
    ...(source ? { source } : {}),
    editable: open || mode === 'ask' || (mode === 'shared' && field.editable),
    ...(stored?.disputed === undefined ? {} : { disputed: stored.disputed }),
    needs: field.needs.map((need) => needOf(loaded, need)),
    sensitive: field.sensitivity >= 3,
    ...limitsOf(field.limits, element?.example),
  };
}

/** The united limits of all forms that ask: what is shown is what is checked. */
function limitsOf(limits: FieldLimits | undefined, example: string | undefined) {
  const { minLength, maxLength, minimum, maximum } = limits ?? {};
  return Object.fromEntries(Object.entries({ minLength, maxLength, minimum, maximum, example }).filter(([, value]) => value !== undefined));
}

/** A field data was to supply is asked when it did not. */
function modeOf(field: MergedField, stored: FieldValue | undefined): Question['mode'] {
  if (field.computed) return 'derived';
  if (stored?.source === 'shared' && !isNothing(stored.value)) return 'shared';
  if (field.supply === 'derived' && stored && !isNothing(stored.value)) return 'derived';
  return 'ask';
}

/** What was typed comes before what is held, and that before what the form comes with. Tables have their cells worked out. */
function valueAt({ state, values, settled }: ViewParts, field: MergedField, mode: Question['mode']): JsonValue | undefined {
  const { path } = field;
  if (field.computed) return settled.computed[path];
  const held = state.fields[path]?.value;
  const typed = mode === 'ask' || field.editable ? (Object.hasOwn(values, path) ? values[path] : undefined) : undefined;
  if (typed !== undefined && Object.hasOwn(settled.tables, path)) return settled.tables[path];
  return typed !== undefined ? typed : (held ?? settled.presets[path]);
}

export function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function holds(condition: MergedField['visible'], context: EvaluationContext, env: EvaluationEnv): boolean {
  if (!condition) return true;
  const result = condition(context, env);
  return result.ok && result.value;
}

/** What a table or a material adds to a question. */
function tablePart(
  loaded: LoadedPlan,
  { columns, minRows, maxRows, display, slot, custom }: MergedField,
): Pick<Question, 'columns' | 'minRows' | 'maxRows' | 'display' | 'slot' | 'custom'> {
  return {
    ...(columns ? { columns: columns.map((column) => columnOf(loaded, column)) } : {}),
    ...(minRows === undefined ? {} : { minRows }),
    ...(maxRows === undefined ? {} : { maxRows }),
    ...(display ? { display } : {}),
    ...(slot === undefined ? {} : { slot }),
    ...(custom === undefined ? {} : { custom }),
  };
}

function columnOf(loaded: LoadedPlan, column: MergedColumn): QuestionColumn {
  const { id, label, hint, type, codes, unit } = column;
  const element = column.element ? loaded.package.elements[column.element] : undefined;
  return {
    id,
    label,
    ...(hint ? { hint } : {}),
    type,
    ...(codes ? { codes: codesOf(codes) } : {}),
    ...(unit ? { unit } : {}),
    required: column.required === true,
    computed: column.computed !== undefined,
    sensitive: column.sensitivity >= 3,
    ...limitsOf(element, element?.example),
  };
}

function codesOf(codes: CodeList): NonNullable<Question['codes']> {
  return Object.entries(codes)
    .sort(([a, left], [b, right]) => (left.rank === right.rank ? (a < b ? -1 : 1) : left.rank < right.rank ? -1 : 1))
    .map(([code, { name, parent }]) => ({ code, name, ...(parent === undefined ? {} : { parent }) }));
}

function needOf(loaded: LoadedPlan, need: MergedField['needs'][number]): Need {
  const item = need.item ? loaded.plan.items[need.item] : undefined;
  return {
    department: departmentName(loaded.plan, need.department),
    ...(item ? { item: item.name } : {}),
    ...(need.legalBasis ? { legalBasis: need.legalBasis } : {}),
    ...(need.why ? { why: need.why } : {}),
  };
}

/** Where a value came from, in words: the register of a department, or a step of the flow. */
export function sourceOf(loaded: LoadedPlan, stored: FieldValue | undefined): ValueSource | undefined {
  if (!stored) return undefined;
  const { plan } = loaded;
  if (stored.source === 'shared' && stored.origin) {
    const use = plan.data[stored.origin];
    if (use)
      return { name: stored.by ? answeredBy(plan, use.resourceDoc.name, stored.by) : use.resourceDoc.name, at: stored.by?.at ?? stored.at };
  }
  const node = stored.origin ? plan.nodes[stored.origin]?.doc : undefined;
  if (stored.source === 'output' && node) return { name: node.name, at: stored.at };
  if (stored.source === 'computed') return { name: say('自动计算', 'Computed'), at: stored.at };
  return undefined;
}

/** 户籍信息（公安局协查答复）: a person at the owner looked it up. */
function answeredBy(plan: Plan, resource: Text, { department }: NonNullable<FieldValue['by']>): Text {
  const name = ownerName(plan, department);
  return say(`${resource['zh-CN']}（${name['zh-CN']}协查答复）`, `${english(resource)} (answered by ${english(name)})`);
}

/** The owner of data, who need not take part in the scenario. */
export function ownerName(plan: Plan, department: string): Text {
  return plan.scenario.departments[department]?.name ?? say('数据提供部门', 'the department that holds the data');
}

export function departmentName(plan: Plan, department: string): Text {
  return plan.scenario.departments[department]?.name ?? say('其他部门', 'Another department');
}
