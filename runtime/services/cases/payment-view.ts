/** What people read of payments: the applicant's button with amount and last day, and the lines of the history. */
import type { PaymentToMake } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { CaseState, JournalEntry, Payment } from '../../engine/types.ts';
import { dayWords, english, say } from './words.ts';

/** The order the applicant can pay now, the oldest first. While it is being opened there is no address to pay at. */
export function paymentOf(state: CaseState): Payment | undefined {
  if (state.status !== 'running') return undefined;
  // One that cannot be opened waits for an operator: there is nothing the applicant can do.
  const failed = new Set(Object.values(state.incidents).map(({ effect }) => effect));
  return Object.values(state.payments ?? {})
    .filter(({ id, status }) => (status === 'ordered' || status === 'waiting') && !failed.has(id))
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))[0];
}

export function paymentView({ title, amount, closesAt, payUrl, status }: Payment): PaymentToMake {
  return { title, amount, closesAt, ...(status === 'waiting' && payUrl ? { payUrl } : {}) };
}

/** One line for the whole case. */
export function paymentLine({ amount, closesAt }: Payment): Text {
  const last = dayWords(localDate(closesAt));
  return say(`请您在${last['zh-CN']}（含当日）前缴费 ${amount} 元`, `Please pay CNY ${amount} by ${english(last)}`);
}

export function paymentWords({ payments = {} }: CaseState, { code, data }: JournalEntry): Text | undefined {
  const payment = payments[String(data?.payment)];
  if (!payment) return undefined;
  const [zh, en] = [payment.title['zh-CN'], english(payment.title)];
  const { amount } = payment;
  switch (code) {
    case 'payment.ready':
      return say(`请缴费：${zh} ${amount} 元`, `To pay: ${en}, CNY ${amount}`);
    case 'payment.paid':
      return say(`已缴费：${zh} ${amount} 元`, `Paid: ${en}, CNY ${amount}`);
    case 'payment.unpaid':
      return say(`逾期未缴费：${zh}`, `Not paid in time: ${en}`);
    default:
      return say(`已退款：${zh} ${amount} 元`, `Given back: ${en}, CNY ${amount}`);
  }
}
