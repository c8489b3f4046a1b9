/** plan + case + command -> next case, calls, effects and history. Pure: the same in gives the same out. */

import { isDesk } from '../compile/desks.ts';
import type { Plan } from '../compile/plan.ts';
import { assistOverdue, urgeAssist } from './assists.ts';
import { runBurst } from './burst.ts';
import { claim, delegate, reassign, release, reply, takeBack, transfer } from './commands/allocate.ts';
import { extendClock, resumeClock, suspendClock } from './commands/clocks.ts';
import { disputeAnswered, settleDispute } from './commands/disputes.ts';
import { consentData, saveDraft } from './commands/draft.ts';
import { cancelCase, hearSignal, takeMessage } from './commands/events.ts';
import { endByHand, isResting, resume, skip, suspend } from './commands/operating.ts';
import { recall, rememberSent } from './commands/recalling.ts';
import { effectAnswered, recalculate, retryIncident, timerDue, withdraw } from './commands/rest.ts';
import { jump, returnTask } from './commands/returning.ts';
import { addSigners, removeSigner } from './commands/signing.ts';
import { emptyCase, settleDraft, startCase } from './commands/start.ts';
import { answerSupplement, requestSupplement } from './commands/supplement.ts';
import { acknowledge, ask, copy, urge } from './commands/telling.ts';
import { startStep } from './elements/ad-hoc.ts';
import { childEscalated } from './elements/call.ts';
import { decideConsent } from './elements/consent.ts';
import { completeAssist, submitAsked } from './elements/data.ts';
import { submitFill } from './elements/fill.ts';
import { completeJoint } from './elements/joint.ts';
import { answerScript } from './elements/script.ts';
import { completeDesk } from './elements/task.ts';
import { keepContext, recallContext } from './fields.ts';
import { addInstance } from './instances.ts';
import { acknowledgePaper } from './papers.ts';
import { isFinal } from './scopes.ts';
import { completeSigner } from './signers.ts';
import { findOpenTask, mayWork } from './tasks.ts';
import type { CaseState, Command, StepResult } from './types.ts';
import { beginWork, finishWork, inOrder, unchanged, type Verdict, type Work } from './work.ts';

/**
 * Applies one command. `state` is undefined only with `start`. A repeated command and a rejected one give back the very
 * same state object; `rejected` tells them apart. `most` nodes may be entered, when it shall be fewer than MAX_ENTRIES.
 */
export function step(plan: Plan, state: CaseState | undefined, command: Command, most?: number): StepResult {
  if (!state) {
    if (command.type !== 'start') throw new Error('A case begins with the start command');
    return run(plan, emptyCase(plan, command), command, most);
  }
  if (state.applied.includes(command.id)) return unchanged(state);
  if (state.scenario.hash !== plan.hash) return unchanged(state, { code: 'case.other_version' });
  return run(plan, state, command, most);
}

function run(plan: Plan, state: CaseState, command: Command, most?: number): StepResult {
  const work = beginWork(plan, state, command);
  if (most !== undefined) work.most = most;
  recallContext(work, state);
  countCalls(work, command);
  const verdict = isFinal(state.status) ? applyAfterEnd(work, command) : apply(work, command);
  if (verdict === 'unchanged') return unchanged(state);
  if (verdict) return unchanged(state, verdict);
  if (!isFinal(work.state.status)) runBurst(work);
  rememberSent(work, state);
  settleDraft(work);
  keepContext(work);
  return finishWork(work);
}

function countCalls({ state }: Work, command: Command): undefined {
  if (command.type === 'callAnswered') state.callsInBurst = (state.callsInBurst ?? 0) + 1;
  else if (state.callsInBurst !== undefined) delete state.callsInBurst;
}

/** An ended case only takes late reports of what was under way. */
function applyAfterEnd(work: Work, command: Command): Verdict {
  if (command.type === 'effectAnswered') return effectAnswered(work, command);
  if (command.type === 'acknowledge') return acknowledge(work, command);
  if (command.type === 'acknowledgePaper') return acknowledgePaper(work, command);
  if (command.type === 'disputeAnswered') return disputeAnswered(work, command);
  const late = ['callAnswered', 'timerDue', 'assistOverdue', 'recalculate', 'signal', 'cancelCase', 'childEscalated'];
  if (late.includes(command.type)) return 'unchanged';
  return { code: 'case.ended' };
}

function apply(work: Work, command: Command): Verdict {
  if (isResting(work)) return { code: 'case.suspended' };
  switch (command.type) {
    case 'start':
      return work.state.applied.length > 0 ? { code: 'case.already_started' } : startCase(work);
    case 'consentData':
      return consentData(work, command);
    case 'saveDraft':
      return saveDraft(work, command);
    case 'submit':
      return submit(work, command);
    case 'complete':
      return complete(work, command);
    case 'consent':
      return consent(work, command);
    case 'requestSupplement':
      return requestSupplement(work, command);
    case 'answerSupplement':
      return answerSupplement(work, command);
    case 'callAnswered':
      return answerScript(work, command.callId, command.outcome);
    case 'effectAnswered':
      return effectAnswered(work, command);
    case 'timerDue':
      return timerDue(work, command);
    case 'urgeAssist':
      return urgeAssist(work, command);
    case 'assistOverdue':
      return assistOverdue(work, command);
    case 'settleDispute':
      return settleDispute(work, command);
    case 'disputeAnswered':
      return disputeAnswered(work, command);
    case 'message':
      return takeMessage(work, command);
    case 'signal':
      return hearSignal(work, command);
    case 'childEscalated':
      return childEscalated(work, command);
    case 'cancelCase':
      return cancelCase(work, command);
    case 'addInstance':
      return addOne(work, command);
    case 'startStep':
      return startStep(work, command);
    case 'withdraw':
      return withdraw(work);
    case 'retryIncident':
      return retryIncident(work, command);
    case 'claim':
      return claim(work, command);
    case 'release':
      return release(work, command);
    case 'transfer':
      return transfer(work, command);
    case 'delegate':
      return delegate(work, command);
    case 'reply':
      return reply(work, command);
    case 'takeBack':
      return takeBack(work, command);
    case 'addSigners':
      return addSigners(work, command);
    case 'removeSigner':
      return removeSigner(work, command);
    case 'return':
      return returnTask(work, command);
    case 'recall':
      return recall(work, command);
    case 'urge':
      return urge(work, command);
    case 'copy':
      return copy(work, command);
    case 'ask':
      return ask(work, command);
    case 'acknowledge':
      return acknowledge(work, command);
    case 'suspend':
      return suspend(work, command);
    case 'resume':
      return resume(work, command);
    case 'jump':
      return jump(work, command);
    case 'skip':
      return skip(work, command);
    case 'reassign':
      return reassign(work, command);
    case 'end':
      return endByHand(work, command);
    case 'recalculate':
      return recalculate(work);
    case 'suspendClock':
      return suspendClock(work, command);
    case 'resumeClock':
      return resumeClock(work, command);
    case 'extendClock':
      return extendClock(work, command);
    case 'acknowledgePaper':
      return acknowledgePaper(work, command);
  }
}

/** One more of a step that is done for each of several. */
function addOne(work: Work, { node, item }: Extract<Command, { type: 'addInstance' }>): Verdict {
  const verdict = addInstance(work, node, item);
  return verdict === 'added' ? undefined : { code: `each.${verdict}` };
}

/** Without a task id the one open form is meant. */
function submit(work: Work, command: Extract<Command, { type: 'submit' }>): Verdict {
  const open = inOrder(work.state.tasks).filter((task) => task.kind === 'fill' && task.status === 'open');
  const taskId = command.taskId ?? (open.length === 1 ? open[0]!.id : undefined);
  if (taskId === undefined) return { code: open.length === 0 ? 'fill.not_open' : 'fill.which_form' };
  const found = findOpenTask(work, taskId, 'fill');
  if ('rejection' in found) return found.rejection;
  if (work.plan.nodes[found.task.node]!.doc.kind === 'fill') return submitFill(work, found.task, command);
  return submitAsked(work, found.task, command.values);
}

function complete(work: Work, command: Extract<Command, { type: 'complete' }>): Verdict {
  const found = findOpenTask(work, command.taskId, 'desk');
  if ('rejection' in found) return found.rejection;
  const { task } = found;
  const refusal = mayWork(work, task);
  if (refusal) return refusal;
  if (task.as === 'delegate') return { code: 'delegate.reply_only' };
  if (task.as) return completeSigner(work, task, command);
  const { doc } = work.plan.nodes[task.node]!;
  if (isDesk(doc)) return completeDesk(work, task, doc, command);
  if (doc.kind === 'joint') return completeJoint(work, task, command);
  return completeAssist(work, task, command);
}

function consent(work: Work, command: Extract<Command, { type: 'consent' }>): Verdict {
  const found = findOpenTask(work, command.taskId, 'consent');
  return 'rejection' in found ? found.rejection : decideConsent(work, found.task, command.decision);
}
