/**
 * Signers (加签): others who sign for a task, asked by the desk that has it.
 *
 * before: the desk waits for them and decides knowing what they said. after: they sign what the desk decided. parallel: they
 * sign while the desk works, in a joint step as further votes. A refusal after the decision gives the task back to the desk,
 * which decides again; nobody signs twice.
 */

import { countVotes } from './elements/joint.ts';
import { concludeDesk } from './elements/task.ts';
import { cancelTask, finishTask, isWaiting, madeFor } from './tasks.ts';
import type { Command, Task } from './types.ts';
import { note, own, type Verdict, type Work } from './work.ts';

/** A signature or vote that was asked for besides the step's own desks. */
export function isSigner({ as }: Task): boolean {
  return as === 'before' || as === 'after' || as === 'parallel';
}

/** Signers the task itself waits for; in a joint step parallel ones are votes of their own. */
export function signersOf(work: Work, task: Task): Task[] {
  const joint = work.plan.nodes[task.node]!.doc.kind === 'joint';
  return madeFor(work, task).filter((other) => isSigner(other) && other.status !== 'cancelled' && !(joint && other.as === 'parallel'));
}

/** Takes a decision in: it counts at once, or when all who were asked have signed. */
export function decide(work: Work, task: Task, { decision, opinion }: { decision: string; opinion: string | undefined }): undefined {
  const signers = signersOf(work, task);
  for (const signer of signers) hear(work, signer);
  if (!signers.some(isWaiting)) return settle(work, { ...task, decision }, opinion);

  const decided: Task = { ...task, status: 'waiting', decision, doneBy: work.command.actor };
  own(work, 'tasks')[task.id] = opinion === undefined ? decided : { ...decided, opinion };
  note(work, 'task.decided', { node: task.node, task: task.id, data: { decision } });
  for (const signer of signers) if (signer.status === 'waiting' && signer.as === 'after') begin(work, signer);
}

/** What a signer said before the desk decided, the desk knew. */
function hear(work: Work, signer: Task): undefined {
  if (signer.status === 'done' && signer.decision === 'refuse' && !signer.heard) own(work, 'tasks')[signer.id] = { ...signer, heard: true };
}

function begin(work: Work, signer: Task): undefined {
  own(work, 'tasks')[signer.id] = { ...signer, status: 'open', openedAt: work.command.at };
  note(work, 'task.begun', { node: signer.node, task: signer.id });
}

/** The task is done and what follows from it happens. */
function settle(work: Work, task: Task, opinion: string | undefined): undefined {
  const { decision } = task;
  for (const question of madeFor(work, task))
    if (question.as === 'ask' && isWaiting(question)) cancelTask(work, question, 'task.completed');
  finishTask(work, task, { decision, opinion });
  const about: Record<string, string> = task.participant === undefined ? {} : { participant: task.participant };
  note(work, task.as ? 'sign.given' : 'task.completed', { node: task.node, task: task.id, data: { decision: decision!, ...about } });
  const done = work.state.tasks[task.id]!;
  const joint = work.plan.nodes[done.node]!.doc.kind === 'joint';
  if (done.as && !(joint && done.as === 'parallel')) return signed(work, done.of!);
  if (joint) return countVotes(work, done.token);
  concludeDesk(work, done);
}

/** Somebody signed for this task, or need not any more: it is the desk's turn, or what it decided counts. */
export function signed(work: Work, taskId: string): undefined {
  const task = work.state.tasks[taskId]!;
  if (task.status !== 'waiting' || task.parked !== undefined) return undefined;
  const signers = signersOf(work, task);
  if (task.decision === undefined) {
    if (signers.some((signer) => signer.as === 'before' && isWaiting(signer))) return undefined;
    // Given to a delegate meanwhile: it comes back with the delegate's answer.
    if (madeFor(work, task).some((other) => other.as === 'delegate' && isWaiting(other))) return undefined;
    return giveBack(work, task, 'sign.complete');
  }
  if (signers.some(isWaiting)) return undefined;
  const refusing = signers.filter((signer) => signer.decision === 'refuse' && !signer.heard);
  if (refusing.length === 0) return settle(work, task, task.opinion);
  for (const signer of refusing) hear(work, signer);
  giveBack(work, task, 'sign.refused');
}

/** Open again for the desk, with nothing decided. */
export function giveBack(work: Work, task: Task, code: string): undefined {
  const { decision: _, opinion: __, doneBy: ___, ...rest } = task;
  own(work, 'tasks')[task.id] = { ...rest, status: 'open' };
  note(work, code, { node: task.node, task: task.id });
}

/** A signer says yes or no; a no says why. */
export function completeSigner(work: Work, task: Task, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  if (decision !== 'agree' && decision !== 'refuse') return { code: 'task.decision_unknown' };
  if (decision === 'refuse' && !opinion?.trim()) return { code: 'task.opinion_required' };
  if (Object.keys(outputs).length > 0) return { code: 'task.outputs_unexpected' };
  decide(work, task, { decision, opinion });
}
