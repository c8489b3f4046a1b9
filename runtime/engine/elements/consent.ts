import type { ConsentNode } from '../../../schemas/generated/documents.ts';
import { setOutcome } from '../fields.ts';
import { raise } from '../incidents.ts';
import { cancelTask, finishTask, openTask } from '../tasks.ts';
import { cancelTimersOf, setTimerAfter } from '../timers.ts';
import { leave } from '../tokens.ts';
import type { Task, Timer, Token } from '../types.ts';
import { note, own, type Verdict, type Work } from '../work.ts';

/** Waits for a second party, with an expiry of its own. */
export function enterConsent(work: Work, token: Token, doc: ConsentNode): undefined {
  if (doc.expires.unit === 'workingDays' && !work.plan.calendar) return raise(work, token, 'calendar.missing');
  const task = openTask(work, token, { kind: 'consent', party: doc.party });
  setTimerAfter(work, { token: token.id, node: token.node, task: task.id, purpose: 'expire' }, doc.expires);
}

export function decideConsent(work: Work, task: Task, decision: 'agree' | 'refuse'): Verdict {
  const { at, actor } = work.command;
  own(work, 'consents')[task.node] = { granted: decision === 'agree', at, by: actor };
  finishTask(work, task, { decision });
  note(work, 'consent.decided', { node: task.node, task: task.id, data: { decision } });
  return goOn(work, task, decision);
}

export function expireConsent(work: Work, timer: Timer): Verdict {
  const task = work.state.tasks[timer.task!]!;
  cancelTask(work, task, 'consent.expired');
  return goOn(work, task, 'expire');
}

function goOn(work: Work, task: Task, outcome: 'agree' | 'refuse' | 'expire'): undefined {
  cancelTimersOf(work, new Set([task.token]));
  setOutcome(work, task.node, outcome);
  leave(work, work.state.tokens[task.token]!, outcome);
}
