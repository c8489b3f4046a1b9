/** What to ask now: the open form cut down to its gaps, or the fields a 补正 names. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { EvaluationContext, JsonValue, MergedField, MergedForm, Plan } from '../../compile/plan.ts';
import { askFormOf } from '../ask-form.ts';
import { waivedPaths } from '../assists.ts';
import { draftOf, fixedValue, isShown, missingUses } from '../checking.ts';
import { contextOfCase } from '../fields.ts';
import { consentableUses, isGranted } from '../reads.ts';
import type { CaseState, Defect, FetchState, Task } from '../types.ts';
import { inOrder } from '../work.ts';
import { originName } from './names.ts';

/**
 * `ask`: type it. `shared`: read-only, may be disputed. `check`: shared, may be changed. `waiting`: a read is on its way.
 * `given`: an earlier step gave it. `derived`: computed. `locked`: cannot change in this 补正. `hidden`: not asked.
 */
export type QuestionState = 'ask' | 'shared' | 'check' | 'waiting' | 'given' | 'derived' | 'locked' | 'hidden';

export interface Question {
  field: MergedField;
  state: QuestionState;
  value: JsonValue;
  required: boolean;
  /** Department that is asked at submit when this is left empty. */
  owner?: string;
  /** Where a shared or given value came from and when. */
  originName?: Text;
  at?: string;
  disputed?: JsonValue;
  /** 补正: the officer's words about this field. */
  defect?: string;
}

export interface DataQuestion {
  use: string;
  name: Text;
  /** Consent is asked of this party; absent when none is needed. */
  consent?: 'needed' | 'granted' | 'refused';
  state: FetchState;
  problem?: string;
  fields: string[];
}

export interface OpenQuestions {
  task: string;
  node: string;
  kind: 'fill' | 'supplement';
  form: MergedForm;
  /** Sections in order, hidden ones and hidden fields left out. */
  sections: { id: string; title: Text; hint?: Text; fields: string[] }[];
  questions: Record<string, Question>;
  ask: string[];
  shared: string[];
  hidden: string[];
  data: DataQuestion[];
  defects: Defect[];
}

/** Undefined when nothing is open. Without a task id the oldest open form or 补正 is meant. */
export function openQuestionsOf(plan: Plan, state: CaseState, now: string, taskId?: string): OpenQuestions | undefined {
  const open = inOrder(state.tasks).filter((task) => (task.kind === 'fill' && task.status === 'open') || task.status === 'supplement');
  const task = taskId === undefined ? open[0] : open.find((one) => one.id === taskId);
  if (!task) return undefined;
  const form = formOf(plan, task);
  const typed = task.status === 'supplement' ? namedDraft(state, task) : draftOf(plan, state, form);
  const context = contextOfCase(plan, state, now, typed);
  const look: Look = {
    plan,
    state,
    form,
    context,
    now,
    task,
    typed,
    missing: missingUses(plan, state, form),
    waived: waivedPaths(plan, state, form),
  };
  const questions = Object.fromEntries(Object.values(form.fields).map((field) => [field.path, questionOf(look, field)]));
  return {
    task: task.id,
    node: task.node,
    kind: task.status === 'supplement' ? 'supplement' : 'fill',
    form,
    questions,
    ...summary(look, questions),
  };
}

interface Look {
  plan: Plan;
  state: CaseState;
  form: MergedForm;
  context: EvaluationContext;
  now: string;
  task: Task;
  /** Draft values that count. */
  typed: Record<string, JsonValue>;
  missing: ReadonlySet<string>;
  /** What may be left to the owner of the data. */
  waived: ReadonlySet<string>;
}

function namedDraft(state: CaseState, task: Task): Record<string, JsonValue> {
  const named = (task.defects ?? []).map(({ path }) => path);
  return Object.fromEntries(Object.entries(state.draft).filter(([path]) => named.includes(path)));
}

/** A 补正 shows the form that asks for what it names. */
function formOf(plan: Plan, task: Task): MergedForm {
  if (task.kind === 'fill') return plan.fills[task.node] ?? askFormOf(plan, task.node);
  const named = (task.defects ?? []).flatMap(({ path }) => path ?? []);
  const forms = Object.values(plan.fills);
  return forms.find((form) => named.some((path) => Object.hasOwn(form.fields, path))) ?? forms[0]!;
}

function questionOf(look: Look, field: MergedField): Question {
  const { state, task } = look;
  const { path } = field;
  const held = state.fields[path];
  const drafted = Object.hasOwn(look.typed, path) ? look.typed[path]! : undefined;
  const kind = stateOf(look, field);
  const preset =
    held === undefined && drafted === undefined && kind !== 'hidden' ? field.default?.(look.context, { now: look.now }) : undefined;
  const defect = (task.defects ?? []).find((one) => one.path === path)?.words;
  return {
    field,
    state: kind,
    value: kind === 'derived' ? computed(look, field) : (drafted ?? held?.value ?? (preset?.ok ? preset.value : null)),
    required: requiredNow(look, field) && !look.waived.has(path),
    ...(look.waived.has(path) ? { owner: look.plan.data[field.data!]!.resourceDoc.owner.department } : {}),
    ...(held && held.source !== 'typed' ? { originName: originName(look.plan, held), at: held.at } : {}),
    ...(held?.disputed === undefined ? {} : { disputed: held.disputed }),
    ...(defect === undefined ? {} : { defect }),
  };
}

function stateOf({ state, context, now, task, missing }: Look, field: MergedField): QuestionState {
  if (!isShown(field, context, now)) return 'hidden';
  if (field.computed) return 'derived';
  if (task.status === 'supplement') return (task.defects ?? []).some(({ path }) => path === field.path) ? 'ask' : 'locked';
  if (field.data !== undefined && state.fetches[field.data]?.state === 'waiting') return 'waiting';
  if (fixedValue(state, field, missing) !== undefined) return field.supply === 'shared' ? 'shared' : 'given';
  const held = state.fields[field.path];
  return field.supply === 'shared' && held?.source === 'shared' && held.value !== null ? 'check' : 'ask';
}

function computed({ context, now }: Look, field: MergedField): JsonValue {
  const result = field.computed!(context, { now });
  return result.ok ? result.value : null;
}

function requiredNow({ context, now }: Look, { required }: MergedField): boolean {
  if (typeof required === 'boolean') return required;
  const result = required(context, { now });
  return result.ok && result.value;
}

function summary(
  look: Look,
  questions: Record<string, Question>,
): Pick<OpenQuestions, 'sections' | 'ask' | 'shared' | 'hidden' | 'data' | 'defects'> {
  const paths = (...states: QuestionState[]) => Object.keys(questions).filter((path) => states.includes(questions[path]!.state));
  const hidden = paths('hidden');
  const sections = look.form.sections.map(({ id, title, hint, fields }) => ({
    id,
    title,
    ...(hint ? { hint } : {}),
    fields: fields.filter((path) => !hidden.includes(path)),
  }));
  return {
    sections: sections.filter(({ fields }) => fields.length > 0),
    ask: paths('ask'),
    shared: paths('shared', 'check'),
    hidden,
    data: usesOf(look).map((use) => dataQuestion(look, use)),
    defects: look.task.defects ?? [],
  };
}

/** A small form for a data node asks for no consent. */
function usesOf({ plan, form, task }: Look): string[] {
  return task.kind === 'fill' && plan.fills[task.node] ? consentableUses(plan, form) : [];
}

function dataQuestion({ plan, state, form }: Look, use: string): DataQuestion {
  const doc = plan.data[use]!;
  const fetch = state.fetches[use];
  const given = state.consents[use];
  const consent = given ? (given.granted ? 'granted' : 'refused') : isGranted(plan, state, use) ? 'granted' : 'needed';
  return {
    use,
    name: doc.name,
    ...(doc.consent ? { consent } : {}),
    state: fetch?.state ?? 'idle',
    ...(fetch?.problem === undefined ? {} : { problem: fetch.problem }),
    fields: Object.values(doc.provides).filter((path) => Object.hasOwn(form.fields, path)),
  };
}
