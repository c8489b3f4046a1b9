import type { TimerNode } from '../../../schemas/generated/documents.ts';
import { raise } from '../incidents.ts';
import { instantOf, isPast } from '../instants.ts';
import { contextAt } from '../surroundings.ts';
import { setTimer, setTimerAfter } from '../timers.ts';
import { hold, leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import type { Work } from '../work.ts';

/** Waits for a duration or until an instant; an instant that has passed does not hold the token up. */
export function enterTimer(work: Work, token: Token, doc: TimerNode): undefined {
  if (token.happened) return leave(work, token);
  const about = { token: token.id, node: token.node, purpose: 'timer' as const };
  if ('duration' in doc.wait) {
    if (setTimerAfter(work, about, doc.wait.duration) === undefined) return raise(work, token, 'calendar.missing');
    return hold(work, token);
  }
  const until = work.plan.until[token.node]?.(contextAt(work, token), work.env);
  const dueAt = until?.ok ? instantOf(until.value) : undefined;
  if (dueAt === undefined) return raise(work, token, 'timer.until_invalid');
  if (isPast(dueAt, work.command.at)) return leave(work, token);
  setTimer(work, about, dueAt);
  hold(work, token);
}
