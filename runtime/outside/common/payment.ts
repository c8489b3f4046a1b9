/**
 * The unified payment: orders (once per number), a cashier's page where people pay, a signed call back to whoever ordered, a
 * way to ask how an order stands, and refunds. Amounts are yuan with two places.
 */
import { createHmac } from 'node:crypto';
import { type Answer, answer, type Part, type PartContext, type PartRequest, refusal, textOf } from './part.ts';

interface Order {
  number: string;
  amount: string;
  subject: string;
  status: 'waiting' | 'paid' | 'closed';
  closes_at: Date;
  paid_at: Date | null;
  notify: string | null;
  refunded: string;
}

export const payment: Part = {
  prefix: '/pay/',
  schema: `
CREATE TABLE IF NOT EXISTS pay_orders (number text PRIMARY KEY, amount numeric(12,2) NOT NULL, subject text NOT NULL, status text NOT NULL DEFAULT 'waiting',
  closes_at timestamptz NOT NULL, paid_at timestamptz, notify text, refunded numeric(12,2) NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS pay_refunds (key text PRIMARY KEY, number text NOT NULL, amount numeric(12,2) NOT NULL, reason text NOT NULL, at timestamptz NOT NULL DEFAULT now());`,
  async answer(request, context) {
    const { method, path, body, headers } = request;
    // People come to the cashier's page without a key: the order's number is long and known to them only.
    const cashier = /^\/pay\/cashier\/([^/]+)$/.exec(path);
    if (cashier && method === 'GET') return cashierPage(decodeURIComponent(cashier[1]!), context);
    if (cashier && method === 'POST') return pay(decodeURIComponent(cashier[1]!), request, context);
    if (!context.authenticator.bySignature({ method, path, body, headers }, 'outside-payment'))
      return refusal(401, 'unknown application or wrong signature');
    if (request.fault === 'refused') return refusal(403, 'the merchant is closed');
    if (path === '/pay/orders' && method === 'POST') return open(request, context);
    if (path === '/pay/orders') return show(request.query.get('order') ?? '', context);
    if (path === '/pay/closings' && method === 'POST') return close(request, context);
    if (path === '/pay/refunds' && method === 'POST') return refund(request, context);
    return refusal(404, 'no such service');
  },
};

const find = async ({ pool }: PartContext, number: string): Promise<Order | undefined> =>
  (await pool.query<Order>('SELECT * FROM pay_orders WHERE number = $1', [number])).rows[0];
const shown = ({ number, amount, status, paid_at, refunded }: Order, now: number, closesAt: Date) => ({
  order: number,
  amount,
  status: status === 'waiting' && closesAt.getTime() <= now ? 'closed' : status,
  ...(paid_at ? { paidAt: paid_at.toISOString() } : {}),
  refunded,
});

async function open({ body }: PartRequest, context: PartContext) {
  const { order, amount, subject, closesAt, notifyUrl } = JSON.parse(body) as Record<string, unknown>;
  if (
    typeof order !== 'string' ||
    typeof amount !== 'string' ||
    !/^\d{1,9}\.\d{2}$/.test(amount) ||
    typeof subject !== 'string' ||
    typeof closesAt !== 'string'
  )
    return refusal(400, 'order, amount, subject and closesAt are needed');
  await context.pool.query(
    'INSERT INTO pay_orders (number, amount, subject, closes_at, notify) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [order, amount, subject, closesAt, typeof notifyUrl === 'string' ? notifyUrl : null],
  );
  const made = (await find(context, order))!;
  if (made.amount !== amount) return refusal(409, 'the order has another amount');
  return answer(200, { ...shown(made, context.now(), made.closes_at), payUrl: `/pay/cashier/${encodeURIComponent(order)}` });
}

async function show(number: string, context: PartContext) {
  const order = await find(context, number);
  return order ? answer(200, shown(order, context.now(), order.closes_at)) : refusal(404, 'no such order');
}

/** Nobody pays it any more; one that was paid stays so. */
async function close({ body }: PartRequest, context: PartContext) {
  const { order } = JSON.parse(body) as Record<string, unknown>;
  if (typeof order !== 'string') return refusal(400, 'order is needed');
  await context.pool.query("UPDATE pay_orders SET status = 'closed' WHERE number = $1 AND status = 'waiting'", [order]);
  return show(order, context);
}

const escaped = (words: string) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What people see at the cashier's: what for, how much, and one button. */
async function cashierPage(number: string, context: PartContext) {
  const order = await find(context, number);
  if (!order) return page(404, '<p>没有这张缴费单</p>');
  const { status } = shown(order, context.now(), order.closes_at);
  const words = {
    waiting: '',
    paid: '<p role="status">已支付，可以关闭本页，回到办件页面</p>',
    closed: '<p role="status">缴费单已关闭</p>',
  }[status];
  const button =
    status === 'waiting' ? '<form method="post"><button style="font-size:1.2rem;padding:.6rem 2rem">确认支付</button></form>' : '';
  return page(200, `<p>${escaped(order.subject)}</p><p style="font-size:2rem">${escaped(order.amount)} 元</p>${words}${button}`);
}

function page(status: number, content: string): Answer {
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>统一支付</title>';
  const html = `<!doctype html><html lang="zh-CN">${head}<main style="max-width:26rem;margin:3rem auto;font:1rem sans-serif"><h1>统一支付</h1>${content}</main></html>`;
  return { status, body: undefined, html };
}

async function pay(number: string, { fault, headers }: PartRequest, context: PartContext) {
  const { rows } = await context.pool.query<Order>(
    "UPDATE pay_orders SET status = 'paid', paid_at = now() WHERE number = $1 AND status = 'waiting' AND closes_at > to_timestamp($2 / 1000.0) RETURNING *",
    [number, context.now()],
  );
  const [order] = rows;
  if (!order) return refusal(409, 'the order cannot be paid');
  if (order.notify && fault !== 'lostCallback') await callBack(order, context);
  // A person's browser sent the form: back to the page, which says so.
  if (textOf(headers.accept).includes('text/html')) return cashierPage(number, context);
  return answer(200, shown(order, context.now(), order.closes_at));
}

/** Signed with the secret of the connection over time, key and body; nobody waits for the answer. */
async function callBack({ number, notify }: Order, context: PartContext): Promise<void> {
  const body = JSON.stringify({ message: 'payment', key: number });
  const timestamp = String(Math.floor(context.now() / 1000));
  const key = `paid:${createHmac('sha256', 'key').update(number).digest('hex').slice(0, 32)}`;
  const signature = createHmac('sha256', context.secret('outside-payment')).update(`${timestamp}.${key}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    'x-lianban-timestamp': timestamp,
    'x-lianban-signature': `sha256=${signature}`,
  };
  await fetch(notify!, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) }).catch(() => {});
}

async function refund({ body, key }: PartRequest, context: PartContext) {
  const { order, amount, reason } = JSON.parse(body) as Record<string, unknown>;
  if (!key || typeof order !== 'string' || typeof amount !== 'string' || typeof reason !== 'string')
    return refusal(400, 'order, amount, reason and an idempotency-key are needed');
  const client = await context.pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<Order>('SELECT * FROM pay_orders WHERE number = $1 FOR UPDATE', [order]);
    if (rows[0]?.status !== 'paid') return refusal(409, 'the order is not paid');
    const { rowCount } = await client.query(
      'INSERT INTO pay_refunds (key, number, amount, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [key, order, amount, reason],
    );
    if (rowCount) {
      const given = await client.query('UPDATE pay_orders SET refunded = refunded + $2 WHERE number = $1 AND refunded + $2 <= amount', [
        order,
        amount,
      ]);
      if (!given.rowCount) return refusal(409, 'more than was paid');
      await client.query('COMMIT');
    }
    return show(order, context);
  } finally {
    await client.query('ROLLBACK').catch(() => {});
    client.release();
  }
}
