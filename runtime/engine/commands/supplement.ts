import { localDate } from '../../calendar/index.ts';
import { isDesk } from '../../compile/desks.ts';
import type { EvaluationContext, FieldProblem, JsonValue, MergedField, MergedForm, Plan } from '../../compile/plan.ts';
import { checkForm, isShown } from '../checking.ts';
import { isFirstSupplement, itemOfTask, refreshSuspensions } from '../clocks.ts';
import { contextOf, contextOfCase, recompute, same, setField } from '../fields.ts';
import { makePaper } from '../papers.ts';
import { dropHidden, openedBy, settleForm, typedInForm, withoutHidden } from '../shown.ts';
import { findOpenTask, mayWork, moveTaskDue } from '../tasks.ts';
import type { CaseState, Command, Task } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

/** Forms an applicant filled that ask for a path and let people type it. */
function formsWith(plan: Plan, path: string): MergedForm[] {
  return Object.values(plan.fills).filter((form) => Object.hasOwn(form.fields, path) && !form.fields[path]!.computed);
}

/** 一次性告知补正: all defects at once; the clocks it suspends stop today. */
export function requestSupplement(work: Work, command: Extract<Command, { type: 'requestSupplement' }>): Verdict {
  const found = findOpenTask(work, command.taskId, 'desk');
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  const refusal = mayWork(work, task);
  if (refusal) return refusal;
  if (task.as) return { code: 'supplement.not_allowed' };
  const { doc } = work.plan.nodes[task.node]!;
  if (!isDesk(doc) || doc.supplement === false) return { code: 'supplement.not_allowed' };
  const problem = defectProblem(work, command.defects);
  if (problem) return problem;

  const suspensions = [...(task.suspensions ?? []), { from: localDate(command.at), reason: 'supplement' }];
  const supplements = (task.supplements ?? 0) + 1;
  own(work, 'tasks')[task.id] = { ...task, status: 'supplement', defects: command.defects, supplements, suspensions };
  const paths = command.defects.flatMap(({ path }) => (path === undefined ? [] : [path]));
  note(work, 'supplement.requested', { node: task.node, task: task.id, data: { paths, count: command.defects.length } });
  tellDefects(work, work.state.tasks[task.id]!);
  refreshSuspensions(work);
}

/** 补正告知书, with everything at once. A second one of the same matter does not stop the clock, and the history says so. */
function tellDefects(work: Work, task: Task): undefined {
  const item = itemOfTask(work.plan, task);
  if (!isFirstSupplement(work, task)) note(work, 'clock.not_suspended', { node: task.node, task: task.id, data: { reason: 'supplement' } });
  if (task.department === undefined) return;
  makePaper(work, { kind: 'supplement', department: task.department, item, node: task.node, facts: { defects: task.defects ?? [] } });
}

function defectProblem(work: Work, defects: Extract<Command, { type: 'requestSupplement' }>['defects']): Verdict {
  if (defects.length === 0 || defects.some(({ words }) => words.trim() === '')) return { code: 'supplement.words_required' };
  const unknown = defects.flatMap(({ path }) => (path !== undefined && formsWith(work.plan, path).length === 0 ? [path] : []));
  if (unknown.length > 0) return { code: 'supplement.unknown_field', problems: unknown.map((path) => ({ path, code: 'field.unknown' })) };
  return undefined;
}

/** The applicant puts right what was named; nothing else may change. The desks go on where they stopped. */
export function answerSupplement(work: Work, command: Extract<Command, { type: 'answerSupplement' }>): Verdict {
  const waiting = inOrder(work.state.tasks).filter((task) => task.status === 'supplement');
  const tasks = command.taskId === undefined ? waiting : waiting.filter((task) => task.id === command.taskId);
  if (tasks.length === 0) return { code: 'supplement.none_open' };
  const named = new Set(tasks.flatMap((task) => (task.defects ?? []).flatMap(({ path }) => (path === undefined ? [] : [path]))));
  const drafted = Object.entries(work.state.draft).filter(([path]) => named.has(path));
  const values = { ...Object.fromEntries(drafted), ...command.values };
  const checked = checkAnswer(work, named, values);
  if (!checked.ok) return { code: 'fill.invalid', problems: checked.problems };

  store(work, checked.values);
  for (const { form } of checked.forms) {
    recompute(work, form);
    dropHidden(work, form, Object.keys(typedInForm(work.state, form)));
  }
  for (const path of named) if (Object.hasOwn(work.state.draft, path)) delete own(work, 'draft')[path];
  for (const task of tasks) reopen(work, task);
  refreshSuspensions(work);
}

type Answer = { ok: true; values: Record<string, JsonValue>; forms: { form: MergedForm }[] } | { ok: false; problems: FieldProblem[] };

/** What is named may change, and what a corrected answer opens is asked with it; everything else is locked. */
function checkAnswer(work: Work, named: ReadonlySet<string>, values: Record<string, JsonValue>): Answer {
  const { plan, state, env } = work;
  const parts = supplementParts(plan, state, { named, values, now: env.now });
  const open = new Set(parts.flatMap(({ paths }) => [...paths]));
  const foreign = Object.keys(values).filter((path) => !open.has(path));
  if (foreign.length > 0) return { ok: false, problems: foreign.map((path) => ({ path, code: 'field.not_requested' })) };
  const accepted: Record<string, JsonValue> = {};
  const problems: FieldProblem[] = [];
  for (const { form, paths } of parts) {
    const shown = settleForm({ plan, state, form, values, now: env.now }).context;
    const part = Object.fromEntries([...paths].flatMap((path) => currentOrTyped(work, { field: form.fields[path]!, shown, values })));
    const left = withoutHidden(work, form, values);
    const context = left === state ? contextOf(work) : contextOfCase(plan, left, env.now);
    const checked = checkForm({ plan, state: left, context, form, values: part, now: env.now, only: paths });
    if (checked.ok) for (const path of paths) if (Object.hasOwn(checked.values, path)) accepted[path] = checked.values[path]!;
    if (!checked.ok) problems.push(...checked.problems);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: accepted, forms: parts };
}

/** Of a question that the corrections hide, the value held so far is not sent along. */
function currentOrTyped(
  work: Work,
  { field, shown, values }: { field: MergedField; shown: EvaluationContext; values: Record<string, JsonValue> },
): [string, JsonValue][] {
  const { path } = field;
  if (Object.hasOwn(values, path)) return [[path, values[path]!]];
  const current = work.state.fields[path]?.value;
  return current === undefined || current === null || !isShown(field, shown, work.env.now) ? [] : [[path, current]];
}

/**
 * The forms a 补正 is about, each with the paths it opens: those named, by the first form that asks for them, and the questions
 * their corrected answers open.
 */
export function supplementParts(
  plan: Plan,
  state: CaseState,
  { named, values, now }: { named: ReadonlySet<string>; values: Record<string, JsonValue>; now: string },
): { form: MergedForm; paths: Set<string> }[] {
  const parts = new Map<MergedForm, Set<string>>();
  for (const path of named) {
    const form = formsWith(plan, path)[0];
    if (form) parts.set(form, (parts.get(form) ?? new Set()).add(path));
  }
  for (const [form, paths] of parts) for (const path of openedBy({ plan, state, form, values, now })) paths.add(path);
  return [...parts].map(([form, paths]) => ({ form, paths }));
}

function store(work: Work, values: Record<string, JsonValue>): undefined {
  for (const [path, value] of Object.entries(values)) {
    const before = work.state.fields[path];
    if (before && same(before.value, value)) continue;
    const shared = before?.source === 'shared' ? before.value : before?.shared;
    setField(work, path, { value, source: 'typed', origin: 'supplement', ...(shared === undefined ? {} : { shared }) });
  }
}

function reopen(work: Work, task: Task): undefined {
  const today = localDate(work.command.at);
  const suspensions = (task.suspensions ?? []).map((part) => (part.to === undefined ? { ...part, to: today } : part));
  const { defects: _, ...rest } = task;
  own(work, 'tasks')[task.id] = { ...rest, status: 'open', suspensions };
  note(work, 'supplement.answered', { node: task.node, task: task.id });
  moveTaskDue(work, task.id, 'supplement');
}
