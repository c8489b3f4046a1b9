import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplates } from '../../services/studio/templates.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { secretOf, signatureOf } from '../authentication.ts';
import { type RunningOutside, runOutside } from '../main.ts';
import { demoDeceased, demoDiedAtHome } from './one-thing.ts';

const secret = 'shared-for-tests';
let database: TestDatabase;
let outside: RunningOutside;
beforeAll(async () => {
  database = await withDatabase({ template: null });
  outside = await runOutside({ databaseUrl: database.url, secret, port: 0, today: '2026-04-20', families: 10 });
});
afterAll(async () => {
  await outside.close();
  await database.close();
});

async function post(url: string, connection: string, auth: 'apiKey' | 'hmac', value: object, key?: string) {
  const body = JSON.stringify(value);
  const [timestamp, nonce] = [String(Date.now()), randomUUID()];
  const own = secretOf(secret, `outside-${connection}`);
  const signature = signatureOf(own, { method: 'POST', path: url, timestamp, nonce, body });
  const proof: Record<string, string> =
    auth === 'apiKey' ? { 'x-api-key': own } : { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature };
  const headers = key === undefined ? proof : { ...proof, 'idempotency-key': key };
  const response = await fetch(outside.url + url, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as { records?: Record<string, unknown>[]; number?: string } };
}

describe('registers of the one-thing services', () => {
  it.each(['enterprise/deregistration', 'family/after-death', 'construction/utility-connection'])(
    'answer every resource of %s by its sample, with the fields it names and as its connection proves itself',
    async (template) => {
      const templates = await readTemplates(path.join(import.meta.dirname, '../../../templates'));
      const { package: pkg, connections } = templates.get(template)!;

      for (const resource of Object.values(pkg.resources)) {
        if (!('path' in resource.operation!)) throw new Error(resource.id);
        const connection = connections[resource.connection!]!;
        const keys = Object.fromEntries(
          Object.keys(resource.keys).map((key) => [key, (resource.samples![0] as Record<string, unknown>)[key]]),
        );
        const auth = connection.kind === 'http' && connection.auth.kind === 'hmac' ? 'hmac' : 'apiKey';
        const { status, body } = await post(resource.operation.path, resource.connection!, auth, keys);
        expect(status, resource.id).toBe(200);
        expect(body.records, resource.id).toHaveLength(1);
        expect(Object.keys(body.records![0]!), resource.id).toEqual(expect.arrayContaining(Object.keys(resource.fields)));
      }
    },
  );

  it('know a death whose cause nobody found, and have no licence where there is none', async () => {
    const found = await post('/farewell/death-record', 'wj', 'apiKey', { idNumber: demoDeceased.idNumber });
    const unknown = await post('/farewell/death-record', 'wj', 'apiKey', { idNumber: demoDiedAtHome.idNumber });
    const licence = await post('/farewell/driver', 'jj', 'apiKey', { idNumber: demoDiedAtHome.idNumber });

    expect(found.body.records![0]!.cause).toBe('normal');
    expect(unknown.body.records![0]!.cause).toBe('unknown');
    expect(licence.body.records).toEqual([]);
  });

  it('take what is handed to a bank once, with a number of its own, and know nobody else', async () => {
    const once = await post('/cases', 'yh', 'hmac', { uscc: '91330424MA2CX8N2TR' }, 'case:e1');
    const again = await post('/cases', 'yh', 'hmac', { uscc: '91330424MA2CX8N2TR' }, 'case:e1');

    expect(once.body.number).toMatch(/^YH[0-9A-F]{12}$/);
    expect(again.body).toEqual(once.body);
    expect((await post('/cases', 'sc', 'hmac', {}, 'case:e2')).status).toBe(401);
  });
});
