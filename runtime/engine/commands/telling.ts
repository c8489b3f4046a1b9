/** What does not move the case: 催办, 抄送, 沟通. */
import { localDate } from '../../calendar/index.ts';
import { actsFor, heldByAnother, isWaiting, madeFor } from '../tasks.ts';
import type { Command, Task } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';
import { findDeskTask, openFor } from './allocate.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Asks for a task to be done: once a day each. */
export function urge(work: Work, { taskId, words, actor, at }: Of<'urge'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || task.department === undefined || task.as === 'copy') return { code: 'task.unknown' };
  if (!isWaiting(task)) return { code: task.status === 'done' ? 'task.already_completed' : 'task.cancelled' };
  if (task.status === 'supplement') return { code: 'urge.applicant_turn' };
  const today = localDate(at);
  const due = urgedInstead(work, task).filter(
    ({ urges = [] }) => !urges.some((one) => one.by.id === actor.id && localDate(one.at) === today),
  );
  if (due.length === 0) return { code: 'urge.already_today' };
  for (const one of due) {
    own(work, 'tasks')[one.id] = { ...one, urges: [...(one.urges ?? []), { by: actor, at, ...(words ? { words } : {}) }] };
    note(work, 'task.urged', { node: one.node, task: one.id });
  }
}

/** A task that waits for others: it is they who are urged. */
function urgedInstead(work: Work, task: Task): Task[] {
  if (task.status !== 'waiting') return [task];
  const asked = madeFor(work, task).filter((other) => other.status === 'open' && other.as !== 'copy' && other.as !== 'ask');
  const again = inOrder(work.state.tasks).filter(
    (other) => other.token === task.parked && other.status === 'open' && other.kind === 'desk',
  );
  const found = [...asked, ...(task.parked === undefined ? [] : again)];
  return found.length > 0 ? found : [task];
}

/** Lets others know: they read the case, nothing waits for them. */
export function copy(work: Work, { taskId, to, words }: Of<'copy'>): Verdict {
  if (to.length === 0) return { code: 'copy.nobody' };
  const task = taskId === undefined ? latestDeskTask(work) : work.state.tasks[taskId];
  if (task?.department === undefined || task.kind !== 'desk') return { code: 'task.unknown' };
  if (to.some(({ department }) => !Object.hasOwn(work.plan.scenario.departments, department))) return { code: 'desk.unknown' };
  for (const desk of to) {
    const made = openFor(work, task, desk, { as: 'copy', ...(words ? { words } : {}) });
    note(work, 'case.copied', { node: task.node, task: made.id, data: { to: desk.department, name: desk.person?.name ?? '' } });
  }
}

function latestDeskTask(work: Work): Task | undefined {
  return inOrder(work.state.tasks).findLast((task) => task.kind === 'desk' && task.status !== 'cancelled');
}

/** Asks somebody something; the task stays where it is and can be decided meanwhile. */
export function ask(work: Work, { taskId, to, words }: Of<'ask'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  if (task.kind === 'ask') return { code: 'ask.not_here' };
  const refusal = heldByAnother(work, task);
  if (refusal) return refusal;
  if (!Object.hasOwn(work.plan.scenario.departments, to.department)) return { code: 'desk.unknown' };
  if (!words.trim()) return { code: 'command.words_required' };
  const made = openFor(work, task, to, { as: 'ask', words });
  note(work, 'ask.asked', { node: task.node, task: task.id, data: { to: to.department, name: to.person?.name ?? '', task: made.id } });
}

/** A copy was read; also after the case has ended. */
export function acknowledge(work: Work, { taskId, actor, at }: Of<'acknowledge'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (task?.as !== 'copy') return { code: 'task.unknown' };
  if (task.status !== 'open') return 'unchanged';
  if (task.holder && !actsFor(actor, task.holder.id))
    return { code: 'task.held', data: { name: task.holder.name ?? '', at: task.holder.since } };
  own(work, 'tasks')[task.id] = { ...task, status: 'done', doneAt: at, doneBy: actor };
  note(work, 'copy.read', { node: task.node, task: task.id });
}
