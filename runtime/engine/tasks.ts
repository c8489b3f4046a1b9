/** Tasks: work that waits for a person. Life: open -> (supplement -> open)* -> done | cancelled. */
import { localDate } from '../calendar/index.ts';
import { dueAfter, refreshSuspensions } from './clocks.ts';
import { hold } from './tokens.ts';
import type { Rejection, Task, Token } from './types.ts';
import { nextId, note, own, type Work } from './work.ts';

type NewTask = Pick<Task, 'kind' | 'participant' | 'department' | 'role' | 'party'> & { dueDays?: number };

export function openTask(work: Work, token: Token, { dueDays, ...about }: NewTask): Task {
  const { at } = work.command;
  const task: Task = { id: nextId(work, 'task'), node: token.node, token: token.id, status: 'open', openedAt: at, ...defined(about) };
  const due = dueDays === undefined ? undefined : dueAfter(work.plan, localDate(at), dueDays, []).due;
  if (due !== undefined) task.due = due;
  own(work, 'tasks')[task.id] = task;
  hold(work, token);
  note(work, 'task.opened', { node: token.node, task: task.id, data: { kind: task.kind, ...(due === undefined ? {} : { due }) } });
  if (task.kind === 'consent') refreshSuspensions(work);
  return task;
}

/** Leaves keys without a value out, so that a saved and loaded state is the same. */
function defined<T extends object>(about: T): T {
  return Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)) as T;
}

export function finishTask(work: Work, task: Task, result: Pick<Task, 'decision' | 'opinion'>): undefined {
  const { at, actor } = work.command;
  own(work, 'tasks')[task.id] = { ...task, status: 'done', doneAt: at, doneBy: actor, ...defined(result) };
  refreshSuspensions(work);
}

export function cancelTask(work: Work, task: Task, reason: string): undefined {
  own(work, 'tasks')[task.id] = { ...task, status: 'cancelled', doneAt: work.command.at };
  note(work, 'task.cancelled', { node: task.node, task: task.id, data: { reason } });
  refreshSuspensions(work);
}

export function isWaiting(task: Task): boolean {
  return task.status === 'open' || task.status === 'supplement';
}

/** The open task of this id, or why it cannot be worked on. */
export function findOpenTask(work: Work, taskId: string, kind: Task['kind']): { task: Task } | { rejection: Rejection } {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || task.kind !== kind) return { rejection: { code: 'task.unknown' } };
  if (task.status === 'done') return { rejection: { code: 'task.already_completed' } };
  if (task.status === 'cancelled') return { rejection: { code: 'task.cancelled' } };
  if (task.status === 'supplement') return { rejection: { code: 'task.in_supplement' } };
  return { task };
}

/** Days a step may take, when its node says so. */
export function dueDaysOf(work: Work, task: Task): number | undefined {
  const { doc } = work.plan.nodes[task.node]!;
  return doc.kind === 'task' || doc.kind === 'joint' ? doc.dueDays : undefined;
}

/** Computes the date of a step again, after a 补正 or a new calendar. */
export function moveTaskDue(work: Work, taskId: string, reason: string): undefined {
  const task = work.state.tasks[taskId]!;
  const days = dueDaysOf(work, task);
  if (days === undefined || task.status !== 'open') return;
  const { due } = dueAfter(work.plan, localDate(task.openedAt), days, task.suspensions ?? []);
  if (due === task.due) return;
  const { due: before, ...rest } = task;
  own(work, 'tasks')[taskId] = due === undefined ? rest : { ...rest, due };
  note(work, 'task.due_changed', { node: task.node, task: taskId, data: { reason, before: before ?? null, due: due ?? null } });
}

export function recalculateTasks(work: Work): undefined {
  for (const id in work.state.tasks) moveTaskDue(work, id, 'calendar');
}
