/**
 * A case on its way, outside of any server: commands go to the engine, script calls to `answerCall`, and every effect is
 * answered from the case test at once. Timers fire when the journey's own clock passes them.
 */
import type { CaseTest } from '../../schemas/generated/documents.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import { step } from '../engine/index.ts';
import type { Actor, CaseState, Command, Effect, JournalEntry, Outcome, Rejection } from '../engine/types.ts';
import { contentOf } from './content.ts';
import { createCoverage } from './coverage.ts';
import type { AnswerCall, Coverage, Sent, TraceEntry } from './types.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A command without what the journey adds: id and time. */
export type Act = DistributiveOmit<Command, 'id' | 'at'>;

export interface Journey {
  /** Local clock of the journey, as an instant. */
  readonly now: string;
  readonly state: CaseState;
  /** Sends one command and everything that follows from it, until only waits remain. */
  send(act: Act): Promise<Rejection | undefined>;
  /** Moves the clock on; timers due on the way fire in order. The clock never goes back. */
  moveTo(instant: string): Promise<void>;
  /** Marks what follows as part of a step of the case test. */
  enterStep(index: number): void;
  readonly trace: TraceEntry[];
  readonly sent: Sent[];
  readonly journal: JournalEntry[];
  coverage(): Coverage;
}

/** A journey that can go back: what rehearsing needs. */
export interface RewindableJourney extends Journey {
  /** The journey as it stands at this moment, to come back to. */
  snapshot(): JourneySnapshot;
  /** Back to a moment: its very state, nothing is run again. */
  restore(snapshot: JourneySnapshot): void;
}

export interface JourneySnapshot {
  readonly state: CaseState;
  readonly now: string;
  readonly trace: readonly TraceEntry[];
  readonly sent: readonly Sent[];
  readonly journal: readonly JournalEntry[];
  readonly coverage: Coverage;
}

export const systemActor: Actor = { kind: 'system', id: 'system' };
/** A flow that goes round without a wait is stopped here. */
const MOST_COMMANDS = 20_000;

export interface JourneyStart {
  plan: Plan;
  test: CaseTest;
  answerCall: AnswerCall;
  applicant: Actor;
  at: string;
}

/** Opens a case and its form. Throws when the plan refuses to start, which a compiled plan does not. */
export async function startJourney({ plan, test, answerCall, applicant, at }: JourneyStart): Promise<RewindableJourney> {
  let state: CaseState | undefined;
  let now = at;
  let count = 0;
  let current: number | undefined;
  const [trace, sent, journal]: [TraceEntry[], Sent[], JournalEntry[]] = [[], [], []];
  const coverage = createCoverage();

  async function send(act: Act): Promise<Rejection | undefined> {
    const queue: Act[] = [act];
    let first: Rejection | undefined;
    for (let next = queue.shift(); next; next = queue.shift()) {
      count += 1;
      if (count > MOST_COMMANDS) throw new Error(`more than ${MOST_COMMANDS} commands in one case test: the flow does not come to rest`);
      const result = step(plan, state, { ...next, id: `c${count}`, at: now } as Command);
      if (result.rejected) {
        if (next === act) first = result.rejected;
        continue;
      }
      state = result.state;
      journal.push(...result.journal);
      coverage.add(result.trace, state);
      for (const node of result.trace.nodes) trace.push(entryOf(plan, node, now, current));
      for (const call of result.calls)
        queue.push({ type: 'callAnswered', actor: systemActor, callId: call.id, outcome: await answerCall(call) });
      for (const effect of result.effects) queue.push(...answers(effect));
    }
    return first;
  }

  function answers(effect: Effect): Act[] {
    if (effect.type === 'timer' || effect.type === 'cancelTimer') return [];
    const outcome = outcomeOf(effect);
    const lines = contentOf(plan, effect);
    sent.push({ ...sentOf(effect, now, outcome), ...(lines.length > 0 ? { lines } : {}) });
    const answered: Act = { type: 'effectAnswered', actor: systemActor, effectId: effect.id, outcome };
    if (effect.type === 'message') return [answered, delivered(effect)];
    return effect.type === 'startChild' ? [...raisedBy(test, effect), answered] : [answered];
  }

  function outcomeOf(effect: Exclude<Effect, { type: 'timer' | 'cancelTimer' }>): Outcome {
    if (effect.type === 'refund') return refundAnswer(journal, effect.payment);
    if (effect.type === 'transfer')
      return handoverAnswer(
        test,
        effect.node,
        timesSent('transfer', (one) => one.node === effect.node),
      );
    if (effect.type === 'data')
      return dataAnswer(
        test,
        effect.dataUse,
        timesSent('data', (one) => one.of === effect.dataUse),
      );
    return answerOf(test, effect, now);
  }

  function timesSent(kind: Sent['kind'], alike: (one: Sent) => boolean): number {
    return sent.filter((one) => one.kind === kind && alike(one)).length;
  }

  async function moveTo(instant: string): Promise<void> {
    for (let due = nextDue(state!, instant); due; due = nextDue(state!, instant)) {
      if (due.at > now) now = due.at;
      const before = state;
      await send(due.act);
      if (state === before) break; // The engine does not know it any more: never wait for it again.
    }
    if (instant > now) now = instant;
  }

  const rejected = await send({
    type: 'start',
    actor: applicant,
    caseId: `test-${test.id.replace('/', '-')}`,
    region: test.region,
    version: 1,
    ...calledBy(test),
    ...(test.start ? { trigger: { node: test.start.node, values: (test.start.values ?? {}) as Record<string, JsonValue> } } : {}),
  });
  if (rejected || !state) throw new Error(`the case could not be started: ${rejected?.code ?? 'no state'}`);
  return {
    get now() {
      return now;
    },
    get state() {
      return state!;
    },
    send,
    moveTo,
    enterStep(index) {
      current = index;
    },
    trace,
    sent,
    journal,
    coverage: () => coverage.result(),
    snapshot: () => ({ state: state!, now, trace: [...trace], sent: [...sent], journal: [...journal], coverage: coverage.result() }),
    restore(to) {
      state = to.state;
      now = to.now;
      trace.splice(0, trace.length, ...to.trace);
      sent.splice(0, sent.length, ...to.sent);
      journal.splice(0, journal.length, ...to.journal);
      coverage.reset(to.coverage);
    },
  };
}

function entryOf(plan: Plan, node: string, at: string, index: number | undefined): TraceEntry {
  const { doc } = plan.nodes[node]!;
  return { at, node, name: doc.name, kind: doc.kind, ...(index === undefined ? {} : { step: index }) };
}

/** What happens next by itself until then: a timer fires, or the time to pay is over. */
function nextDue(state: CaseState, until: string): { at: string; act: Act } | undefined {
  const timers = Object.values(state.timers).map(({ id, dueAt }) => {
    return { id, at: dueAt, act: { type: 'timerDue', actor: systemActor, timerId: id } satisfies Act };
  });
  const orders = Object.values(state.payments ?? {}).filter(({ id }) => state.pending[id]);
  const lapses = orders.map(({ id, closesAt }) => ({ id, at: closesAt, act: paymentTold(id, 'closed') }));
  const due = [...timers, ...lapses].filter(({ at }) => at <= until);
  return due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.id.slice(1)) - Number(b.id.slice(1))))[0];
}

/** What the unified payment says of an order. */
export function paymentTold(effectId: string, status: 'waiting' | 'paid' | 'closed'): Act {
  return { type: 'effectAnswered', actor: systemActor, effectId, outcome: { ok: true, value: { status } } };
}

/** Money goes back only where there was some. */
function refundAnswer(journal: readonly JournalEntry[], payment: string): Outcome {
  return { ok: true, value: { refunded: journal.some(({ code, data }) => code === 'payment.paid' && data?.payment === payment) } };
}

/** A message this very case waits for reaches it; for anybody else's it has left the house. */
function delivered({ message, correlation, values }: Extract<Effect, { type: 'message' }>): Act {
  const key = correlation === undefined ? {} : { key: correlation };
  return { type: 'message', actor: systemActor, message, ...key, values, onlyIfAwaited: true };
}

const kindOfFault = {
  noRecord: 'noRecord',
  severalRecords: 'severalRecords',
  timeout: 'timeout',
  down: 'down',
  wrongData: 'invalid',
  refused: 'refused',
} as const;

function answerOf(test: CaseTest, effect: Effect, at: string): Outcome {
  if (effect.type === 'startChild') return { ok: true, value: callAnswer(test, effect.node) as unknown as JsonValue };
  return effect.type === 'assist' ? assistAnswer(test, effect.dataUse, at) : { ok: true, value: {} };
}

/** What the other system says the nth time, from 0. The number it gives is what a message of a case test answers to. */
function handoverAnswer({ handovers }: CaseTest, node: string, nth: number): Outcome {
  const answers = handovers && Object.hasOwn(handovers, node) ? handovers[node]! : [];
  const answer = answers[Math.min(nth, answers.length - 1)] ?? { number: `T-${node}` };
  if ('number' in answer) return { ok: true, value: { number: answer.number } };
  return { ok: false, kind: kindOfFault[answer.fault], message: answer.fault };
}

/** The case that calls this one, and what it gives. */
function calledBy({ called }: CaseTest): Pick<Extract<Command, { type: 'start' }>, 'parent' | 'values'> {
  if (!called) return {};
  const values = (called.values ?? {}) as Record<string, JsonValue>;
  return { parent: { region: called.from, caseId: 'caller', effect: 'caller', outputs: [] }, values };
}

/** A called case has ended at once; what it raises before comes first. */
function callAnswer({ calls }: CaseTest, node: string) {
  const { result, values = {} } = calls && Object.hasOwn(calls, node) ? calls[node]! : { result: 'completed' as const };
  return { result, values };
}

function raisedBy({ calls }: CaseTest, { id, node }: Extract<Effect, { type: 'startChild' }>): Act[] {
  const raised = (calls && Object.hasOwn(calls, node) && calls[node]!.escalations) || [];
  return raised.map((code) => ({ type: 'childEscalated', actor: systemActor, effectId: id, code }));
}

/** The owner's desk answers at once. */
function assistAnswer(test: CaseTest, use: string, at: string): Outcome {
  const answer = test.assists && Object.hasOwn(test.assists, use) ? test.assists[use]! : { fault: 'noRecord' as const };
  const by = { department: 'owner', at };
  if ('record' in answer) return { ok: true, value: answer.record as JsonValue, by };
  return { ok: false, kind: answer.fault, message: '', by };
}

/** A data use the case test says nothing about has no record. Asked again it answers the same, unless the test says otherwise. */
function dataAnswer({ data, dataAgain }: CaseTest, use: string, nth: number): Outcome {
  const later = dataAgain && Object.hasOwn(dataAgain, use) ? dataAgain[use]! : [];
  const first = data && Object.hasOwn(data, use) ? data[use]! : { fault: 'noRecord' as const };
  const answer = nth === 0 ? first : (later[Math.min(nth, later.length) - 1] ?? first);
  if ('record' in answer) return { ok: true, value: answer.record as JsonValue };
  return { ok: false, kind: kindOfFault[answer.fault], message: answer.fault };
}

function sentOf(effect: Exclude<Effect, { type: 'timer' | 'cancelTimer' }>, at: string, outcome: Outcome): Sent {
  const place = effect.node === undefined ? { at } : { at, node: effect.node };
  switch (effect.type) {
    case 'notify':
      return { ...place, kind: 'notify', of: effect.notification, text: effect.text };
    case 'issue':
      return { ...place, kind: 'issue', of: effect.outcome, ...(effect.number === undefined ? {} : { number: effect.number }) };
    case 'assist':
      return { ...place, kind: 'assist', of: effect.dataUse, answer: outcome.ok ? 'ok' : outcome.kind };
    case 'cancelAssist':
      return { ...place, kind: 'cancel', of: effect.effect };
    case 'qualityReport':
      return { ...place, kind: 'report', of: effect.dataUse };
    case 'data':
      return { ...place, kind: 'data', of: effect.dataUse, answer: outcome.ok ? 'ok' : outcome.kind };
    case 'message':
      return { ...place, kind: 'message', of: effect.message };
    case 'signal':
      return { ...place, kind: 'signal', of: effect.signal };
    case 'startChild':
      return { ...place, kind: 'call', of: effect.scenario };
    case 'childEnded':
    case 'childEscalated':
      return { ...place, kind: 'call', of: effect.parent.effect };
    case 'cancelChild':
      return { ...place, kind: 'cancel', of: effect.effect };
    case 'archive':
      return { ...place, kind: 'archive', of: effect.node };
    case 'transfer':
      return { ...place, kind: 'transfer', of: effect.to };
    case 'paper':
      return { ...place, kind: 'paper', of: effect.paper };
    case 'pay':
      return { ...place, kind: 'pay', of: effect.node, text: { ...effect.title }, amount: effect.amount };
    case 'refund':
      return { ...place, kind: 'refund', of: effect.node, amount: effect.amount };
  }
}
