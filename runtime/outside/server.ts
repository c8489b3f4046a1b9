/**
 * The simulated outside world: departments' registers, a text message gateway and a seal service, over HTTP.
 * It knows nothing of the product. Faults are switched per path at /control/faults; /control/calls counts every call.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthenticator, secretOf } from './authentication.ts';
import { type Answer, answer, refusal } from './common/part.ts';
import { parts } from './common/parts.ts';
import type { OutsideDatabase } from './database.ts';
import { effects, type Fault, faults, lookups } from './services.ts';

/** How long a slow service takes: longer than any connection waits. */
const slowMs = 15_000;

export interface OutsideServerOptions {
  database: OutsideDatabase;
  secret: string;
  now: () => number;
}

export function createOutsideServer({ database, secret, now }: OutsideServerOptions): Server {
  const authenticator = createAuthenticator(secret, now);
  const { pool } = database;

  async function faultOf(path: string): Promise<Fault | undefined> {
    const { rows } = await pool.query({
      name: 'fault',
      text: "SELECT fault FROM faults WHERE service IN ($1, '*') ORDER BY service DESC LIMIT 1",
      values: [path],
    });
    return rows[0]?.fault;
  }

  async function count(path: string, key: string): Promise<void> {
    await pool.query({
      name: 'count',
      text: 'INSERT INTO calls (service, key, calls, performed) VALUES ($1, $2, 1, 0) ON CONFLICT (service, key) DO UPDATE SET calls = calls.calls + 1',
      values: [path, key],
    });
  }

  function authentic(
    request: IncomingMessage,
    path: string,
    body: string,
    { auth, connection }: { auth: 'apiKey' | 'hmac'; connection: string },
  ): boolean {
    const name = `outside-${connection}`;
    if (auth === 'apiKey') return authenticator.byKey(header(request, 'x-api-key'), name);
    return authenticator.bySignature({ method: request.method!, path, body, headers: request.headers }, name);
  }

  async function lookup(path: string, body: string, fault: Fault | undefined): Promise<Answer> {
    const { register, key = 'idNumber' } = lookups[path]!;
    const wanted = (JSON.parse(body) as Record<string, unknown>)[key];
    if (typeof wanted !== 'string') return refusal(400, `${key} is missing`);
    const records = fault === 'noRecord' ? [] : await database.find(register, wanted);
    if (fault === 'severalRecords' && records[0]) records.push({ ...records[0] });
    // Wrong data keeps the field names and breaks every type, as a changed interface does.
    if (fault === 'wrongData')
      return answer(200, {
        records: records.map((record) => Object.fromEntries(Object.keys(record).map((key) => [key, { unexpected: true }]))),
      });
    return answer(200, { records });
  }

  /** One statement inserts the effect and counts it, so a killed database leaves both or neither. */
  async function perform(path: keyof typeof effects, body: string, key: string): Promise<Answer> {
    const input = JSON.parse(body) as Record<string, unknown>;
    if (path === '/sms/messages') {
      if (typeof input.to !== 'string' || typeof input.words !== 'string') return refusal(400, 'to and words are needed');
      await pool.query({
        name: 'message',
        text: 'WITH made AS (INSERT INTO messages (key, recipient, words) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1) UPDATE calls SET performed = performed + (SELECT count(*) FROM made) WHERE service = $4 AND key = $1',
        values: [key, input.to, input.words, path],
      });
      return answer(202, { accepted: true });
    }
    if (typeof input.number !== 'string' || typeof input.sha256 !== 'string') return refusal(400, 'number and sha256 are needed');
    const sealId = createHash('sha256').update(`${key}\n${input.number}`).digest('hex').slice(0, 24);
    await pool.query({
      name: 'seal',
      text: 'WITH made AS (INSERT INTO seals (key, number, sha256, seal_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1) UPDATE calls SET performed = performed + (SELECT count(*) FROM made) WHERE service = $5 AND key = $1',
      values: [key, input.number, input.sha256, sealId, path],
    });
    const { rows } = await pool.query({
      name: 'sealed',
      text: 'SELECT seal_id AS "sealId", at AS "sealedAt", sha256 FROM seals WHERE key = $1',
      values: [key],
    });
    const sealed = rows[0] as { sealId: string; sealedAt: Date; sha256: string };
    return answer(200, { ...sealed, signature: createHmac('sha256', secret).update(`${sealed.sealId}\n${sealed.sha256}`).digest('hex') });
  }

  async function control(request: IncomingMessage, path: string, body: string): Promise<Answer> {
    if (!authenticator.byKey(header(request, 'x-control-key'), 'outside-control')) return refusal(401, 'unknown control key');
    if (path === '/control/faults' && request.method === 'PUT') {
      const { service, fault } = JSON.parse(body) as { service: string; fault: Fault | null };
      if (fault === null) await pool.query('DELETE FROM faults WHERE service = $1', [service]);
      else if (faults.includes(fault))
        await pool.query('INSERT INTO faults VALUES ($1, $2) ON CONFLICT (service) DO UPDATE SET fault = excluded.fault', [service, fault]);
      else return refusal(400, `fault must be one of ${faults.join(', ')} or null`);
      return answer(200, { service, fault });
    }
    if (path === '/control/faults')
      return answer(200, { faults: (await pool.query('SELECT service, fault FROM faults ORDER BY service')).rows });
    if (path === '/control/calls')
      return answer(200, { calls: (await pool.query('SELECT service, key, calls, performed FROM calls ORDER BY service, key')).rows });
    if (path === '/control/messages')
      return answer(200, { messages: (await pool.query('SELECT key, recipient, words, at FROM messages ORDER BY at, key')).rows });
    return refusal(404, 'no such control');
  }

  async function answerPart(part: (typeof parts)[number], request: IncomingMessage, path: string, body: string): Promise<Answer | 'drop'> {
    const key = header(request, 'idempotency-key') ?? '';
    const fault = await faultOf(path);
    if (key) await count(path, key);
    if (fault === 'down') return 'drop';
    if (fault === 'slow') await sleep(slowMs, undefined, { ref: false });
    const query = new URL(request.url ?? '/', 'http://outside').searchParams;
    const context = { pool, authenticator, secret: (name: string) => secretOf(secret, name), now };
    return part.answer({ method: request.method ?? 'GET', path, query, body, headers: request.headers, key, fault }, context);
  }

  async function handle(request: IncomingMessage): Promise<Answer | 'drop'> {
    const path = new URL(request.url ?? '/', 'http://outside').pathname;
    if (path === '/healthz') return answer(200, { ok: true });
    const body = await readBody(request);
    if (path.startsWith('/control/')) return control(request, path, body);
    const part = parts.find(({ prefix }) => path.startsWith(prefix));
    if (part) return answerPart(part, request, path, body);
    const service = lookups[path] ?? effects[path as keyof typeof effects];
    if (!service || request.method !== 'POST') return refusal(404, 'no such service');
    if (!authentic(request, path, body, service)) return refusal(401, 'unknown key or wrong signature');

    const key = header(request, 'idempotency-key') ?? '';
    const fault = await faultOf(path);
    if (key) await count(path, key);
    if (fault === 'down') return 'drop';
    if (fault === 'slow') await sleep(slowMs, undefined, { ref: false });
    if (lookups[path]) return lookup(path, body, fault);
    if (!key) return refusal(400, 'an effect needs an idempotency-key');
    return perform(path as keyof typeof effects, body, key);
  }

  return createServer((request, response) => {
    handle(request).then(
      (result) => (result === 'drop' ? request.socket.destroy() : send(response, result)),
      (error: unknown) =>
        send(response, error instanceof SyntaxError ? refusal(400, 'the body is no JSON') : refusal(500, 'the register failed')),
    );
  });
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, html }: Answer): void {
  if (response.destroyed) return;
  if (html !== undefined) {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    return;
  }
  if (body === undefined) {
    // As a gateway does that wants somebody to sign in.
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>统一认证</title>');
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
