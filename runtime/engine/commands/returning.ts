/** 退回 and the operator's jump, and the way back. */
import { creditPaid } from '../payments.ts';
import { type Move, planJump, planReturn } from '../returns.ts';
import { cancelTokens } from '../scopes.ts';
import { isWaiting, mayWork } from '../tasks.ts';
import { putToken } from '../tokens.ts';
import type { Command, Task, Token } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Sends a task back. The words are for whoever does the step again. */
export function returnTask(work: Work, command: Of<'return'>): Verdict {
  const { reason, back } = command;
  const planned = planReturn(work.plan, work.state, command);
  if (!planned.ok) return { code: planned.code, ...(planned.node === undefined ? {} : { data: { node: planned.node } }) };
  const task = work.state.tasks[command.taskId]!;
  const refusal = mayWork(work, task);
  if (refusal) return refusal;
  if (!reason.trim()) return { code: 'command.reason_required' };
  const { move } = planned;
  const data = { to: move.node, back, cancelled: move.cancelled.length, kept: move.kept.length, reason };
  note(work, 'task.returned', { node: task.node, task: task.id, data });
  if (back === 'straight') park(work, move, reason);
  else replay(work, move, 'task.returned', reason);
}

/** An operator puts a token somewhere else. */
export function jump(work: Work, { tokenId, to, branches, reason }: Of<'jump'>): Verdict {
  if (!reason.trim()) return { code: 'command.reason_required' };
  const planned = planJump(work.plan, work.state, tokenId, to, branches);
  if (!planned.ok) return { code: planned.code, ...(planned.node === undefined ? {} : { data: { node: planned.node } }) };
  const { move } = planned;
  const data = { to, cancelled: move.cancelled.length, kept: move.kept.length, reason };
  note(work, 'case.jumped', { node: move.token.node, data });
  replay(work, move, 'case.jumped', reason);
}

/** The token waits where it is for one that does the step once more. */
function park(work: Work, { token, node, scope }: Move, reason: string): undefined {
  const again = send(work, { node, scope, reason });
  own(work, 'tokens')[again.id] = { ...again, back: token.id };
  for (const task of inOrder(work.state.tasks)) {
    if (task.token === token.id && task.status === 'open') own(work, 'tasks')[task.id] = { ...task, status: 'waiting', parked: again.id };
  }
}

function replay(work: Work, { through: until, node, scope, cancelled, skip, rounds }: Move, reason: string, words: string): undefined {
  for (const id of rounds) delete own(work, 'rounds')[id];
  cancelTokens(work, [...cancelled, until], reason);
  const again = send(work, { node, scope, reason: words });
  if (skip.length > 0) own(work, 'tokens')[again.id] = { ...again, replay: { from: node, until: until.node, skip } };
}

/** Puts a token at the step; whoever did it gets it again, with the reason. */
function send(work: Work, { node, scope, reason }: { node: string; scope: string; reason: string }): Token {
  if (work.state.payments) creditPaid(work);
  const token = putToken(work, node, scope);
  const again = { ...token, again: { words: reason, by: work.command.actor } };
  own(work, 'tokens')[token.id] = again;
  return again;
}

/** A step that was done once more is left: the desk that asked for it goes on. */
export function arriveBack(work: Work, token: Token): undefined {
  for (const task of inOrder(work.state.tasks)) {
    if (task.parked !== token.id || !isWaiting(task)) continue;
    unpark(work, task);
    note(work, 'task.came_back', { node: task.node, task: task.id, data: { from: token.node } });
  }
}

/** Open again, as it was before it was parked. */
export function unpark(work: Work, task: Task): undefined {
  const { parked: _, ...rest } = task;
  own(work, 'tasks')[task.id] = { ...rest, status: 'open' };
}
