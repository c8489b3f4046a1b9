/** Data over HTTP: the mapped request, page by page, and the mapped answer. */
import type { Agent } from 'undici';
import type { HttpConnection, HttpOperation } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { valueAt } from '../mapping/paths.ts';
import { mapRequest } from '../mapping/request.ts';
import { MappingError, mapResponse } from '../mapping/response.ts';
import { exchange, HttpStatusError } from './http-connection.ts';
import type { Proofs } from './proof.ts';

/** A connection as it stands at the moment of a call. */
export interface HttpSite {
  connection: HttpConnection;
  secret: string;
  /** What the secret was before it was changed, while it still counts: the other side may not have changed yet. */
  oldSecret?: string;
  allowedHosts: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
}
export interface HttpParts {
  agent: Agent;
  proofs: Proofs;
}
export interface HttpCall {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Record<string, JsonValue>;
  /** Sent as idempotency-key. */
  key: string;
}

/** One call; the JSON of the answer. A token or secret that is refused is tried once more where there is another. */
export async function callHttp(parts: HttpParts, site: HttpSite, call: HttpCall): Promise<unknown> {
  const { auth } = site.connection;
  try {
    return await callWith(parts, site, call, site.secret);
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status !== 401) throw error;
    const again = parts.proofs.forget({ auth, secret: site.secret }) ? site.secret : site.oldSecret;
    if (again === undefined) throw error;
    return callWith(parts, site, call, again);
  }
}

async function callWith({ agent, proofs }: HttpParts, site: HttpSite, call: HttpCall, secret: string): Promise<unknown> {
  const { connection, allowedHosts, now, signal } = site;
  const url = new URL(joined(connection.baseUrl, call.path));
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const text = await exchange(agent, {
    url: url.href,
    method: call.method,
    headers: {
      ...call.headers,
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': call.key,
    },
    body: call.method === 'POST' ? JSON.stringify(call.body ?? {}) : '',
    allowedHosts,
    redirects: connection.redirects ?? 0,
    proof: (request) => proofs.headers({ auth: connection.auth, secret, allowedHosts, now, signal }, request),
    signal,
  });
  return JSON.parse(text);
}

/** A base address that is none is refused where addresses are checked. */
function joined(base: string, path: string): string {
  const address = `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  if (!URL.canParse(address)) throw new MappingError('The address of the connection is no address.');
  return address;
}

/** Records for these keys, at most `maxPages` pages of them. */
export async function readHttp(
  parts: HttpParts,
  site: HttpSite,
  { operation, keys, key }: { operation: HttpOperation; keys: Readonly<Record<string, JsonValue>>; key: string },
): Promise<JsonValue[]> {
  const { method, path, response, paging } = operation;
  const mapped = mapRequest(operation, keys);
  const ask = (page: Record<string, string | number>) => {
    const asked =
      method === 'GET' ? { query: { ...mapped.query, ...texts(page) } } : { query: mapped.query, body: { ...mapped.body, ...page } };
    return callHttp(parts, site, { method, path, headers: mapped.headers, key, ...asked });
  };
  if (!paging) return mapResponse(await ask({}), response);

  const records: JsonValue[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < paging.maxPages; page += 1) {
    const answer = await ask(pageOf(paging, page, cursor));
    const found = mapResponse(answer, response);
    records.push(...found);
    cursor = paging.kind === 'cursor' ? nextOf(answer, paging.next) : undefined;
    if (paging.kind === 'cursor' ? cursor === undefined : found.length < paging.rows) return records;
  }
  throw new MappingError('There are more pages than the resource allows.');
}

type Paging = NonNullable<HttpOperation['paging']>;

function pageOf(paging: Paging, page: number, cursor: string | undefined): Record<string, string | number> {
  if (paging.kind === 'cursor') return cursor === undefined ? {} : { [paging.cursor]: cursor };
  return { [paging.page]: page + (paging.first ?? 1), ...(paging.size === undefined ? {} : { [paging.size]: paging.rows }) };
}
function nextOf(answer: unknown, path: string): string | undefined {
  const next = valueAt(answer, path);
  return next === undefined || next === null || next === '' || next === false ? undefined : String(next);
}
const texts = (page: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(page).map(([name, value]) => [name, String(value)]));
