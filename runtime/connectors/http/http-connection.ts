/** One call to a department's HTTP service: address checked, signed, bounded in time and size. */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Connection } from '../../../schemas/generated/documents.ts';
import { checkAddress, guardedLookup } from './network-guard.ts';

export interface HttpCall {
  connection: Connection;
  secret: string;
  allowedHosts: readonly string[];
  method: 'GET' | 'POST';
  path: string;
  body: Record<string, unknown>;
  /** Sent as idempotency-key. */
  key: string;
  /** Milliseconds since the epoch, for the signature. */
  now: number;
  signal: AbortSignal;
}

/** The other side answered with a status that is no success. `retryable`: 429 and 5xx. */
export class HttpStatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The service answered ${status}.`);
    this.status = status;
  }
  get retryable(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

const maxBytes = 2_000_000;

/** Sockets of all connections of this process; each address is checked again when its socket opens. */
export function createHttpAgent(): Agent {
  return new Agent({
    connect: { lookup: guardedLookup, timeout: 3000 },
    connections: 32,
    keepAliveTimeout: 10_000,
    maxResponseSize: maxBytes,
  });
}

/** The JSON body of the answer. Redirects are not followed: an answer elsewhere is an error of the connection. */
export async function callHttp(agent: Agent, call: HttpCall): Promise<unknown> {
  const url = checkAddress(joined(call.connection.baseUrl, call.path), call.allowedHosts);
  const text = call.method === 'POST' ? JSON.stringify(call.body) : '';
  if (call.method === 'GET') for (const [name, value] of Object.entries(call.body)) url.searchParams.set(name, String(value));
  const response = await request(url, {
    method: call.method,
    body: text || undefined,
    dispatcher: agent,
    signal: call.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'idempotency-key': call.key,
      ...proof(call, url.pathname, text),
    },
  });
  const body = await response.body.text();
  if (response.statusCode < 200 || response.statusCode > 299) throw new HttpStatusError(response.statusCode);
  return JSON.parse(body);
}

function joined(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}

function proof({ connection: { auth }, secret, method, now }: HttpCall, path: string, body: string): Record<string, string> {
  if (auth.kind === 'apiKey') return { [auth.header]: secret };
  const timestamp = String(now);
  const nonce = randomUUID();
  const digest = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', secret).update([method, path, timestamp, nonce, digest].join('\n')).digest('hex');
  return { 'x-app': auth.app, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature };
}
