/** 加签 and 减签. */

import { countVotes } from '../elements/joint.ts';
import { signed } from '../signers.ts';
import { actsFor, cancelTask, heldByAnother, isWaiting, separated } from '../tasks.ts';
import type { Command, Rejection, Task } from '../types.ts';
import { note, own, type Verdict, type Work } from '../work.ts';
import { deskProblem, findDeskTask, openFor } from './allocate.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Asks others to sign: before this desk decides, after it, or beside it. */
export function addSigners(work: Work, { taskId, when, signers, words }: Of<'addSigners'>): Verdict {
  const found = findDeskTask(work, taskId);
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  const { doc } = work.plan.nodes[task.node]!;
  if (task.kind === 'ask' || task.as === 'delegate' || doc.kind === 'data') return { code: 'sign.not_here' };
  const refusal = heldByAnother(work, task) ?? separated(work, task) ?? signersProblem(work, task, signers);
  if (refusal) return refusal;
  if (!words.trim()) return { code: 'command.words_required' };
  for (const desk of signers) {
    const made = openFor(work, task, desk, { as: when, words, ...(when === 'after' ? { status: 'waiting' as const } : {}) });
    const data = { when, to: desk.department, name: desk.person?.name ?? '', task: made.id };
    note(work, 'sign.added', { node: task.node, task: task.id, data });
  }
  if (when === 'before') own(work, 'tasks')[task.id] = { ...task, status: 'waiting' };
}

function signersProblem(work: Work, task: Task, signers: Of<'addSigners'>['signers']): Rejection | undefined {
  if (signers.length === 0) return { code: 'sign.nobody' };
  for (const desk of signers) {
    const problem = deskProblem(work, task, desk);
    if (problem) return problem;
  }
  return undefined;
}

/** A signer is not asked any more. What waited for them goes on. Only who asked may take it back, or an operator. */
export function removeSigner(work: Work, { taskId, actor, reason }: Of<'removeSigner'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (!task || (task.as !== 'before' && task.as !== 'after' && task.as !== 'parallel')) return { code: 'task.unknown' };
  if (!isWaiting(task)) return { code: task.status === 'done' ? 'task.already_completed' : 'task.cancelled' };
  if (actor.kind !== 'system' && !askedBy(work, task)) return { code: 'sign.not_yours' };
  cancelTask(work, task, 'sign.removed');
  note(work, 'sign.removed', { node: task.node, task: task.id, ...(reason ? { data: { reason } } : {}) });
  if (task.as === 'parallel' && work.plan.nodes[task.node]!.doc.kind === 'joint') countVotes(work, task.token);
  else signed(work, task.of!);
}

/** The one who asked, or who has the task now for which they asked. */
function askedBy(work: Work, { by, of }: Task): boolean {
  const { actor } = work.command;
  return actsFor(actor, by?.id) || actsFor(actor, work.state.tasks[of!]?.holder?.id);
}
