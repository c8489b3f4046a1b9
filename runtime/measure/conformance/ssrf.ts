/**
 * Addresses that lead where no connection may go (`ssrf-urls.json`), through the very exchange that connections use: with
 * listeners on this machine that must not be reached, names that change their answer between two questions, and redirects.
 * Refused means: an error of the guard or of the address before anything was sent, and no listener hit.
 */
import type { LookupAddress } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createHttpAgent, exchange } from '../../connectors/http/http-connection.ts';
import { NotAllowedError, type Resolve } from '../../connectors/http/network-guard.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

/** The host an administrator allowed, where a case needs one that is. */
const allowedHost = 'allowed.example';

interface Site {
  /** Requests any listener has seen. */
  hits(): number;
  close(): Promise<void>;
}

export async function runSsrfSuite(folder: string): Promise<SuiteReport & { listeners: string[]; hits: number }> {
  const { urls } = JSON.parse(await readFile(path.join(folder, 'ssrf-urls.json'), 'utf8')) as { urls: string[] };
  const site = await openListeners();
  try {
    const cases: SuiteCase[] = [];
    for (const url of urls) cases.push(await tried(url, site));
    return { ...suiteReport('ssrf', cases), listeners: site.places, hits: site.hits() };
  } finally {
    await site.close();
  }
}

async function tried(entry: string, site: Site): Promise<SuiteCase> {
  const before = site.hits();
  let outcome: string;
  try {
    await attempt(entry);
    outcome = 'it was answered';
  } catch (error) {
    outcome =
      error instanceof NotAllowedError || isNoAddress(error) ? '' : `failed otherwise: ${error instanceof Error ? error.message : error}`;
  }
  const hits = site.hits() - before;
  const detail = [outcome, hits > 0 ? `${hits} requests arrived` : ''].filter(Boolean);
  return { id: entry, verdict: detail.length === 0 ? 'right' : 'wrong', detail: detail.join('; ') };
}
/** The address itself is none: nothing could be sent. */
const isNoAddress = (error: unknown) => error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL';

/** Runs one entry. Plain addresses: with the list a new region has, which is empty. The others: with the host they need allowed. */
async function attempt(entry: string): Promise<void> {
  const redirect = /^redirect-(30[1-8]):(.+)$/.exec(entry);
  if (redirect) return redirected(Number(redirect[1]), () => redirect[2]!);
  const chain = /^redirect-chain-(\d+)$/.exec(entry);
  // Every hop is allowed; there are just too many of them.
  if (chain) return redirected(302, (hop, base) => (hop < Number(chain[1]) ? `${base}/hop/${hop + 1}` : undefined));
  const names = /^dns-[^:]*:(.+)$/.exec(entry);
  if (names) return resolvedTo(names[1]!);
  await call(entry, { allowedHosts: [], redirects: 5 });
}

interface CallOptions {
  allowedHosts: string[];
  redirects: number;
  resolver?: Resolve;
}
async function call(url: string, { allowedHosts, redirects, resolver }: CallOptions): Promise<void> {
  const agent = createHttpAgent(resolver);
  try {
    const common = { method: 'GET', headers: {}, body: '', proof: () => ({}), signal: AbortSignal.timeout(3000) } as const;
    await exchange(agent, { url, allowedHosts, redirects, ...common });
  } finally {
    await agent.destroy();
  }
}

/** A service whose address is allowed, literally, and which sends us on. */
async function redirected(status: number, next: (hop: number, base: string) => string | undefined): Promise<void> {
  let base = '';
  const server = createServer((request, response) => {
    const location = next(Number(request.url?.split('/').at(-1)) || 0, base);
    if (location === undefined) response.end('{}');
    else response.writeHead(status, { location }).end();
  });
  await listen(server, '127.0.0.1', 0);
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  try {
    await call(`${base}/hop/0`, { allowedHosts: [`127.0.0.1:${port}`], redirects: 5 });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * An allowed name with these answers: `public+10.0.0.1` at once, `public->127.0.0.1` one after the other. Asked twice, since
 * the second answer is where a name is bound anew.
 */
async function resolvedTo(words: string): Promise<void> {
  const rounds = words.split(/->|,|;|→/).map((round) => round.split('+').map((word, _, all) => addressOf(word, all.length === 1)));
  let asked = 0;
  const resolver = ((_: string, __: object, answer: (error: null, addresses: LookupAddress[]) => void) => {
    const round = rounds[Math.min(asked, rounds.length - 1)]!;
    asked += 1;
    answer(null, round);
  }) as unknown as Resolve;
  const outcomes: unknown[] = [];
  for (let round = 0; round < rounds.length; round += 1)
    await call(`http://${allowedHost}/`, { allowedHosts: [allowedHost], redirects: 5, resolver }).catch((error) => outcomes.push(error));
  // The first answer may be a public address nobody listens at; the last one is what must be refused by the guard.
  throw outcomes.at(-1) ?? new Error('it was answered');
}
/** A public address beside an inside one is never called; one that stands alone is a place where nobody is. */
function addressOf(word: string, isAlone: boolean): LookupAddress {
  const outside = isAlone ? '192.0.2.1' : '8.8.8.8';
  const address = word.trim() === 'public' ? outside : word.trim().replace(/^\[|\]$/g, '');
  return { address, family: address.includes(':') ? 6 : 4 };
}

/** Listeners where the addresses of the set point: on both loopbacks, on the usual ports as far as this user may take them. */
async function openListeners(): Promise<Site & { places: string[] }> {
  let hits = 0;
  const servers: Server[] = [];
  const places: string[] = [];
  for (const host of ['127.0.0.1', '::1', '127.0.0.2'])
    for (const port of [80, 443, 8080, 6379, 11211, 22, 5432, 9]) {
      const server = createServer((_, response) => {
        hits += 1;
        response.end('{}');
      });
      server.on('connection', () => {
        hits += 1;
      });
      const isOpen = await listen(server, host, port).then(
        () => true,
        () => false,
      );
      if (!isOpen) continue;
      servers.push(server);
      places.push(`${host}:${port}`);
    }
  return {
    places,
    hits: () => hits,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
