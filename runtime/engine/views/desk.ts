/** What an officer sees of a task: the fields the department may see, with sources and differences. */
import type { CodeList, Text, ValueType } from '../../../schemas/generated/documents.ts';
import type { Lamp } from '../../calendar/index.ts';
import { isDesk } from '../../compile/desks.ts';
import type { JsonValue, MergedForm, Plan } from '../../compile/plan.ts';
import { askFormOf } from '../ask-form.ts';
import { itemOfTask } from '../clocks.ts';
import { contextOfCase } from '../fields.ts';
import type { CaseState, Defect, FieldSource, Task } from '../types.ts';
import { type ClockView, clockViews, taskLamp } from './clock-view.ts';
import { departmentName, originName, stepName, subjectName, text } from './names.ts';

export interface DeskField {
  path: string;
  subject: string;
  subjectName?: Text;
  label: Text;
  type: ValueType;
  codes?: CodeList;
  sensitivity: number;
  value: JsonValue;
  source: FieldSource;
  originName: Text;
  at: string;
  /** The other value: what the applicant says instead of a shared one, or the shared one they changed. */
  other?: { value: JsonValue; by: 'applicant' | 'shared' };
}

export interface DeskDecision {
  id: string;
  name: Text;
  effect: 'agree' | 'refuse' | 'other';
  opinionRequired: boolean;
}

export interface DeskView {
  task: string;
  node: string;
  status: Task['status'];
  name: Text;
  asks?: Text;
  department?: string;
  departmentName?: Text;
  item?: { id: string; name: Text; legalBasis?: Text };
  openedAt: string;
  due?: string;
  lamp?: Lamp;
  workingDaysLeft?: number;
  fields: DeskField[];
  /** Paths with two values. */
  differences: string[];
  decisions: DeskDecision[];
  /** The officer's own form and what it already holds. */
  form?: MergedForm;
  values: Record<string, JsonValue>;
  canRequestSupplement: boolean;
  /** Fields a 补正 may name: asked of the applicant and visible here. */
  supplementable: string[];
  defects?: Defect[];
  supplements: number;
  clocks: ClockView[];
}

export function deskViewOf(plan: Plan, state: CaseState, taskId: string, now: string): DeskView | undefined {
  const task = Object.hasOwn(state.tasks, taskId) ? state.tasks[taskId] : undefined;
  if (task?.kind !== 'desk') return undefined;
  const { doc } = plan.nodes[task.node]!;
  const item = itemOfTask(plan, task);
  const fields = fieldsFor(plan, state, task);
  const form = formOf(plan, task);
  return {
    task: task.id,
    node: task.node,
    status: task.status,
    name: stepName(plan, task),
    ...('asks' in doc && doc.asks ? { asks: doc.asks } : {}),
    ...departmentOf(plan, task),
    ...(item !== undefined && plan.items[item] ? { item: { id: item, name: plan.items[item].name, ...basis(plan, item) } } : {}),
    openedAt: task.openedAt,
    ...(task.due === undefined ? {} : { due: task.due }),
    ...taskLamp(plan, task.due, now),
    fields,
    differences: fields.filter((field) => field.other).map((field) => field.path),
    decisions: decisionsOf(plan, task),
    ...(form ? { form } : {}),
    values: form ? valuesFor(plan, state, form, now) : {},
    canRequestSupplement: task.status === 'open' && isDesk(doc) && doc.supplement !== false,
    supplementable: supplementable(plan, task),
    ...(task.defects ? { defects: task.defects } : {}),
    supplements: task.supplements ?? 0,
    clocks: clockViews(plan, state, now).filter((clock) => clock.item === undefined || clock.item === item),
  };
}

function departmentOf(plan: Plan, { department }: Task): Pick<DeskView, 'department' | 'departmentName'> {
  const name = departmentName(plan, department);
  return { ...(department === undefined ? {} : { department }), ...(name ? { departmentName: name } : {}) };
}

function basis(plan: Plan, item: string): { legalBasis?: Text } {
  const { legalBasis } = plan.items[item]!;
  return legalBasis ? { legalBasis } : {};
}

/** Officer form of a task, or the questions of an assist at the data owner. */
function formOf(plan: Plan, task: Task): MergedForm | undefined {
  return plan.nodes[task.node]!.doc.kind === 'data' ? askFormOf(plan, task.node) : plan.deskForms[task.node];
}

/** The case's values the department may see. The server cuts here; the page only shows. */
export function fieldsFor(plan: Plan, state: CaseState, task: Pick<Task, 'department' | 'node'>): DeskField[] {
  const view = task.department === undefined ? undefined : plan.views[task.department];
  return Object.keys(plan.types)
    .filter((path) => view?.has(path) && state.fields[path] !== undefined)
    .map((path) => deskField(plan, state, path));
}

function deskField(plan: Plan, state: CaseState, path: string): DeskField {
  const field = state.fields[path]!;
  const declared = plan.types[path]!;
  const subject = path.slice(0, path.indexOf('.'));
  const subjectWords = subjectName(plan, subject);
  const other =
    field.disputed !== undefined
      ? { value: field.disputed, by: 'applicant' as const }
      : field.shared !== undefined
        ? { value: field.shared, by: 'shared' as const }
        : undefined;
  return {
    path,
    subject,
    ...(subjectWords ? { subjectName: subjectWords } : {}),
    label: declared.name,
    type: declared.type,
    ...(declared.codes ? { codes: declared.codes } : {}),
    sensitivity: declared.sensitivity,
    value: field.value,
    source: field.source,
    originName: originName(plan, field),
    at: field.at,
    ...(other ? { other } : {}),
  };
}

function decisionsOf(plan: Plan, task: Task): DeskDecision[] {
  const { doc } = plan.nodes[task.node]!;
  if (isDesk(doc)) {
    const ranked = Object.entries(doc.decisions).sort(([idA, a], [idB, b]) =>
      a.rank === b.rank ? (idA < idB ? -1 : 1) : a.rank < b.rank ? -1 : 1,
    );
    return ranked.map(([id, { name, effect, opinionRequired = false }]) => ({ id, name, effect, opinionRequired }));
  }
  if (doc.kind === 'data') {
    return [
      { id: 'answer', name: text('提供数据', 'Give the data'), effect: 'agree', opinionRequired: false },
      { id: 'noRecord', name: text('查无记录', 'No record'), effect: 'other', opinionRequired: false },
    ];
  }
  return [
    { id: 'agree', name: text('同意', 'Agree'), effect: 'agree', opinionRequired: false },
    { id: 'refuse', name: text('不同意', 'Disagree'), effect: 'refuse', opinionRequired: true },
  ];
}

/** Values the officer's form starts with: what the case holds, else the default. */
function valuesFor(plan: Plan, state: CaseState, form: MergedForm, now: string): Record<string, JsonValue> {
  const context = contextOfCase(plan, state, now);
  const values: Record<string, JsonValue> = {};
  for (const field of Object.values(form.fields)) {
    const held = state.fields[field.path]?.value;
    const preset = held === undefined ? field.default?.(context, { now }) : undefined;
    if (held !== undefined) values[field.path] = held;
    else if (preset?.ok && preset.value !== null) values[field.path] = preset.value;
  }
  return values;
}

function supplementable(plan: Plan, task: Task): string[] {
  const view = task.department === undefined ? undefined : plan.views[task.department];
  const asked = new Set(
    Object.values(plan.fills).flatMap((form) =>
      Object.values(form.fields)
        .filter((field) => !field.computed)
        .map((field) => field.path),
    ),
  );
  return [...asked].filter((path) => view?.has(path));
}
