/** The short commands: withdraw, retry, timers, calendar, and the answers of effects. */
import { askOwnerAgain } from '../assists.ts';
import { recalculateClocks } from '../clocks.ts';
import { answerCall, enterCall } from '../elements/call.ts';
import { expireConsent } from '../elements/consent.ts';
import { answerAssist, answerData } from '../elements/data.ts';
import { answerHandOver, enterArchive, enterTransfer } from '../elements/hand-over.ts';
import { answerIssue, enterIssue } from '../elements/issue.ts';
import { timerHappened } from '../events/happen.ts';
import { isPast } from '../instants.ts';
import { answerPaper } from '../papers.ts';
import { answerPay, answerRefund, payAgain, refundPaid } from '../payments.ts';
import { takePending } from '../pending.ts';
import { endCase } from '../scopes.ts';
import { recalculateTasks } from '../tasks.ts';
import { fixHeldTimers } from '../timers.ts';
import { hold, leave } from '../tokens.ts';
import type { Command, Token } from '../types.ts';
import { note, own, type Verdict, type Work } from '../work.ts';

/** The applicant takes the application back: not after something was issued. */
export function withdraw(work: Work): Verdict {
  if (Object.keys(work.state.issued).length > 0) return { code: 'withdraw.already_issued' };
  note(work, 'case.withdrawn');
  refundPaid(work, 'withdrawn');
  endCase(work, 'withdrawn');
}

/** Does again what failed. */
export function retryIncident(work: Work, { incidentId, reason }: Extract<Command, { type: 'retryIncident' }>): Verdict {
  const incident = Object.hasOwn(work.state.incidents, incidentId) ? work.state.incidents[incidentId] : undefined;
  if (!incident) return { code: 'incident.unknown' };
  const token = { ...work.state.tokens[incident.token]!, tries: (incident.tries ?? 0) + 1 };
  own(work, 'tokens')[token.id] = token;
  delete own(work, 'incidents')[incidentId];
  note(work, 'incident.retried', { node: incident.node, data: { incident: incidentId, ...(reason === undefined ? {} : { reason }) } });
  if (incident.stage === 'join') hold(work, token);
  else if (incident.stage === 'leave') leave(work, token, incident.outcome ?? work.state.outcomes[incident.node]);
  else if (incident.effect !== undefined && askAgain(work, token, incident.effect)) return;
  else work.agenda.push(token.id);
}

/** Asks the outside again under the same key, so that it is done once. */
function askAgain(work: Work, token: Token, effect: string): boolean {
  const { doc } = work.plan.nodes[token.node]!;
  if (askOwnerAgain(work, token, effect) || payAgain(work, token, effect)) return true;
  if (doc.kind === 'issue') enterIssue(work, token, doc, effect);
  else if (doc.kind === 'call') enterCall(work, token, doc, effect);
  else if (doc.kind === 'archive') enterArchive(work, token, doc, effect);
  else if (doc.kind === 'transfer') enterTransfer(work, token, doc, effect);
  else return false;
  return true;
}

/** A timer that is not set (any more) changes nothing; one called early is refused. */
export function timerDue(work: Work, { timerId, at }: Extract<Command, { type: 'timerDue' }>): Verdict {
  const timer = Object.hasOwn(work.state.timers, timerId) ? work.state.timers[timerId] : undefined;
  if (!timer) return 'unchanged';
  if (!isPast(timer.dueAt, at)) return { code: 'timer.too_early' };
  delete own(work, 'timers')[timerId];
  note(work, 'timer.due', { node: timer.node, data: { timer: timerId } });
  if (timer.purpose === 'event') return timerHappened(work, timer);
  if (timer.purpose === 'expire') return expireConsent(work, timer);
  leave(work, work.state.tokens[timer.token]!);
}

/** An answer nobody waits for changes nothing. */
export function effectAnswered(work: Work, { effectId, outcome }: Extract<Command, { type: 'effectAnswered' }>): Verdict {
  const pending = Object.hasOwn(work.state.pending, effectId) ? work.state.pending[effectId] : undefined;
  switch (pending?.kind) {
    case 'data':
      return answerData(work, effectId, outcome);
    case 'assist':
      return answerAssist(work, effectId, outcome);
    case 'pay':
      return answerPay(work, pending, outcome);
    case 'refund':
      return answerRefund(work, pending, outcome);
    case 'issue':
      return answerIssue(work, effectId, outcome);
    case 'paper':
      return answerPaper(work, effectId, outcome);
    case 'call':
      return answerCall(work, effectId, outcome);
    case 'archive':
    case 'transfer':
      return answerHandOver(work, effectId, outcome);
    case 'notify':
      takePending(work, effectId);
      note(work, outcome.ok ? 'notify.delivered' : 'notify.failed', { node: pending.node, data: { notification: pending.of! } });
      return undefined;
    case 'message':
    case 'signal':
      takePending(work, effectId);
      if (!outcome.ok) note(work, `${pending.kind}.failed`, { node: pending.node, data: { name: pending.of! } });
      return undefined;
    default:
      return 'unchanged';
  }
}

/** The calendar changed: provisional dates are fixed, held timers are set. */
export function recalculate(work: Work): Verdict {
  const before = work.journal.length;
  recalculateClocks(work);
  recalculateTasks(work);
  fixHeldTimers(work);
  return work.journal.length === before ? 'unchanged' : undefined;
}
