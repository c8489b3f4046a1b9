/**
 * Payments the applicant makes at the unified payment (缴费).
 *
 *   ordered -> waiting -> paid | unpaid
 *   ordered | waiting | paid -> closing -> closed | refunded
 *
 * The token waits for the effect that opened the order. What the payment says is believed, never what a caller says: whoever
 * performs the effect asks it, again and again, and tells what it answered. An order is closed by the payment itself when its
 * time is over, so that nobody pays into a case that went on without it.
 */
import { Decimal } from 'decimal.js';
import type { PayNode } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import { coerce } from './coerce.ts';
import { fail } from './events/errors.ts';
import { setOutcome } from './fields.ts';
import { raise } from './incidents.ts';
import { instantOf } from './instants.ts';
import { expect, takePending } from './pending.ts';
import { contextAt } from './surroundings.ts';
import { hold, leave } from './tokens.ts';
import type { Outcome, Payment, Pending, RefundReason, Token } from './types.ts';
import { inOrder, note, own, type Verdict, type Work } from './work.ts';

/** Days to pay where the step does not say. */
export const PAY_DAYS = 3;
/** The most an order can be over, in yuan. */
const MOST = 999_999_999;

export type PaidNode = PayNode & { payment: NonNullable<PayNode['payment']> };

export function isPaidNode(doc: { kind: string }): doc is PaidNode {
  return doc.kind === 'pay' && (doc as PayNode).payment !== undefined;
}

/** Asks the applicant for the amount. Nothing to pay, or paid before a return: the step is passed over. */
export function enterPay(work: Work, token: Token, { payment }: PaidNode): undefined {
  const amount = amountOf(work, token);
  if (amount === undefined) return raise(work, token, 'payment.amount_invalid');
  const due = new Decimal(amount).minus(takeCredit(work, token.node));
  if (due.lte(0)) {
    note(work, 'payment.none', { node: token.node });
    setOutcome(work, token.node, payment.paid);
    return leave(work, token, payment.paid);
  }
  const { at } = work.command;
  const { id, key } = expect(work, { kind: 'pay', token: token.id, node: token.node });
  const closesAt = endOfDay(localDate(at), payment.days ?? PAY_DAYS);
  const about = { id, node: token.node, token: token.id, order: key, amount: due.toFixed(2), title: { ...payment.title } };
  payments(work)[id] = { ...about, openedAt: at, closesAt, status: 'ordered' };
  note(work, 'payment.asked', { node: token.node, data: { payment: id, closesAt } });
  order(work, work.state.payments![id]!, token);
}

function order(work: Work, { id, node, order: key, amount, title, closesAt }: Payment, token: Token): undefined {
  work.effects.push({ id, type: 'pay', key, amount, title, closesAt, node });
  hold(work, token);
}

/** After an incident the very same order is asked for, under its key. */
export function payAgain(work: Work, token: Token, id: string): boolean {
  const payment = work.state.payments?.[id];
  if (!payment) return false;
  expect(work, { kind: 'pay', token: token.id, node: token.node }, id);
  payments(work)[id] = { ...payment, status: 'ordered' };
  order(work, payment, token);
  return true;
}

/** Yuan with two places; undefined when the expression gives no amount. Nothing at all means that nothing is to be paid. */
function amountOf(work: Work, token: Token): string | undefined {
  const result = work.plan.nodes[token.node]!.expressions?.amount?.(contextAt(work, token), work.env);
  const coerced = result?.ok ? coerce({ type: 'money' }, result.value) : undefined;
  if (!coerced?.ok) return undefined;
  const amount = new Decimal((coerced.value as string | null) ?? 0);
  return amount.lt(0) || amount.gt(MOST) ? undefined : amount.toFixed(2);
}

/** The case is sent back: what was paid so far counts when its step is done again. */
export function creditPaid(work: Work): undefined {
  for (const payment of inOrder(work.state.payments))
    if (payment.status === 'paid') payments(work)[payment.id] = { ...payment, credit: true };
}

/** What counts for a step that is done again, once. A turn of a drawn loop has nothing to its credit. */
function takeCredit(work: Work, node: string): Decimal {
  let sum = new Decimal(0);
  for (const { credit, ...payment } of inOrder(work.state.payments)) {
    if (!credit || payment.node !== node || payment.status !== 'paid') continue;
    payments(work)[payment.id] = payment;
    sum = sum.plus(payment.amount);
  }
  return sum;
}

/** The last second of the nth day after this one. */
function endOfDay(date: string, days: number): string {
  const start = Date.parse(instantOf(date)!);
  return new Date(start + (days + 1) * 86_400_000 - 1_000).toISOString();
}

/** The map to write into; it is there from the first payment on. */
function payments(work: Work): Record<string, Payment> {
  work.state.payments ??= {};
  return own(work, 'payments');
}

/** What the payment says of an order: it waits for its money, it was paid, or it is closed. */
export function answerPay(work: Work, { id, token: tokenId }: Pending, outcome: Outcome): Verdict {
  const token = work.state.tokens[tokenId ?? ''];
  const payment = work.state.payments?.[id];
  if (!token || !payment) return 'unchanged';
  if (!outcome.ok) {
    takePending(work, id);
    return fail(work, token, 'payment.failed', { detail: outcome.kind, effect: id, error: outcome.code ?? outcome.kind });
  }
  const { status, payUrl } = orderOf(outcome);
  if (status === 'waiting') {
    if (payment.status === 'waiting' && (payUrl === undefined || payUrl === payment.payUrl)) return 'unchanged';
    payments(work)[id] = { ...payment, status: 'waiting', ...(payUrl === undefined ? {} : { payUrl }) };
    note(work, 'payment.ready', { node: payment.node, data: { payment: id } });
    return undefined;
  }
  takePending(work, id);
  const { doc } = work.plan.nodes[token.node]!;
  payments(work)[id] = { ...payment, status: status === 'paid' ? 'paid' : 'unpaid', doneAt: work.command.at };
  note(work, status === 'paid' ? 'payment.paid' : 'payment.unpaid', { node: payment.node, data: { payment: id } });
  const result = isPaidNode(doc) ? doc.payment[status === 'paid' ? 'paid' : 'unpaid'] : undefined;
  if (result !== undefined) setOutcome(work, token.node, result);
  leave(work, token, result);
}

function orderOf({ value }: Extract<Outcome, { ok: true }>): { status: string; payUrl?: string } {
  const answer = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const status = typeof answer.status === 'string' ? answer.status : 'waiting';
  return typeof answer.payUrl === 'string' ? { status, payUrl: answer.payUrl } : { status };
}

/** Orders of tokens that are gone are closed; what was paid into them after all is given back. */
export function closePayments(work: Work, gone: ReadonlyMap<string, Token>): undefined {
  for (const payment of inOrder(work.state.payments))
    if ((payment.status === 'ordered' || payment.status === 'waiting') && gone.has(payment.token)) giveBack(work, payment, 'stepLeft');
}

/** The case ends before its time: what was paid is given back. */
export function refundPaid(work: Work, reason: RefundReason): undefined {
  for (const payment of inOrder(work.state.payments)) if (payment.status === 'paid') giveBack(work, payment, reason);
}

function giveBack(work: Work, payment: Payment, reason: RefundReason): undefined {
  const { node, order: number, amount } = payment;
  payments(work)[payment.id] = { ...payment, status: 'closing' };
  const { id, key } = expect(work, { kind: 'refund', of: payment.id, node });
  work.effects.push({ id, type: 'refund', key, payment: payment.id, order: number, amount, reason, node });
  note(work, 'payment.closing', { node, data: { payment: payment.id, reason, paid: payment.status === 'paid' } });
}

/** `{ refunded }`: whether there was money to give back. A refund that failed stays with the worker until it succeeds. */
export function answerRefund(work: Work, pending: Pending, outcome: Outcome): Verdict {
  const payment = work.state.payments?.[pending.of ?? ''];
  if (!payment || !outcome.ok) return 'unchanged';
  takePending(work, pending.id);
  const answer = outcome.value;
  const refunded = typeof answer === 'object' && answer !== null && !Array.isArray(answer) && answer.refunded === true;
  payments(work)[payment.id] = { ...payment, status: refunded ? 'refunded' : 'closed', doneAt: work.command.at };
  note(work, refunded ? 'payment.refunded' : 'payment.closed', { node: payment.node, data: { payment: payment.id } });
}
