/** The whole server side over a database of its own, behind a real listening port. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createSecrets } from '../../connectors/secrets.ts';
import { createSandbox } from '../../sandbox/index.ts';
import { seed } from '../../seed/seed.ts';
import { createServices, type Services } from '../../services/index.ts';
import type { ConnectorPort, LoggerPort } from '../../services/ports.ts';
import { readTemplates } from '../../services/studio/index.ts';
import { createStore, type Store } from '../../store/store.ts';
import { templateNamed, withDatabase } from '../../testing/postgres.ts';
import { createTypechecker } from '../../typecheck/index.ts';
import { createWorker } from '../../worker/worker.ts';
import { type Api, buildApi, hardenServer } from '../app.ts';
import type { Route } from '../router.ts';
import { createTestClient, type TestClient } from './client.ts';

export const demoPassword = 'Lianban-test-2026';

export interface TestProduct {
  url: string;
  /** Address of the database as its owner. */
  databaseUrl: string;
  api: Api;
  client: TestClient;
  services: Services;
  store: Store;
  /** The one clock of the product; tests move it. */
  clock: { now: string };
  /** Log lines so far. */
  log: { level: string; data: object; message: string }[];
  close(): Promise<void>;
}

/** Reads themselves are tested where connectors are. */
const noRegisters: ConnectorPort = {
  read: async () => ({ ok: false, kind: 'down', message: 'the register does not answer' }),
  sendSms: async () => ({ ok: true, value: null }),
  sealDocument: async () => ({ ok: true, value: null }),
};

export interface ProductOptions {
  demo?: boolean;
  publicUrl?: string;
  /** Default: registers that are down, so every value is asked. */
  connectors?: ConnectorPort;
  /** Connectors over the product's own database, instead. */
  makeConnectors?: (parts: { store: Store; masterKey: string }) => ConnectorPort;
  /** The instant the product begins at. */
  now?: string;
  extra?: Route[];
  dist?: string;
}

export async function startProduct({
  demo = true,
  publicUrl = 'http://lianban.test',
  connectors = noRegisters,
  makeConnectors,
  now = '2026-02-13T01:10:00.000Z',
  extra,
  dist,
}: ProductOptions = {}): Promise<TestProduct> {
  const database = demo ? await withDatabase({ template: await demoDatabase(now) }) : await withDatabase();
  const inside = await openInside(database.url, { demo, publicUrl, connectors, makeConnectors, now });
  if (!demo) await seed({ ...inside, clock: () => now, studio: inside.services.studio });
  const { config, store, services, clock, log } = inside;
  const worker = createWorker({
    services,
    store,
    config: { workerConcurrency: 4 },
    logger: loggerTo(log),
    clock: () => clock.now,
    pollMs: 50,
  });
  worker.start();
  const api = await buildApi({ services, config, logger: loggerTo(log), dist: dist ?? path.join(import.meta.dirname, 'no-dist'), extra });
  const server = hardenServer(http.createServer(api.app.callback()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    databaseUrl: database.url,
    api,
    client: await createTestClient(url),
    services,
    store,
    clock,
    log,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await worker.stop();
      await inside.close();
      await database.close();
    },
  };
}

/** Services over a database, with what they need; nothing listens and nothing works yet. */
async function openInside(
  url: string,
  options: Required<Pick<ProductOptions, 'demo' | 'publicUrl' | 'connectors' | 'now'>> & ProductOptions,
) {
  const { demo, publicUrl, makeConnectors, now } = options;
  const store = createStore({ url, applicationName: 'api test', max: 8 });
  const sandbox = createSandbox({ children: 1 });
  const typecheck = createTypechecker();
  const clock = { now };
  const log: TestProduct['log'] = [];
  const templates = await readTemplates(path.join(import.meta.dirname, '../../../templates'));
  const config = {
    publicUrl,
    masterKey: Buffer.alloc(32, 7).toString('base64'),
    sessionIdleMinutes: 60,
    sessionHours: 12,
    demo,
    demoPassword,
    outsideUrl: '',
  };
  const connectors = makeConnectors?.({ store, masterKey: config.masterKey }) ?? options.connectors;
  const secrets = createSecrets({ store, masterKey: config.masterKey });
  const parts = { store, clock: () => clock.now, config, templates };
  const services = await createServices({ ...parts, secrets, sandbox, typecheck, connectors, logger: loggerTo(log) });
  return {
    ...parts,
    services,
    clock,
    log,
    async close() {
      await Promise.all([sandbox.close(), typecheck.close()]);
      await store.close();
    },
  };
}

/** Name of a database with the demo in it, as it was seeded at an instant: made by the first test file that asks, copied by all. */
function demoDatabase(now: string): Promise<string> {
  return templateNamed(`lianban_demo_${now.replace(/\W/g, '').toLowerCase()}`, async (url) => {
    const inside = await openInside(url, { demo: true, publicUrl: 'http://lianban.test', connectors: noRegisters, now });
    await seed({ ...inside, clock: () => now, studio: inside.services.studio });
    await inside.close();
  });
}

function loggerTo(lines: TestProduct['log']): LoggerPort {
  const write = (level: string) => (data: object, message: string) => void lines.push({ level, data, message });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
