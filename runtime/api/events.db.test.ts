import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventAccepted, EventList } from '../../schemas/generated/api.ts';
import { createSecrets } from '../connectors/secrets.ts';
import { signatureOf } from '../services/events/ingest.ts';
import { eventPackage } from '../services/events/testing.ts';
import { publishPackage } from '../services/testing/world.ts';
import { saveConnection } from '../store/connections.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const region = '330424';
const now = '2026-02-13T01:10:00.000Z';
const secret = 'a secret of the tax office';
let product: TestProduct;
let admin: Visitor;

beforeAll(async () => {
  product = await startProduct({ now });
  const { store } = product;
  await publishPackage(
    store,
    eventPackage('tax', 'start -> a -> end', {
      start: { trigger: { type: 'message', message: 'paid', provides: { sum: 'person.score' } } },
    }),
    [{ code: region, name: '海盐县' }],
  );
  await saveConnection(store, region, {
    format: 'lianban.connection/1',
    id: 'tax-office',
    name: { 'zh-CN': '税务局' },
    owner: { department: 'sw' },
    kind: 'http',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'hmac', app: 'tax', secret: 'tax-secret' },
    timeoutMs: 1000,
    retries: 0,
    events: { messages: ['paid', 'nobodyKnows'], data: ['person.score'] },
  });
  await createSecrets({ store, masterKey: Buffer.alloc(32, 7).toString('base64') }).save(region, 'tax-secret', secret);
  admin = await product.client.signIn('admin', demoPassword);
});
afterAll(() => product.close());

interface Sending {
  body?: object;
  key?: string;
  at?: string;
  signedWith?: string;
  signedBody?: object;
  connection?: string;
}

function send({
  body = { message: 'paid', values: { sum: 12 } },
  key = 'payment-0001',
  at = now,
  signedWith = secret,
  signedBody,
  connection = 'tax-office',
}: Sending) {
  const raw = JSON.stringify(body);
  const signature = signatureOf(signedWith, at, key, Buffer.from(JSON.stringify(signedBody ?? body)));
  const headers = { 'idempotency-key': key, 'x-lianban-timestamp': at, 'x-lianban-signature': signature };
  return product.client.anonymous.send<EventAccepted & { code?: string }>('POST', `/api/events/${region}/${connection}`, { raw, headers });
}

async function cases(): Promise<{ state: { fields: Record<string, { value: unknown }> } }[]> {
  return product.store.withRegions([region], async (client) => {
    const { rows } = await client.query(
      `SELECT d.state FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id WHERE c.region = $1 AND c.scenario = 'tax'`,
      [region],
    );
    return rows as { state: { fields: Record<string, { value: unknown }> } }[];
  });
}

async function settled(id: string): Promise<string> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const { body } = await admin.send<EventList>('GET', `/api/events/recent?region=${region}`);
    const status = body.rows.find((row) => row.id === id)?.status;
    if (status && status !== 'waiting') return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'waiting';
}

describe('events of another system', () => {
  it('are taken in once under their key, and start the case that begins by them', async () => {
    const first = await send({});
    expect([first.status, first.body.repeated]).toEqual([201, false]);
    const again = await send({});
    expect([again.status, again.body]).toEqual([201, { ...first.body, repeated: true }]);

    expect(await settled(first.body.id)).toBe('started');
    expect(await cases()).toHaveLength(1);
  });

  it.each<[string, Sending, number, string]>([
    ['another secret', { signedWith: 'guess' }, 401, 'event.signature'],
    ['another body than was signed', { signedBody: { message: 'paid', values: { sum: 13 } } }, 401, 'event.signature'],
    ['a connection that is not there', { connection: 'nobody' }, 401, 'event.signature'],
    ['a time six minutes ago', { at: '2026-02-13T01:04:00.000Z' }, 401, 'event.replayed'],
    ['a time six minutes ahead', { at: '2026-02-13T01:16:00.000Z' }, 401, 'event.replayed'],
    ['a time that is none', { at: 'soon' }, 401, 'event.replayed'],
    ['an event the connection may not send', { body: { signal: 'storm' } }, 403, 'event.not_allowed'],
    ['a message no scenario knows', { body: { message: 'nobodyKnows' } }, 422, 'event.unknown'],
    ['neither message nor signal nor data', { body: {} }, 422, 'event.one_of'],
    ['data besides a message', { body: { message: 'paid', data: { 'person.score': 1 } } }, 422, 'event.one_of'],
    ['data of a path the connection may not send', { body: { data: { 'person.score': 1, 'person.name': 'x' } } }, 403, 'event.not_allowed'],
    ['a key that is too short', { key: 'x' }, 422, 'event.key_invalid'],
  ])('are refused with %s', async (_what, sending, status, code) => {
    const answer = await send({ key: 'refused-0001', ...sending });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('cannot be sent without a signature at all', async () => {
    const answer = await product.client.anonymous.send('POST', `/api/events/${region}/tax-office`, { body: { message: 'paid' } });
    expect(answer.status).toBe(401);
  });
});

describe('events by hand', () => {
  it('are sent by administrators of the region with a reason, once per command', async () => {
    const body = { region, message: 'paid', reason: '税务系统停机，电话核实', commandId: 'by-hand-0001' };
    const first = await admin.send<EventAccepted>('POST', '/api/events', { body });
    const again = await admin.send<EventAccepted>('POST', '/api/events', { body });
    expect([first.status, first.body.repeated, again.body.repeated]).toEqual([201, false, true]);
    expect(await settled(first.body.id)).toBe('started');
    expect(await cases()).toHaveLength(2);

    const far = await admin.send('POST', '/api/events', { body: { ...body, region: '331002', commandId: 'by-hand-0002' } });
    expect(far.status).toBe(403);
    const officer = await product.client.signIn('wj', demoPassword);
    expect((await officer.send('POST', '/api/events', { body })).status).toBe(403);
  });
});
