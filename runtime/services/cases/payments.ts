/**
 * Payments at work. The job that opens an order stays until the order is paid or closed: it asks the payment again and again,
 * so that a call back that was lost costs minutes, not the case. A call back is only a reason to ask at once; what it says is
 * not believed, so one that is doubled or forged changes nothing.
 */
import type { Effect, Outcome, Payment } from '../../engine/types.ts';
import type { StoredEvent } from '../../store/events.ts';
import type { Job } from '../../store/jobs.ts';
import { deleteJobs, postponeJob } from '../../store/jobs.ts';
import { NotFoundError } from '../errors.ts';
import { systemActor } from '../run-burst.ts';
import { RetryLater } from './effects.ts';
import type { CaseParts } from './parts.ts';

type PayEffect = Extract<Effect, { type: 'pay' }>;
type RefundEffect = Extract<Effect, { type: 'refund' }>;

/** Milliseconds between two questions: often while somebody is likely to pay, seldom later. */
const soonMs = 30_000;
const laterMs = 5 * 60_000;
const likelyMs = 15 * 60_000;
/** A payment that is away does not stop the case while its order can still be paid, and a day longer. */
const patienceMs = 86_400_000;

const nothing: Outcome = { ok: false, kind: 'denied', message: 'Nothing can be paid here.' };
const isPassing = (outcome: Outcome) => !outcome.ok && ['down', 'timeout', 'quota', 'error'].includes(outcome.kind);

/** When the payment is asked next; once more right after the order has closed. */
export function nextLook({ openedAt, closesAt }: Pick<Payment, 'openedAt' | 'closesAt'>, now: string): number {
  const at = Date.parse(now);
  const usual = at - Date.parse(openedAt) < likelyMs ? soonMs : laterMs;
  const toClose = Date.parse(closesAt) - at;
  return toClose > 0 ? Math.min(usual, toClose + 1_000) : usual;
}

/** Opens the order, or asks how it stands. The job is over when it was paid, closed, or cannot be opened. */
export async function performPay(parts: CaseParts, job: Job, effect: PayEffect, { maxAttempts }: { maxAttempts: number }): Promise<void> {
  const payment = await openPayment(parts, job);
  if (!payment) return deleteJobs(parts.store, job.region, [job]);
  const outcome = payment.status === 'waiting' ? await query(parts, job.region, payment) : await open(parts, job.region, effect);
  if (isPassing(outcome)) {
    if (payment.status !== 'waiting' && job.attempts < maxAttempts) throw new RetryLater('payment');
    if (payment.status === 'waiting' && Date.parse(parts.clock()) < Date.parse(payment.closesAt) + patienceMs)
      return postponeJob(parts.store, job, laterMs);
  }
  const waits = outcome.ok && statusOf(outcome) === 'waiting';
  if (!waits || payment.status !== 'waiting') await tell(parts, job, effect.id, outcome, waits ? [] : [effect.id]);
  if (waits) await postponeJob(parts.store, job, nextLook(payment, parts.clock()));
}

async function openPayment(parts: CaseParts, { region, caseId, id }: Pick<Job, 'region' | 'caseId' | 'id'>): Promise<Payment | undefined> {
  try {
    const { stored } = await parts.runBurst.load(region, caseId);
    return stored.state.pending[id]?.kind === 'pay' ? stored.state.payments?.[id] : undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function open({ connectors, publicUrl }: CaseParts, region: string, { key, amount, title, closesAt }: PayEffect): Promise<Outcome> {
  if (!connectors.createPayment) return nothing;
  const notifyUrl = `${publicUrl.replace(/\/$/, '')}/api/events/${region}/payment`;
  return connectors.createPayment({ key, region, order: { order: key, amount, subject: title['zh-CN'], closesAt, notifyUrl } });
}

async function query({ connectors }: CaseParts, region: string, { order }: Payment): Promise<Outcome> {
  return connectors.queryPayment ? connectors.queryPayment({ key: `${order}:query`, region, order }) : nothing;
}

function statusOf({ value }: Extract<Outcome, { ok: true }>): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.status === 'string'
    ? value.status
    : 'waiting';
}

async function tell(
  parts: CaseParts,
  { region, caseId }: Pick<Job, 'region' | 'caseId'>,
  effectId: string,
  outcome: Outcome,
  doneJobs: string[],
): Promise<void> {
  await parts.runBurst({
    region,
    caseId,
    doneJobs,
    commandsFor: ({ state }) => {
      const id = `effect:${effectId}@${state.counters.journal}`;
      return [{ id, at: parts.clock(), actor: systemActor, type: 'effectAnswered', effectId, outcome }];
    },
  });
}

/** A call back of the payment: the order is asked about now. False when the order is none of ours, or is over. */
export async function lookAtOrder(parts: CaseParts, region: string, { key }: Pick<StoredEvent, 'key'>): Promise<boolean> {
  const match = /^([0-9a-f-]{36}):(p\d{1,9})$/.exec(key ?? '');
  if (!match) return false;
  const [, caseId, id] = match as unknown as [string, string, string];
  const payment = await openPayment(parts, { region, caseId, id });
  if (!payment) return false;
  const outcome = await query(parts, region, payment);
  if (isPassing(outcome)) throw new RetryLater('payment');
  const status = outcome.ok ? statusOf(outcome) : undefined;
  if (status === 'paid' || status === 'closed') await tell(parts, { region, caseId }, id, outcome, [id]);
  return true;
}

/** Closes the order; what was paid is given back once, under the key of this effect. Tried until it succeeds. */
export async function refund({ connectors }: CaseParts, region: string, effect: RefundEffect): Promise<Outcome> {
  const { key, order, amount, reason } = effect;
  if (!connectors.closePayment || !connectors.refundPayment) return nothing;
  const closed = await connectors.closePayment({ key: `${key}:close`, region, order });
  if (!closed.ok) return closed;
  if (statusOf(closed) !== 'paid') return { ok: true, value: { refunded: false } };
  const given = await connectors.refundPayment({ key, region, order, amount, reason: reasons[reason] });
  return given.ok ? { ok: true, value: { refunded: true } } : given;
}
const reasons: Record<RefundEffect['reason'], string> = { withdrawn: '申请人撤回', ended: '办件终止', stepLeft: '不再需要缴费' };
