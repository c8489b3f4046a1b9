/** One exchange with a department's HTTP service: address checked at every hop, proven, bounded in time and size. */
import { Agent, request } from 'undici';
import { checkAddress, guardedLookup, lookupWith, NotAllowedError, type Resolve } from './network-guard.ts';

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
/** It sent us on, and the connection follows no further. */
export class RedirectedError extends NotAllowedError {}
/** More than an answer may hold. */
export class TooLargeError extends Error {}

export const maxBytes = 2_000_000;

/** Sockets of all connections of this process; each address is checked again when its socket opens. */
export function createHttpAgent(resolver?: Resolve): Agent {
  return new Agent({
    connect: { lookup: resolver ? lookupWith(resolver) : guardedLookup, timeout: 3000 },
    // Per origin, so that sockets that wait for one service are no other's.
    connections: 64,
    keepAliveTimeout: 10_000,
    maxResponseSize: maxBytes,
  });
}

export interface Exchange {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  /** Empty: none. */
  body: string;
  allowedHosts: readonly string[];
  /** How often an answer may send us on. */
  redirects: number;
  /** Headers that prove who we are; asked for each hop to our own origin, never sent to another. */
  proof: (request: { method: string; path: string; body: string }) => Promise<Record<string, string>> | Record<string, string>;
  signal: AbortSignal;
}

const moved = new Set([301, 302, 303, 307, 308]);

/** The body of a successful answer. Every hop is checked against the list, and its socket after DNS. */
export async function exchange(
  agent: Agent,
  { url, method, headers, body, allowedHosts, redirects, proof, signal }: Exchange,
): Promise<string> {
  let at = checkAddress(url, allowedHosts);
  const { origin } = at;
  let verb: 'GET' | 'POST' = method;
  for (let hop = 0; ; hop += 1) {
    const text = verb === 'POST' ? body : '';
    const proven = at.origin === origin ? await proof({ method: verb, path: at.pathname, body: text }) : {};
    const response = await request(at, {
      method: verb,
      body: text || undefined,
      dispatcher: agent,
      signal,
      headers: { ...headers, ...proven },
    });
    const { statusCode } = response;
    if (!moved.has(statusCode)) {
      const answer = await response.body.text().catch(tooLarge);
      if (statusCode < 200 || statusCode > 299) throw new HttpStatusError(statusCode);
      return answer;
    }
    await response.body.dump();
    const { location } = response.headers;
    if (typeof location !== 'string' || !URL.canParse(location, at)) throw new HttpStatusError(statusCode);
    if (hop >= redirects) throw new RedirectedError('The service sends us on to another address.');
    at = checkAddress(new URL(location, at).href, allowedHosts);
    if (statusCode < 307) verb = 'GET';
  }
}

function tooLarge(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    throw new TooLargeError('The answer is larger than an answer may be.');
  throw error;
}
