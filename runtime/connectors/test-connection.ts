/** One try of a connection, step by step, so that whoever set it up sees what is wrong in words, with time and trace. */
import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Connection, DataResource, HttpConnection, SqlConnection, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Clock } from '../services/ports.ts';
import { isRefusedLogin } from './guards.ts';
import { exchange, HttpStatusError, RedirectedError } from './http/http-connection.ts';
import { type HttpParts, type HttpSite, readHttp } from './http/http-kind.ts';
import { checkAddress, checkEndpoint, InsideAddressError, isInside, NotAllowedError } from './http/network-guard.ts';
import { MappingError, ServiceRefusedError } from './mapping/response.ts';
import { checkRecords } from './record-check.ts';
import { QueryRefusedError, type SqlKind, TooPowerfulError } from './sql/sql-kind.ts';
import { stepWords, type TestCode, type TestStep, testWords } from './test-words.ts';

export interface TraceLine {
  step: TestStep;
  words: Text;
  ok: boolean;
  ms: number;
}
export interface ConnectionVerdict {
  ok: boolean;
  code: TestCode;
  words: Text;
  advice?: Text;
  at: string;
  ms: number;
  /** The other side finds the try in its own log by it: it was sent as idempotency-key. */
  traceId: string;
  trace: TraceLine[];
}
export interface TestRequest {
  connection: Connection;
  /** Asked with these keys, else with its first sample. Without it only the way there is tried. */
  resource?: DataResource;
  keys?: Record<string, JsonValue>;
  clock: Clock;
  http: HttpParts;
  sql: SqlKind;
  allowedHosts: readonly string[];
  secretOf: (name: string) => Promise<string | undefined>;
  imported: () => Promise<JsonValue[]>;
}

class Found extends Error {
  readonly code: TestCode;
  constructor(code: TestCode) {
    super(code);
    this.code = code;
  }
}

export async function testConnection(request: TestRequest): Promise<ConnectionVerdict> {
  const began = performance.now();
  const traceId = `test:${randomUUID()}`;
  const trace: TraceLine[] = [];
  const step = async <T>(name: TestStep, work: () => Promise<T> | T): Promise<T> => {
    const since = performance.now();
    const line = { step: name, words: stepWords[name], ok: false, ms: 0 };
    trace.push(line);
    try {
      const result = await work();
      line.ok = true;
      return result;
    } finally {
      line.ms = Math.round(performance.now() - since);
    }
  };
  const code = await tried(request, step, traceId).catch((error: unknown) => codeOf(error));
  const { words, advice } = testWords[code];
  const ok = code === 'connected' || code === 'reachable' || code === 'noRecord' || code === 'nothingToTest';
  return { ok, code, words, ...(advice ? { advice } : {}), at: request.clock(), ms: Math.round(performance.now() - began), traceId, trace };
}

type Step = <T>(name: TestStep, work: () => Promise<T> | T) => Promise<T>;

async function tried(request: TestRequest, step: Step, traceId: string): Promise<TestCode> {
  const { connection } = request;
  switch (connection.kind) {
    case 'http':
      return tryHttp(request, connection, step, traceId);
    case 'sql':
      return trySql(request, connection, step);
    case 'batch':
      if (connection.source) {
        const { url, auth } = connection.source;
        await step('address', () => checkAddress(url, request.allowedHosts));
        await step('name', () => checkName(new URL(url).hostname));
        if (auth) await step('secret', () => secretOf(request, auth.secret));
        return 'connected';
      }
      if (!request.resource) return 'nothingToTest';
      return (await step('rows', request.imported)).length > 0 ? 'connected' : 'noRecord';
    case 'ingest':
      await step('secret', () => secretOf(request, connection.auth.secret));
      return 'nothingToTest';
    default:
      return 'nothingToTest';
  }
}

async function secretOf({ secretOf: find }: TestRequest, name: string): Promise<string> {
  const secret = await find(name);
  if (secret === undefined) throw new Found('secretMissing');
  return secret;
}

async function checkName(host: string): Promise<void> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return;
  const addresses = await lookup(bare, { all: true });
  if (addresses.some(({ address }) => isInside(address))) throw new InsideAddressError('inside');
}

async function tryHttp(request: TestRequest, connection: HttpConnection, step: Step, key: string): Promise<TestCode> {
  const { allowedHosts, resource, http, clock } = request;
  const operation = resource?.operation && 'path' in resource.operation ? resource.operation : undefined;
  await step('address', () => checkAddress(connection.baseUrl, allowedHosts));
  await step('name', () => checkName(new URL(connection.baseUrl).hostname));
  const secret = await step('secret', () => secretOf(request, connection.auth.secret));
  const signal = AbortSignal.timeout(connection.timeoutMs);
  const site: HttpSite = { connection, secret, allowedHosts, now: Date.parse(clock()), signal };
  if (connection.auth.kind === 'oauth2') {
    // A new token: a kept one would hide that the secret was changed.
    http.proofs.forget({ auth: connection.auth, secret });
    await step('signIn', () => http.proofs.headers({ auth: connection.auth, ...site }, { method: 'GET', path: '/', body: '' }));
  }
  const keys = keysOf(request);
  if (!operation || !keys) {
    await step('call', () => reach(site, http, key));
    return operation ? 'reachable' : 'connected';
  }
  const records = await step('call', () => readHttp(http, site, { operation, keys, key }));
  return judged(request, records, step);
}

/** Without a resource to ask, any answer shows that the way is open, except one that says we are not known. */
async function reach(site: HttpSite, { agent, proofs }: HttpParts, key: string): Promise<void> {
  const { connection, secret, allowedHosts, signal, now } = site;
  try {
    await exchange(agent, {
      url: connection.baseUrl,
      method: 'GET',
      headers: { accept: 'application/json', 'idempotency-key': key },
      body: '',
      allowedHosts,
      redirects: connection.redirects ?? 0,
      proof: (asked) => proofs.headers({ auth: connection.auth, secret, allowedHosts, now, signal }, asked),
      signal,
    });
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status >= 500 || error.status === 401 || error.status === 403) throw error;
  }
}

async function trySql(request: TestRequest, connection: SqlConnection, step: Step): Promise<TestCode> {
  const { allowedHosts, resource, sql } = request;
  await step('address', () => checkEndpoint(connection, allowedHosts));
  await step('name', () => checkName(connection.host));
  const secret = await step('secret', () => secretOf(request, connection.secret));
  const site = { connection, secret, allowedHosts, signal: AbortSignal.timeout(connection.timeoutMs) };
  await step('signIn', () => sql.test(site));
  const keys = keysOf(request);
  const operation = resource?.operation && 'query' in resource.operation ? resource.operation : undefined;
  if (!operation || !keys) return operation ? 'reachable' : 'connected';
  const records = await step('call', () => sql.read(site, operation.query, keys));
  return judged(request, records, step);
}

/** The keys given, else those of the first sample. */
function keysOf({ resource, keys }: TestRequest): Record<string, JsonValue> | undefined {
  if (keys && Object.keys(keys).length > 0) return keys;
  const sample = resource?.samples?.[0] as Record<string, JsonValue> | undefined;
  const names = Object.keys(resource?.keys ?? {});
  if (!sample || names.some((name) => sample[name] === undefined)) return undefined;
  return Object.fromEntries(names.map((name) => [name, sample[name]!]));
}

async function judged({ resource, clock }: TestRequest, records: JsonValue[], step: Step): Promise<TestCode> {
  if (records.length === 0) return 'noRecord';
  await step('answer', () => {
    const verdict = checkRecords({ records: records.slice(0, 1) }, resource!, Object.keys(resource!.fields), clock());
    if (!verdict.ok) throw new Found('recordWrong');
  });
  return 'connected';
}

const systemCodes: Record<string, TestCode> = {
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknown',
  ECONNREFUSED: 'refusedConnection',
  EHOSTUNREACH: 'refusedConnection',
  ENETUNREACH: 'refusedConnection',
  EADDRNOTAVAIL: 'refusedConnection',
  ECONNRESET: 'connectionLost',
  EPIPE: 'connectionLost',
  UND_ERR_SOCKET: 'connectionLost',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ERR_INVALID_URL: 'addressWrong',
};

function codeOf(error: unknown): TestCode {
  if (error instanceof Found) return error.code;
  if (error instanceof InsideAddressError) return 'addressInside';
  if (error instanceof RedirectedError) return 'redirected';
  if (error instanceof NotAllowedError) return error.message.includes('plain') ? 'addressWrong' : 'hostNotAllowed';
  if (error instanceof TooPowerfulError) return 'tooPowerful';
  if (error instanceof QueryRefusedError) return error.code === '57014' ? 'timeout' : 'queryRefused';
  if (isRefusedLogin(error)) return 'secretRefused';
  if (error instanceof HttpStatusError) {
    if (error.status === 401 || error.status === 403) return 'secretRefused';
    return error.retryable ? 'serverFailed' : 'statusRefused';
  }
  if (error instanceof SyntaxError) return 'notJson';
  if (error instanceof MappingError) return 'mappingFailed';
  if (error instanceof ServiceRefusedError) return 'statusRefused';
  return systemCode(error);
}

function systemCode(error: unknown): TestCode {
  if (!(error instanceof Error)) return 'serverFailed';
  if (error.name === 'TimeoutError' || error.name === 'AbortError' || error.message === 'given up' || /timeout/i.test(error.message))
    return 'timeout';
  const code = 'code' in error ? String(error.code) : '';
  if (/^(CERT_|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO)/.test(code)) return 'tlsFailed';
  if (/^(3D|42|57P|53)/.test(code)) return 'queryRefused';
  return systemCodes[code] ?? (error.cause === undefined ? 'connectionLost' : systemCode(error.cause));
}
