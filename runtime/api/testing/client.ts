/** A client for tests: it checks every answer it gets against /api/openapi.json. */
import type { Session } from '../../../schemas/generated/api.ts';
import { type Contract, contractOf } from './contract.ts';
import { type RawAnswer, sendRaw } from './http.ts';

export interface Answer<T = unknown> {
  status: number;
  headers: RawAnswer['headers'];
  /** Parsed JSON, or undefined when the answer is no JSON. */
  body: T;
  bytes: Buffer;
}
export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, instead of `body` as JSON. */
  raw?: string | Buffer;
}
/** Somebody who is signed in; `anonymous` has neither cookie nor CSRF value. */
export interface Visitor {
  cookie?: string;
  csrf?: string;
  session?: Session;
  send<T = Record<string, unknown>>(method: string, path: string, options?: RequestOptions): Promise<Answer<T>>;
}
export interface TestClient {
  base: string;
  contract: Contract;
  anonymous: Visitor;
  signIn(username: string, password: string): Promise<Visitor>;
}

export async function createTestClient(base: string): Promise<TestClient> {
  const document = await sendRaw(base, { method: 'GET', path: '/api/openapi.json' });
  const contract = contractOf(JSON.parse(document.body.toString()));
  const visitor = (cookie?: string, session?: Session): Visitor => ({
    ...(cookie ? { cookie } : {}),
    ...(session ? { session, csrf: session.csrf } : {}),
    async send<T>(method: string, path: string, { body, headers = {}, raw }: RequestOptions = {}) {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const answer = await sendRaw(base, {
        method,
        path,
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(session && method !== 'GET' && method !== 'HEAD' ? { 'x-lianban-csrf': session.csrf } : {}),
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          ...(sent === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(sent)) }),
          ...headers,
        },
        body: sent,
      });
      contract.check(method, path, answer);
      const json = /[/+]json\b/.test(String(answer.headers['content-type'])) && answer.body.length > 0;
      return {
        status: answer.status,
        headers: answer.headers,
        bytes: answer.body,
        body: (json ? JSON.parse(answer.body.toString()) : undefined) as T,
      };
    },
  });
  const anonymous = visitor();
  return {
    base,
    contract,
    anonymous,
    async signIn(username, password) {
      const answer = await anonymous.send<Session>('POST', '/api/session', { body: { username, password } });
      if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.bytes.toString()}`);
      return visitor(answer.headers['set-cookie']?.[0]?.split(';')[0], answer.body);
    },
  };
}
