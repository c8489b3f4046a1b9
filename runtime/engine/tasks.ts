/**
 * Tasks: work that waits for a person.
 *
 *   open -> supplement | waiting -> open … -> done | cancelled
 *
 * `waiting` is for something of this very task: signers, a delegate, a second look elsewhere, its turn. Copies and questions
 * (`copy`, `ask`) have no token: nothing waits for them.
 */
import { localDate } from '../calendar/index.ts';
import { dueAfter, refreshSuspensions } from './clocks.ts';
import { instanceAround } from './surroundings.ts';
import { hold } from './tokens.ts';
import type { Actor, Person, Rejection, Task, Token } from './types.ts';
import { inOrder, nextId, note, numberOf, own, type Work } from './work.ts';

type NewTask = Pick<Task, 'kind' | 'participant' | 'department' | 'role' | 'party' | 'holder'> & { dueDays?: number };

export function openTask(work: Work, token: Token, { dueDays, ...about }: NewTask): Task {
  const { at } = work.command;
  const task: Task = { id: nextId(work, 'task'), node: token.node, token: token.id, status: 'open', openedAt: at, ...defined(about) };
  const one = work.state.each && instanceAround(work.state, token);
  if (one) task.each = one;
  const { again } = token.each === undefined ? token : (work.state.tokens[work.state.each?.[token.each]?.token ?? ''] ?? token);
  if (again) sentAgain(work, task, again);
  const due = dueDays === undefined ? undefined : dueAfter(work.plan, localDate(at), dueDays, []).due;
  if (due !== undefined) task.due = due;
  own(work, 'tasks')[task.id] = task;
  hold(work, token);
  note(work, 'task.opened', { node: token.node, task: task.id, data: { kind: task.kind, ...(due === undefined ? {} : { due }) } });
  if (task.holder) note(work, 'task.allocated', { node: token.node, task: task.id, data: { name: task.holder.name ?? '' } });
  if (task.kind === 'consent') refreshSuspensions(work);
  return task;
}

/** Done before and sent back: whoever did it gets it again, with the words. */
function sentAgain(work: Work, task: Task, again: NonNullable<Token['again']>): undefined {
  task.returned = again;
  const before = inOrder(work.state.tasks).findLast(
    ({ node, status, as, participant }) => node === task.node && status === 'done' && !as && participant === task.participant,
  );
  if (task.kind === 'desk' && before?.doneBy?.kind === 'officer' && before.department === task.department && !task.holder)
    task.holder = givenTo(work, before.doneBy);
}

/** Leaves keys without a value out, so that a saved and loaded state is the same. */
function defined<T extends object>(about: T): T {
  return Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)) as T;
}

export function finishTask(work: Work, task: Task, result: Pick<Task, 'decision' | 'opinion'>): undefined {
  const { at, actor } = work.command;
  const mark = work.state.counters.token;
  own(work, 'tasks')[task.id] = { ...task, status: 'done', doneAt: at, doneBy: task.doneBy ?? actor, mark, ...defined(result) };
  refreshSuspensions(work);
}

/** Cancels a task with whatever was asked of others for it. */
export function cancelTask(work: Work, task: Task, reason: string, others = madeFor(work, task)): undefined {
  for (const other of others) if (isWaiting(other) && other.as !== 'copy') cancelTask(work, other, reason);
  own(work, 'tasks')[task.id] = { ...task, status: 'cancelled', doneAt: work.command.at };
  note(work, 'task.cancelled', { node: task.node, task: task.id, data: { reason } });
  refreshSuspensions(work);
}

export function isWaiting(task: Task): boolean {
  return task.status === 'open' || task.status === 'supplement' || task.status === 'waiting';
}

/** Tasks that were made for another one: its signers, its delegate, its questions. */
export function madeFor(work: Work, task: Task): Task[] {
  const found: Task[] = [];
  for (const id in work.state.tasks) if (work.state.tasks[id]!.of === task.id) found.push(work.state.tasks[id]!);
  return found.sort((a, b) => numberOf(a.id) - numberOf(b.id));
}

/** Is this the person, or whoever stands in for them? */
export function actsFor(actor: Actor, id: string | undefined): boolean {
  return id !== undefined && (actor.id === id || actor.for?.id === id);
}

/** Somebody else has taken it. */
export function heldByAnother(work: Work, { holder }: Task): Rejection | undefined {
  if (!holder || actsFor(work.command.actor, holder.id)) return undefined;
  return { code: 'task.held', data: { name: holder.name ?? '', at: holder.since } };
}

/** Steps of this case whose doer must be somebody else. */
function separateOf(work: Work, node: string): readonly string[] {
  const { doc } = work.plan.nodes[node]!;
  return 'separate' in doc ? (doc.separate ?? []) : [];
}

/** Separation of duties: this person, or whom they stand in for, did a step that must be somebody else's. */
export function separated(work: Work, task: Task, person: Pick<Actor, 'id' | 'for'> = work.command.actor): Rejection | undefined {
  const nodes = separateOf(work, task.node);
  if (nodes.length === 0) return undefined;
  const ids = new Set([person.id, ...(person.for ? [person.for.id] : [])]);
  const did = Object.values(work.state.tasks).find(({ id, node, token, doneBy }) => {
    if (id === task.id || !doneBy || !nodes.includes(node)) return false;
    // Within a joint step only this round counts.
    if (node === task.node && token !== task.token) return false;
    return ids.has(doneBy.id) || (doneBy.for !== undefined && ids.has(doneBy.for.id));
  });
  return did && { code: 'task.separated', data: { node: did.node } };
}

/** Nobody but its holder works on a task, and nobody who must not. */
export function mayWork(work: Work, task: Task): Rejection | undefined {
  return heldByAnother(work, task) ?? separated(work, task);
}

/** The officer who did a step last, as holder of a new task of their department. */
export function familiar(work: Work, node: string | undefined, department: string | undefined): Task['holder'] {
  if (node === undefined) return undefined;
  const done = inOrder(work.state.tasks).filter((task) => task.node === node && task.status === 'done' && task.kind === 'desk' && !task.as);
  const by = done.at(-1)?.doneBy;
  if (by?.kind !== 'officer' || done.at(-1)?.department !== department) return undefined;
  return givenTo(work, by);
}

/** Who takes a task. */
export function holderOf(work: Work, { id, name }: Person): NonNullable<Task['holder']> {
  return { id, ...(name === undefined ? {} : { name }), since: work.command.at };
}

/** Whom a task is given to, until they take it. */
export function givenTo(work: Work, person: Person): NonNullable<Task['holder']> {
  return { ...holderOf(work, person), given: true };
}

/** The open task of this id, or why it cannot be worked on. */
export function findOpenTask(work: Work, taskId: string, kind: Task['kind']): { task: Task } | { rejection: Rejection } {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || task.kind !== kind) return { rejection: { code: 'task.unknown' } };
  if (task.status === 'done') return { rejection: { code: 'task.already_completed' } };
  if (task.status === 'cancelled') return { rejection: { code: 'task.cancelled' } };
  if (task.status === 'supplement') return { rejection: { code: 'task.in_supplement' } };
  if (task.status === 'waiting') return { rejection: { code: 'task.waiting' } };
  return { task };
}

/** Days a step may take, when its node says so. */
export function dueDaysOf(work: Work, task: Task): number | undefined {
  const { doc } = work.plan.nodes[task.node]!;
  return 'dueDays' in doc && !task.as ? doc.dueDays : undefined;
}

/** Computes the date of a step again, after a 补正 or a new calendar. */
export function moveTaskDue(work: Work, taskId: string, reason: string): undefined {
  const task = work.state.tasks[taskId]!;
  const days = dueDaysOf(work, task);
  if (days === undefined || task.status !== 'open') return;
  const { due } = dueAfter(work.plan, localDate(task.since ?? task.openedAt), days, task.suspensions ?? []);
  if (due === task.due) return;
  const { due: before, ...rest } = task;
  own(work, 'tasks')[taskId] = due === undefined ? rest : { ...rest, due };
  note(work, 'task.due_changed', { node: task.node, task: taskId, data: { reason, before: before ?? null, due: due ?? null } });
}

export function recalculateTasks(work: Work): undefined {
  for (const id in work.state.tasks) moveTaskDue(work, id, 'calendar');
}
