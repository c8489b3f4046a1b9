/** A small outside world for tests: a real HTTP service that counts every call by its idempotency key. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonValue } from '../../compile/plan.ts';
import type { Outcome } from '../../engine/types.ts';
import type { ConnectorPort } from '../ports.ts';

export interface TestOutside {
  connectors: ConnectorPort;
  /** Things done, by idempotency key: a repeated key does nothing and counts as a repeat. */
  done: Map<string, { kind: string; calls: number }>;
  /** What a resource answers; a missing one answers with an empty record. */
  records: Record<string, JsonValue>;
  /** Kinds of calls that fail now: read, sms, seal; and contracts that are suspended: `contract <id>`. */
  down: Set<string>;
  close(): Promise<void>;
}

export async function startTestOutside(): Promise<TestOutside> {
  const done: TestOutside['done'] = new Map();
  const records: TestOutside['records'] = {};
  const down: TestOutside['down'] = new Set();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const kind = request.url!.split('/')[1]!;
      if (down.has(kind)) return void response.writeHead(503).end();
      const key = String(request.headers['idempotency-key']);
      const known = done.get(key);
      done.set(key, { kind, calls: (known?.calls ?? 0) + 1 });
      const answer = kind === 'read' ? (records[(JSON.parse(body) as { resource: string }).resource] ?? null) : { ok: true };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (kind: string, key: string, body: unknown): Promise<Outcome> => {
    try {
      const response = await fetch(`${base}/${kind}`, { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body) });
      if (!response.ok) return { ok: false, kind: 'down', message: `status ${response.status}` };
      return { ok: true, value: (await response.json()) as JsonValue };
    } catch {
      return { ok: false, kind: 'down', message: 'no answer' };
    }
  };
  return {
    done,
    records,
    down,
    connectors: {
      // What a person answered comes before a call, as in the product.
      read: async ({ key, resource, keys, dataUse, answered }) => {
        if (down.has(`contract ${dataUse.contract}`)) return { ok: false, kind: 'denied', message: 'The contract is suspended.' };
        const known = await answered?.({ id: dataUse.contract ?? '', fields: Object.keys(dataUse.provides) });
        return known ?? post('read', key, { resource: resource.id, keys });
      },
      sendSms: ({ key, to, text }) => post('sms', key, { to, text }),
      sealDocument: ({ key, number, sha256 }) => post('seal', key, { number, sha256 }),
    },
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
