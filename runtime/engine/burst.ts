/** Runs a case on until only waits remain. */

import type { PlanNode } from '../compile/plan.ts';
import { settleSuspensions, startClocksAt } from './clocks.ts';
import { awaitsStart, settleBlocks } from './elements/ad-hoc.ts';
import { enterBlock } from './elements/block.ts';
import { enterBoundary } from './elements/boundary.ts';
import { enterCall } from './elements/call.ts';
import { enterCancel } from './elements/cancel.ts';
import { enterCatch } from './elements/catch.ts';
import { enterComplex, resetRounds } from './elements/complex.ts';
import { enterConsent } from './elements/consent.ts';
import { enterData } from './elements/data.ts';
import { enterDecision } from './elements/decision.ts';
import { enterEnd } from './elements/end.ts';
import { enterEventGateway } from './elements/event-gateway.ts';
import { enterExclusive } from './elements/exclusive.ts';
import { enterFill } from './elements/fill.ts';
import { enterArchive, enterTransfer } from './elements/hand-over.ts';
import { enterInclusive } from './elements/inclusive.ts';
import { enterIssue } from './elements/issue.ts';
import { enterJoint } from './elements/joint.ts';
import { enterNotify } from './elements/notify.ts';
import { enterParallel } from './elements/parallel.ts';
import { enterScript } from './elements/script.ts';
import { enterStart } from './elements/start.ts';
import { enterTask } from './elements/task.ts';
import { enterThreads } from './elements/threads.ts';
import { enterThrow } from './elements/throw.ts';
import { enterTimer } from './elements/timer.ts';
import { settleEvents } from './events/happen.ts';
import { armToken } from './events/listen.ts';
import { settleShares } from './events/shares.ts';
import { raise } from './incidents.ts';
import { enterRepeated, instancesAtWork, settleInstances, standsForAll } from './instances.ts';
import { breakStandstill, fireInclusiveJoin } from './joins.ts';
import { enterPay, isPaidNode } from './payments.ts';
import { enterSection, openSections } from './sections.ts';
import type { Token } from './types.ts';
import { own, type Work } from './work.ts';

/** Nodes one command may enter; more is a loop without a wait. Ten thousand turns of a loop of some steps fit. */
export const MAX_ENTRIES = 50_000;
/** Tokens a case may have at a time besides those of instances; more is a fork in a loop. */
export const MAX_TOKENS = 1_000;
/** Tokens each instance at work may have besides. */
const TOKENS_PER_INSTANCE = 4;

export function runBurst(work: Work): undefined {
  let next = 0;
  work.bursting = true;
  do {
    for (; next < work.agenda.length; next++) {
      // What a scope or a step was just told to look out for may hold already: it comes before anything begins there.
      if (work.looking) lookNow(work);
      const token = work.state.tokens[work.agenda[next]!];
      // Cancelled meanwhile, for example by a terminate end.
      if (!token) continue;
      if (speaksLater(work, token, next)) work.agenda.push(token.id);
      else enter(work, token);
    }
  } while (settleEvents(work) || settleOthers(work) || fireInclusiveJoin(work) || breakStandstill(work));
  settleSuspensions(work);
  settleShares(work);
}

function lookNow(work: Work): undefined {
  work.looking = false;
  while (settleEvents(work));
}

/** Branches are beside each other: a signal is sent when those that still move have come to where they listen. */
function speaksLater(work: Work, token: Token, position: number): boolean {
  return (
    sendsSignal(work, token) &&
    work.agenda.slice(position + 1).some((id) => work.state.tokens[id] && !sendsSignal(work, work.state.tokens[id]))
  );
}

function sendsSignal({ plan }: Work, { node }: Token): boolean {
  const { doc } = plan.nodes[node]!;
  return (doc.kind === 'throw' || doc.kind === 'end') && doc.event?.type === 'signal';
}

/** What plans without instances, sections and the like do not have. */
function settleOthers(work: Work): boolean {
  const { each, rounds } = work.state;
  if (each && settleInstances(work)) return true;
  if (rounds && resetRounds(work)) return true;
  return openSections(work) || settleBlocks(work);
}

function enter(work: Work, arrived: Token): undefined {
  const { node } = arrived;
  if (work.entered >= (work.most ?? MAX_ENTRIES) || tooManyTokens(work)) return raise(work, arrived, 'burst.too_long');
  const planNode = work.plan.nodes[node]!;
  if (work.plan.adHoc && awaitsStart(work, arrived, planNode)) return;
  if (standsForAll(planNode, arrived)) return enterAll(work, arrived, planNode);
  const token = enterSection(work, arrived, planNode);
  if (!token) return;
  work.entered += 1;
  const visits = own(work, 'visits');
  visits[node] = (visits[node] ?? 0) + 1;
  work.trace.nodes.push(node);
  if (work.plan.nodes[node]!.doc.kind !== 'fill') startClocksAt(work, node);
  enterNode(work, token);
  armToken(work, token.id);
}

function tooManyTokens(work: Work): boolean {
  return work.tokens > MAX_TOKENS && work.tokens > MAX_TOKENS + TOKENS_PER_INSTANCE * instancesAtWork(work);
}

/** A step that is done more than once: the token that came stands for all. */
function enterAll(work: Work, token: Token, node: PlanNode): undefined {
  work.entered += 1;
  work.trace.nodes.push(node.id);
  if (node.doc.kind !== 'fill') startClocksAt(work, node.id);
  enterRepeated(work, token, node);
  armToken(work, token.id);
}

function enterNode(work: Work, token: Token): undefined {
  const node = work.plan.nodes[token.node]!;
  const { doc } = node;
  switch (doc.kind) {
    case 'start':
      return enterStart(work, token);
    case 'fill':
      return enterFill(work, token, doc);
    case 'consent':
      return enterConsent(work, token, doc);
    case 'task':
      return enterTask(work, token, doc);
    case 'joint':
      return enterJoint(work, token, doc);
    case 'data':
      return enterData(work, token, doc);
    case 'script':
      return enterScript(work, token, doc);
    case 'decision':
      return enterDecision(work, token, doc);
    case 'notify':
      return enterNotify(work, token, doc);
    case 'issue':
      return enterIssue(work, token, doc);
    case 'timer':
      return enterTimer(work, token, doc);
    case 'end':
      return enterEnd(work, token, doc);
    case 'exclusive':
      return enterExclusive(work, token);
    case 'parallel':
      return enterParallel(work, token, node);
    case 'inclusive':
      return enterInclusive(work, token, node);
    case 'block':
      return enterBlock(work, token);
    case 'catch':
      return enterCatch(work, token);
    case 'throw':
      return enterThrow(work, token, doc);
    case 'boundary':
      return enterBoundary(work, token);
    case 'event':
      return enterEventGateway(work, token, node);
    case 'pay':
      return isPaidNode(doc) ? enterPay(work, token, doc) : enterTask(work, token, doc);
    case 'window':
    case 'assist':
    case 'seal':
      return enterTask(work, token, doc);
    case 'archive':
      return enterArchive(work, token, doc);
    case 'transfer':
      return enterTransfer(work, token, doc);
    case 'call':
      return enterCall(work, token, doc);
    case 'complex':
      return enterComplex(work, token, node);
    case 'threads':
      return enterThreads(work, token, doc, node);
    case 'cancel':
      return enterCancel(work, token, doc);
  }
}
