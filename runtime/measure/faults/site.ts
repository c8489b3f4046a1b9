/** The whole product against the simulated outside world, with ways to switch each fault on. Everything else goes over HTTP. */
import { createServer, type Server, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, HttpConnection } from '../../../schemas/generated/documents.ts';
import type { Visitor } from '../../api/testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from '../../api/testing/product.ts';
import { type Connectors, createConnectors } from '../../connectors/connectors.ts';
import { installOutside } from '../../connectors/install.ts';
import { createSecrets, type Secrets } from '../../connectors/secrets.ts';
import { secretOf } from '../../outside/authentication.ts';
import { readerOf } from '../../outside/common/reader.ts';
import { type RunningOutside, runOutside } from '../../outside/main.ts';
import type { Fault } from '../../outside/services.ts';
import { publishPackage } from '../../services/testing/world.ts';
import { findConnection, saveConnection, saveContract } from '../../store/connections.ts';
import { insertPublished } from '../../store/data-resources.ts';
import { findHosts, saveHosts } from '../../store/hosts.ts';
import type { Store } from '../../store/store.ts';
import { withDatabase } from '../../testing/postgres.ts';
import { createTypechecker } from '../../typecheck/index.ts';
import { both, doing, faultPackage, reading } from './packages.ts';

export const region = '330424';
export const outsideSecret = 'shared-for-faults';
const masterKey = Buffer.alloc(32, 7).toString('base64');
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const people = { applicant: 'mother', officer: 'wj', owner: 'ga', keeper: 'ga.keeper', operator: 'operator', admin: 'admin' } as const;

export interface FaultSite {
  product: TestProduct;
  outside: RunningOutside;
  secrets: Secrets;
  who: Record<keyof typeof people, Visitor>;
  /** Of a path of the outside world; null switches it off. */
  fault(service: string, which: Fault | null): Promise<void>;
  /** Changes a connection of the region; answers how to put it back. */
  change(id: string, change: (connection: Connection) => Connection): Promise<() => Promise<void>>;
  /** Another process' worth of connectors: breakers closed, nothing remembered. */
  renew(): Promise<void>;
  /** The next try of the jobs of a case is now, and the last one when it fails. */
  hurry(caseNo: string): Promise<void>;
  close(): Promise<void>;
}

/** `dist`: folder of the pages, for whoever wants to look at them. */
export async function startFaultSite({ dist }: { dist?: string } = {}): Promise<FaultSite> {
  const registers = await withDatabase({ template: null });
  const today = new Date().toISOString().slice(0, 10);
  const outside = await runOutside({ databaseUrl: registers.url, secret: outsideSecret, port: 0, today, families: 40 });
  let connectors: Connectors;
  // The services of the outside world look at the real time, and so does everybody here.
  const clock = () => new Date().toISOString();
  const make = (of: Store) => createConnectors({ store: of, masterKey, clock, logger: silent });
  const front = await startFront();
  const product = await startProduct({
    publicUrl: front.url,
    dist,
    makeConnectors({ store: of }) {
      connectors = make(of);
      return renewable(() => connectors);
    },
  });
  front.to(product.url);
  Object.defineProperty(product.clock, 'now', { get: clock });
  const { store } = product;
  const secrets = createSecrets({ store, masterKey });
  await install({ product, outside, secrets, registersUrl: registers.url });
  const names = Object.entries(people);
  const visitors = await Promise.all(names.map(async ([role, name]) => [role, await product.client.signIn(name, demoPassword)] as const));
  return {
    product,
    outside,
    secrets,
    who: Object.fromEntries(visitors) as FaultSite['who'],
    async fault(service, which) {
      const headers = { 'x-control-key': secretOf(outsideSecret, 'outside-control') };
      await fetch(`${outside.url}/control/faults`, { method: 'PUT', headers, body: JSON.stringify({ service, fault: which }) });
    },
    async change(id, change) {
      const before = (await findConnection(store, region, id))!;
      await saveConnection(store, region, change(before));
      return () => saveConnection(store, region, before);
    },
    async renew() {
      await connectors.close();
      connectors = make(store);
    },
    hurry: (caseNo) =>
      store.withRegions([region], async (client) => {
        await client.query(
          `UPDATE jobs SET run_at = now(), attempts = greatest(attempts, 7)
           WHERE region = $1 AND case_id = (SELECT id FROM cases WHERE region = $1 AND case_no = $2)
             AND run_at BETWEEN now() AND now() + interval '1 hour'`,
          [region, caseNo],
        );
      }),
    async close() {
      await product.close();
      await front.close();
      await connectors!.close();
      await outside.close();
      await registers.close();
    },
  };
}

/** The connectors of this moment, whichever were there when the product began. */
function renewable(current: () => Connectors): Connectors {
  return new Proxy({} as Connectors, {
    get: (_, name: keyof Connectors) => (name === 'tools' ? renewableTools(current) : current()[name]),
  });
}
const renewableTools = (current: () => Connectors) =>
  new Proxy({} as Connectors['tools'], { get: (_, name: keyof Connectors['tools']) => current().tools[name] });

interface Installing {
  product: TestProduct;
  outside: RunningOutside;
  secrets: Secrets;
  registersUrl: string;
}

async function install({ product, outside, secrets, registersUrl }: Installing): Promise<void> {
  const { store } = product;
  const at = product.clock.now;
  const http = (id: string, auth: HttpConnection['auth']): HttpConnection => ({
    format: 'lianban.connection/1',
    id,
    name: both(id === 'ga' ? '公安数据服务' : '民政数据服务'),
    owner: { department: 'ga' },
    kind: 'http',
    baseUrl: 'http://127.0.0.1',
    auth,
    timeoutMs: 4000,
    retries: 0,
  });
  const registers = [
    http('ga', { kind: 'hmac', app: 'lianban', secret: 'outside-ga' }),
    http('mz', { kind: 'apiKey', header: 'x-api-key', secret: 'outside-mz' }),
  ];
  await installOutside({ store, secrets, region, connections: registers, contracts: [], outsideUrl: outside.url, outsideSecret, at });
  const url = new URL(registersUrl);
  const place = {
    host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
  };
  const base = { format: 'lianban.connection/1' as const, owner: { department: 'ga' } };
  const others: Connection[] = [
    { ...base, id: 'fault-rows', name: both('名册'), kind: 'batch' },
    { ...base, id: 'fault-people', name: both('协查'), kind: 'assist' },
    { ...base, id: 'fault-samples', name: both('样例'), kind: 'sample' },
    {
      ...base,
      id: 'fault-sql',
      name: both('社保数据库'),
      kind: 'sql',
      ...place,
      user: readerOf(place.database),
      secret: 'outside-sql',
      tls: false,
      timeoutMs: 2000,
      retries: 0,
      queries: {
        insured: { name: both('参保'), sql: 'SELECT jfjs AS base FROM shared.insured WHERE zjhm = $1', parameters: ['idNumber'] },
      },
    },
    { ...http('tax', { kind: 'hmac', app: 'tax', secret: 'outside-tax' }), name: both('税务局'), events: { messages: ['tax_paid'] } },
  ];
  for (const connection of others) await saveConnection(store, region, connection);
  for (const name of ['outside-sql', 'outside-tax']) await secrets.save(region, name, secretOf(outsideSecret, name));
  const { rev, hosts } = await findHosts(store, region);
  const host = { host: `${place.host}:${place.port}`, addedBy: 'faults', addedAt: at };
  await saveHosts(store, region, { rev, hosts: [...hosts, host] }, { region, at, action: 'hosts.saved', object: 'hosts', result: 'done' });
  const typecheck = createTypechecker();
  for (const scenario of [...Object.values(reading), ...Object.values(doing)]) {
    const pkg = faultPackage(scenario);
    await publishPackage(store, pkg, [{ code: region, name: '海盐县' }], typecheck);
    for (const contract of Object.values(pkg.contracts)) await saveContract(store, region, contract);
    for (const document of Object.values(pkg.resources))
      await insertPublished(store, { region, id: document.id, department: 'ga', document, search: document.id, notes: '', at });
  }
  await typecheck.close();
}

/** One address for the outside world to call back at, known before the product listens. */
async function startFront(): Promise<{ url: string; to(base: string): void; close(): Promise<void> }> {
  let base: URL;
  const server: Server = createServer((incoming, answer) => {
    const { method, headers, url } = incoming;
    const passed = send({ hostname: base.hostname, port: base.port, path: url, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    to(next) {
      base = new URL(next);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
