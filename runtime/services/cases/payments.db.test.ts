/** Payments against the real peer: called back, lost, doubled, forged, lapsed, away, given back. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Connectors, createConnectors } from '../../connectors/connectors.ts';
import { createSecrets } from '../../connectors/secrets.ts';
import type { Command, Payment } from '../../engine/types.ts';
import { secretOf } from '../../outside/authentication.ts';
import { type RunningOutside, runOutside } from '../../outside/main.ts';
import { saveConnection } from '../../store/connections.ts';
import { saveHosts } from '../../store/hosts.ts';
import { claimDueJobs } from '../../store/jobs.ts';
import { listJournal } from '../../store/journal.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { signatureOf } from '../events/ingest.ts';
import { caseOf, eventPackage, performAll } from '../events/testing.ts';
import { causeWords } from '../incidents/words.ts';
import { systemActor } from '../run-burst.ts';
import { createWorld, publishPackage, quiet, type World } from '../testing/world.ts';
import { performJob, RetryLater } from './effects.ts';
import { paymentOf as openPaymentOf, paymentView } from './payment-view.ts';
import { lookAtOrder, nextLook } from './payments.ts';
import { progressOf } from './progress.ts';
import { timelineOf } from './timeline.ts';

const region = '330424';
const shared = 'shared-for-payments';
const masterKey = Buffer.alloc(32, 7).toString('base64');
const both = (text: string) => ({ 'zh-CN': text, en: text });
const pay = {
  kind: 'pay',
  department: 'd1',
  decisions: {
    paid: { name: both('已缴费'), rank: 'a0', effect: 'agree' },
    unpaid: { name: both('未缴费'), rank: 'a1', effect: 'refuse' },
  },
  payment: { amount: '20', title: both('证件工本费'), days: 1, paid: 'paid', unpaid: 'unpaid' },
};

let databases: TestDatabase[];
let outside: RunningOutside;
let store: Store;
let connectors: Connectors;
let world: World;
let receiver: Server;
/** What the payment sent us, and what we answered. */
let calls: { url: string; raw: string; headers: Record<string, string>; answer: string }[] = [];

/** Where the payment calls back: the part of the API that hands a signed event on. */
function receive(): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const answer = await deliver(request.url!, raw, request.headers as Record<string, string>);
      calls.push({ url: request.url!, raw, headers: request.headers as Record<string, string>, answer });
      response.writeHead(answer === 'accepted' || answer === 'repeated' ? 201 : 401).end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function deliver(url: string, raw: string, headers: Record<string, string>): Promise<string> {
  const [, , , at, connection] = url.split('/');
  const signed = {
    region: at!,
    connection: connection!,
    timestamp: headers['x-lianban-timestamp']!,
    idempotencyKey: headers['idempotency-key']!,
    signature: headers['x-lianban-signature']!,
    bytes: Buffer.from(raw),
    event: JSON.parse(raw) as { message: string; key: string },
  };
  return world.services.events.ingest(signed).then(
    ({ repeated }) => (repeated ? 'repeated' : 'accepted'),
    (error: { code: string }) => error.code,
  );
}

beforeAll(async () => {
  databases = [await withDatabase(), await withDatabase({ template: null })];
  outside = await runOutside({ databaseUrl: databases[1]!.url, secret: shared, port: 0, today: '2026-04-20', families: 5 });
  store = createStore({ url: databases[0]!.url, applicationName: 'payments-test' });
  const secrets = createSecrets({ store, masterKey });
  await secrets.save(region, 'outside-payment', secretOf(shared, 'outside-payment'));
  const at = new Date().toISOString();
  const hosts = [{ host: new URL(outside.url).host, addedBy: 'test', addedAt: at }];
  await saveHosts(store, region, { rev: 0, hosts }, { region, at, action: 'hosts.saved', object: 'hosts', result: 'done' });
  await saveConnection(store, region, {
    format: 'lianban.connection/1',
    id: 'payment',
    name: both('统一支付平台'),
    owner: { department: 'gg' },
    kind: 'http',
    service: 'payment',
    baseUrl: outside.url,
    auth: { kind: 'hmac', app: 'lianban', secret: 'outside-payment' },
    timeoutMs: 1500,
    retries: 0,
    events: { messages: ['payment'] },
  });
  connectors = createConnectors({ store, masterKey, clock: () => new Date().toISOString(), logger: quiet });
  receiver = await receive();
  const publicUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  world = await createWorld({ url: databases[0]!.url, connectors, publicUrl, secrets });
  const flow = 'start -> pay; pay -[paid]-> a -> end; pay -[unpaid]-> endRefused';
  await publishPackage(world.store, eventPackage('fee', flow, { pay }), [{ code: region, name: '海盐县' }]);
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await world.close();
  await connectors.close();
  await store.close();
  await outside.close();
  for (const database of databases) await database.close();
});
afterEach(async () => {
  calls = [];
  await fault(null);
});

async function fault(which: string | null): Promise<void> {
  const headers = { 'x-control-key': secretOf(shared, 'outside-control') };
  await fetch(`${outside.url}/control/faults`, { method: 'PUT', headers, body: JSON.stringify({ service: '*', fault: which }) });
}

async function start(): Promise<string> {
  const { caseParts } = world.services;
  const loaded = (await caseParts.plans.livePlan(region, 'fee'))!;
  const caseId = uuidv7();
  await caseParts.runBurst({
    start: { loaded, account: 'a1', startKey: randomUUID() },
    region,
    caseId,
    commands: [{ id: 'start', at: new Date().toISOString(), actor: systemActor, type: 'start', caseId, region, version: loaded.version }],
  });
  return caseId;
}
/** A case whose order is open. */
async function ordered(): Promise<{ caseId: string; payment: Payment }> {
  const caseId = await start();
  await performAll(world.services, world.store, region);
  return { caseId, payment: await paymentOf(caseId) };
}
const paymentOf = async (caseId: string) => (await caseOf(world.store, region, caseId)).state.payments!.p1!;
const standsAt = async (caseId: string) => Object.values((await caseOf(world.store, region, caseId)).state.tokens).map(({ node }) => node);
const cashier = (payment: Payment) => fetch(payment.payUrl!, { method: 'POST' });
/** The time of the next question has come. */
async function due(caseId: string): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query('UPDATE jobs SET run_at = now() WHERE region = $1 AND case_id = $2', [region, caseId]),
  );
}
async function send(caseId: string, command: Pick<Command, 'type'> & Record<string, unknown>): Promise<void> {
  const base = { id: randomUUID(), at: new Date().toISOString(), actor: systemActor };
  await world.services.caseParts.runBurst({ region, caseId, commandsFor: () => [{ ...base, ...command } as Command] });
}
const outsideOrder = async (number: string) => {
  const answer = await connectors.queryPayment!({ key: 'look', region, order: number });
  return (answer.ok ? answer.value : {}) as { status?: string; refunded?: string };
};

describe('a payment', () => {
  it('is opened with its amount, called back when it was paid, and the case goes on', async () => {
    const { caseId, payment } = await ordered();
    expect(payment).toMatchObject({ status: 'waiting', amount: '20.00', order: `${caseId}:p1` });
    expect(payment.payUrl).toBe(`${outside.url}/pay/cashier/${encodeURIComponent(payment.order)}`);
    expect(await (await fetch(payment.payUrl!)).text()).toMatch(/证件工本费.*20\.00 元.*确认支付/s);

    expect((await cashier(payment)).status).toBe(200);
    expect(calls.map(({ url, answer }) => [url, answer])).toEqual([[`/api/events/${region}/payment`, 'accepted']]);
    await performAll(world.services, world.store, region);

    expect(await standsAt(caseId)).toEqual(['a']);
    expect((await paymentOf(caseId)).status).toBe('paid');
  });

  it('whose call back was lost is found by asking', async () => {
    const { caseId, payment } = await ordered();
    await fault('lostCallback');
    await cashier(payment);
    await performAll(world.services, world.store, region);
    expect(calls).toEqual([]);
    expect(await standsAt(caseId)).toEqual(['pay']);

    await due(caseId);
    await performAll(world.services, world.store, region);
    expect(await standsAt(caseId)).toEqual(['a']);
  });

  it('called back twice, and asked about at the same moment, lets the case go on once', async () => {
    const { caseId, payment } = await ordered();
    await cashier(payment);
    const [{ url, raw, headers }] = calls as [(typeof calls)[number]];
    expect(await deliver(url, raw, headers)).toBe('repeated');
    await due(caseId);
    const [job] = (await claimDueJobs(world.store, { region, workerId: 'other', limit: 50 })).filter(({ effect }) => effect.type === 'pay');
    const { caseParts } = world.services;
    await Promise.allSettled([
      lookAtOrder(caseParts, region, { key: payment.order }),
      lookAtOrder(caseParts, region, { key: payment.order }),
      performJob(caseParts, job!, { maxAttempts: 3 }),
    ]);
    await performAll(world.services, world.store, region);

    const { state } = await caseOf(world.store, region, caseId);
    expect(Object.values(state.tasks).map(({ node, status }) => [node, status])).toEqual([['a', 'open']]);
    expect(state.visits.a).toBe(1);
  });

  it('is not believed because somebody says so: forged, or signed for an order nobody paid', async () => {
    const { caseId, payment } = await ordered();
    const raw = JSON.stringify({ message: 'payment', key: payment.order });
    const stamp = String(Math.floor(Date.now() / 1000));
    const headersFor = (secret: string, key: string) => ({
      'idempotency-key': key,
      'x-lianban-timestamp': stamp,
      'x-lianban-signature': signatureOf(secret, stamp, key, Buffer.from(raw)),
    });
    const url = `/api/events/${region}/payment`;
    expect(await deliver(url, raw, headersFor('guess', 'forged:1'))).toBe('event.signature');
    expect(await deliver(url, raw, headersFor(secretOf(shared, 'outside-payment'), 'untrue:1'))).toBe('accepted');
    await performAll(world.services, world.store, region);

    expect(await standsAt(caseId)).toEqual(['pay']);
    expect((await outsideOrder(payment.order)).status).toBe('waiting');
  });

  it('that nobody made in time takes the other way', async () => {
    const { caseId, payment } = await ordered();
    const { Client } = await import('pg').then(({ default: pg }) => pg);
    const client = new Client(databases[1]!.url);
    await client.connect();
    await client.query("UPDATE pay_orders SET closes_at = now() - interval '1 second' WHERE number = $1", [payment.order]);
    await client.end();
    await due(caseId);
    await performAll(world.services, world.store, region);

    expect((await caseOf(world.store, region, caseId)).state.status).toBe('refused');
    expect((await paymentOf(caseId)).status).toBe('unpaid');
    expect((await cashier(payment)).status).toBe(409);
  });

  it('is asked for again while the payment is away, then is an incident, and opens by a retry', async () => {
    await fault('down');
    const caseId = await start();
    const take = async () => (await claimDueJobs(world.store, { region, workerId: 'w', limit: 50 })).find((job) => job.caseId === caseId)!;
    const job = await take();
    await expect(performJob(world.services.caseParts, job, { maxAttempts: 3 })).rejects.toBeInstanceOf(RetryLater);
    await performJob(world.services.caseParts, { ...job, attempts: 3 }, { maxAttempts: 3 });
    const { state } = await caseOf(world.store, region, caseId);
    expect(Object.values(state.incidents)).toMatchObject([{ code: 'payment.failed', detail: 'down' }]);

    await fault(null);
    connectors.tools.forget(region, 'payment');
    await send(caseId, { type: 'retryIncident', incidentId: 'i1' });
    await expect
      .poll(
        async () => {
          await due(caseId);
          await performAll(world.services, world.store, region).catch(() => {});
          return (await paymentOf(caseId)).status;
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe('waiting');
  });

  it('once open is only asked about later while the payment is away', async () => {
    const { caseId } = await ordered();
    await fault('down');
    await due(caseId);
    await performAll(world.services, world.store, region);

    const { state } = await caseOf(world.store, region, caseId);
    expect(state.incidents).toEqual({});
    expect(await standsAt(caseId)).toEqual(['pay']);
  });

  it('is given back once when the case is withdrawn after it, and closed when it is withdrawn before', async () => {
    const { caseId, payment } = await ordered();
    await cashier(payment);
    await performAll(world.services, world.store, region);
    await send(caseId, { type: 'withdraw' });
    await performAll(world.services, world.store, region);
    expect(await outsideOrder(payment.order)).toMatchObject({ status: 'paid', refunded: '20.00' });
    expect((await paymentOf(caseId)).status).toBe('refunded');

    const open = await ordered();
    await send(open.caseId, { type: 'end', result: 'refused', reason: '材料不实' });
    await performAll(world.services, world.store, region);
    expect((await outsideOrder(open.payment.order)).status).toBe('closed');
    expect((await paymentOf(open.caseId)).status).toBe('closed');
    expect((await cashier(open.payment)).status).toBe(409);
  });
});

/** What the applicant reads on the page of the case, and what the operator reads of its incident. */
async function words(caseId: string) {
  const { stored, loaded } = await world.services.caseParts.runBurst.load(region, caseId);
  const { state } = stored;
  const calendar = await world.services.caseParts.plans.calendarOf(region);
  const journal = await listJournal(store, region, caseId);
  const payment = openPaymentOf(state);
  return {
    line: progressOf(loaded, state, calendar, new Date().toISOString()).line['zh-CN'].replace(/\d{4}年\d+月\d+日/, '某日'),
    button: payment && paymentView(payment).payUrl ? `${payment.title['zh-CN']} ${payment.amount} 元` : undefined,
    timeline: timelineOf(loaded, state, journal, { as: 'citizen' }).map(({ text }) => text['zh-CN']),
    operator: Object.values(state.incidents).map(({ code }) => causeWords(code)['zh-CN']),
  };
}

describe('what people read of a payment', () => {
  it.each(['down', 'slow', 'refused'])('that cannot be opened: %s', async (which) => {
    await fault(which);
    const caseId = await start();
    const job = (await claimDueJobs(world.store, { region, workerId: which, limit: 50 })).find((one) => one.caseId === caseId)!;
    expect(await words(caseId)).toMatchObject({ line: '请您在某日（含当日）前缴费 20.00 元', button: undefined, operator: [] });
    await performJob(world.services.caseParts, { ...job, attempts: 8 }, { maxAttempts: 8 });

    expect(await words(caseId)).toEqual({
      line: '办理中遇到问题，工作人员正在处理',
      button: undefined,
      timeline: ['办理中遇到问题，工作人员正在处理'],
      operator: ['统一支付没有开出缴费单，请核对支付连接后重试。'],
    });
  });

  it('that waits, was paid though the call back was lost, and is given back', async () => {
    await fault(null);
    await expect
      .poll(async () => (await connectors.queryPayment!({ key: 'well', region, order: 'none' })).ok, { timeout: 30_000, interval: 1_000 })
      .toBe(false);
    const caseId = await start();
    await expect
      .poll(
        async () => {
          await due(caseId);
          await performAll(world.services, world.store, region).catch(() => {});
          return (await words(caseId)).button;
        },
        { timeout: 40_000, interval: 1_000 },
      )
      .toBe('证件工本费 20.00 元');
    expect(await words(caseId)).toMatchObject({ line: '请您在某日（含当日）前缴费 20.00 元', timeline: ['请缴费：证件工本费 20.00 元'] });

    await fault('lostCallback');
    await cashier(await paymentOf(caseId));
    await due(caseId);
    await performAll(world.services, world.store, region);
    expect(await words(caseId)).toMatchObject({
      button: undefined,
      timeline: ['请缴费：证件工本费 20.00 元', '已缴费：证件工本费 20.00 元'],
      operator: [],
    });

    await fault(null);
    await send(caseId, { type: 'withdraw' });
    await performAll(world.services, world.store, region);
    expect((await words(caseId)).timeline).toEqual([
      '请缴费：证件工本费 20.00 元',
      '已缴费：证件工本费 20.00 元',
      '申请人撤回了申请',
      '已退款：证件工本费 20.00 元',
    ]);
  });
});

describe('the time of the next question', () => {
  it('is soon while somebody is likely to pay, later afterwards, and right after the order has closed', () => {
    const order = { openedAt: '2026-03-02T01:00:00.000Z', closesAt: '2026-03-05T15:59:59.000Z' };
    expect(nextLook(order, '2026-03-02T01:01:00.000Z')).toBe(30_000);
    expect(nextLook(order, '2026-03-02T03:00:00.000Z')).toBe(300_000);
    expect(nextLook(order, '2026-03-05T15:59:50.000Z')).toBe(10_000);
    expect(nextLook(order, '2026-03-06T00:00:00.000Z')).toBe(300_000);
  });
});
