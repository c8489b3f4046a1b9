/** Whose work it is: 认领, 释放, 转办, 委派, 拿回, and the operator's 改派. */
import { giveBack } from '../signers.ts';
import { actsFor, cancelTask, findOpenTask, givenTo, heldByAnother, holderOf, isWaiting, madeFor, mayWork, separated } from '../tasks.ts';
import type { Command, Desk, Rejection, Task } from '../types.ts';
import { nextId, note, own, type Verdict, type Work } from '../work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Takes a task for oneself. */
export function claim(work: Work, { taskId, actor }: Of<'claim'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  const refusal = mayWork(work, task);
  if (refusal) return refusal;
  if (task.holder && !task.holder.given) return 'unchanged';
  own(work, 'tasks')[task.id] = { ...task, holder: holderOf(work, actor) };
  note(work, 'task.claimed', { node: task.node, task: task.id });
}

/** Gives it back to the desk: anyone there may take it. */
export function release(work: Work, { taskId, actor }: Of<'release'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  if (!task.holder || !actsFor(actor, task.holder.id)) return heldByAnother(work, task) ?? { code: 'task.not_held' };
  const { holder: _, ...free } = task;
  own(work, 'tasks')[task.id] = free;
  note(work, 'task.released', { node: task.node, task: task.id });
}

/** 转办: the task is closed here and goes on there, with its date and what was asked for it. */
export function transfer(work: Work, { taskId, to, reason }: Of<'transfer'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  const refusal = heldByAnother(work, task) ?? deskProblem(work, task, to);
  if (refusal) return refusal;
  if (isSameDesk(task, to)) return { code: 'transfer.same_desk' };
  handOn(work, task, to, { code: 'task.transferred', reason });
}

/** 改派: as 转办, by an operator, whoever holds the task and whatever it waits for. */
export function reassign(work: Work, { taskId, to, reason }: Of<'reassign'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || task.department === undefined || task.as === 'copy') return { code: 'task.unknown' };
  if (!isWaiting(task)) return { code: task.status === 'done' ? 'task.already_completed' : 'task.cancelled' };
  if (task.status === 'supplement') return { code: 'task.in_supplement' };
  if (!reason.trim()) return { code: 'command.reason_required' };
  const refusal = deskProblem(work, task, to);
  if (refusal) return refusal;
  if (isSameDesk(task, to)) return { code: 'transfer.same_desk' };
  handOn(work, task, to, { code: 'task.reassigned', reason });
}

function handOn(work: Work, task: Task, to: Desk, { code, reason }: { code: string; reason: string | undefined }): undefined {
  const { at } = work.command;
  const { holder: _, urges: __, ...rest } = task;
  const id = nextId(work, 'task');
  const tasks = own(work, 'tasks');
  const next: Task = { ...rest, id, department: to.department, openedAt: at, since: task.since ?? task.openedAt };
  if (to.department !== task.department) delete next.role;
  if (to.person) next.holder = givenTo(work, to.person);
  tasks[id] = next;
  tasks[task.id] = { ...task, status: 'cancelled', doneAt: at, next: id };
  for (const other of madeFor(work, task)) tasks[other.id] = { ...other, of: id };
  const data = { from: task.department ?? '', to: to.department, name: to.person?.name ?? '', task: id, ...(reason ? { reason } : {}) };
  note(work, code, { node: task.node, task: task.id, data });
}

/** 委派: somebody else works on it and answers; the decision stays here. */
export function delegate(work: Work, { taskId, to, words }: Of<'delegate'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  if (task.as === 'ask' || task.as === 'delegate') return { code: 'delegate.not_here' };
  const refusal = mayWork(work, task) ?? deskProblem(work, task, to);
  if (refusal) return refusal;
  if (!words.trim()) return { code: 'command.words_required' };
  if (isSameDesk(task, to)) return { code: 'transfer.same_desk' };
  own(work, 'tasks')[task.id] = { ...task, status: 'waiting', holder: task.holder ?? holderOf(work, work.command.actor) };
  const made = openFor(work, task, to, { as: 'delegate', words });
  note(work, 'task.delegated', { node: task.node, task: task.id, data: { to: to.department, name: to.person?.name ?? '', task: made.id } });
}

/** The answer of a delegate gives the task back; the answer to a question is only kept. */
export function reply(work: Work, { taskId, words, actor, at }: Of<'reply'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  if (task.as !== 'delegate' && task.as !== 'ask') return { code: 'reply.not_asked' };
  const refusal = heldByAnother(work, task);
  if (refusal) return refusal;
  if (!words.trim()) return { code: 'command.words_required' };
  own(work, 'tasks')[task.id] = { ...task, status: 'done', opinion: words, doneAt: at, doneBy: actor };
  note(work, task.as === 'ask' ? 'ask.answered' : 'delegate.answered', { node: task.node, task: task.id });
  dropQuestions(work, task);
  const asking = work.state.tasks[task.of!]!;
  if (task.as === 'delegate' && asking.status === 'waiting') giveBack(work, asking, 'task.returned_from_delegate');
}

/** What was asked on behalf of a task that is over needs no answer any more. */
function dropQuestions(work: Work, task: Task): undefined {
  for (const question of madeFor(work, task))
    if (question.as === 'ask' && isWaiting(question)) cancelTask(work, question, 'task.completed');
}

/** 拿回: what was given away and is not done comes back; what was handed on, only while nobody has begun with it. */
export function takeBack(work: Work, { taskId, actor, at, reason }: Of<'takeBack'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || task.department === undefined) return { code: 'task.unknown' };
  const given = madeFor(work, task).find((other) => other.as === 'delegate' && isWaiting(other));
  if (given && task.status === 'waiting') {
    if (!actsFor(actor, task.holder?.id)) return { code: 'takeBack.not_yours' };
    own(work, 'tasks')[given.id] = { ...given, status: 'cancelled', doneAt: at };
    dropQuestions(work, given);
    giveBack(work, task, 'task.taken_back');
    return undefined;
  }
  const next = task.next === undefined ? undefined : work.state.tasks[task.next];
  if (!next || task.status !== 'cancelled') return { code: 'takeBack.nothing' };
  if (!handedOnBy(task, work)) return { code: 'takeBack.not_yours' };
  if (!isUntouched(work, next)) return { code: 'takeBack.begun' };
  handOn(work, next, { department: task.department, person: actor }, { code: 'task.taken_back', reason });
}

/** Who held it when it was handed on; without a holder, anyone of its desk. */
function handedOnBy(task: Task, { command: { actor } }: Work): boolean {
  return task.holder ? actsFor(actor, task.holder.id) : actor.department === task.department;
}

/** Nobody has taken it, or asked anything about it. */
export function isUntouched(work: Work, task: Task): boolean {
  if (task.status !== 'open' || (task.supplements ?? 0) > 0) return false;
  if (madeFor(work, task).some((other) => isWaiting(other))) return false;
  return task.holder === undefined || task.holder.given === true;
}

/** A task for somebody else, made for this one. It waits for nothing: the first one does. */
export function openFor(work: Work, task: Task, to: Desk, about: Pick<Task, 'as' | 'words'> & { status?: 'waiting' }): Task {
  const { at, actor } = work.command;
  const { status = 'open', ...rest } = about;
  const aside = about.as === 'ask' || about.as === 'copy';
  const made: Task = {
    id: nextId(work, 'task'),
    node: task.node,
    token: aside ? '' : task.token,
    kind: aside ? (about.as as 'ask' | 'copy') : 'desk',
    status,
    department: to.department,
    openedAt: at,
    of: task.id,
    by: actor,
    ...rest,
  };
  if (to.person) made.holder = givenTo(work, to.person);
  own(work, 'tasks')[made.id] = made;
  return made;
}

/** A desk of the scenario, and a person who may do the step. */
export function deskProblem(work: Work, task: Task, to: Desk): Rejection | undefined {
  if (!Object.hasOwn(work.plan.scenario.departments, to.department)) return { code: 'desk.unknown' };
  return to.person && separated(work, task, to.person);
}

function isSameDesk(task: Task, to: Desk): boolean {
  return task.department === to.department && task.holder?.id === to.person?.id;
}

/** An open task of a desk, a question or a signature; copies are only read. */
export function findDeskTask(work: Work, taskId: string): { task: Task } | { rejection: Rejection } {
  const kind = Object.hasOwn(work.state.tasks, taskId) && work.state.tasks[taskId]!.kind === 'ask' ? 'ask' : 'desk';
  return findOpenTask(work, taskId, kind);
}
