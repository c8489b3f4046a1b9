/**
 * The only place that builds and connects the parts.
 *
 *   node runtime/main.ts start      everything, supervised (what `npm start` runs)
 *   node runtime/main.ts api        the HTTP side
 *   node runtime/main.ts worker     performs effects after commit
 *   node runtime/main.ts all        api and worker in one process
 *   node runtime/main.ts outside    the simulated outside world
 *   node runtime/main.ts migrate    brings the database to the newest schema, then ends
 *   node runtime/main.ts seed       what a database needs before anybody comes, then ends
 *   node runtime/main.ts prepare    migrate and seed
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Config, ConfigError, readConfig } from './config/config.ts';

/** One role of this process: how it ends. */
interface Running {
  stop(): Promise<void>;
}

const clock = () => new Date().toISOString();

async function createParts(config: Config, role: string) {
  const { loadPlugins } = await import('./plugins/load.ts');
  await loadPlugins(config.plugins);
  const [
    { default: pino },
    { createStore },
    { createSandbox },
    { createTypechecker },
    { createConnectors },
    { createSecrets },
    { createServices },
    { createFiles },
    { readTemplates },
  ] = await Promise.all([
    import('pino'),
    import('./store/store.ts'),
    import('./sandbox/index.ts'),
    import('./typecheck/index.ts'),
    import('./connectors/connectors.ts'),
    import('./connectors/secrets.ts'),
    import('./services/index.ts'),
    import('./files/index.ts'),
    import('./services/studio/index.ts'),
  ]);
  if (!config.databaseUrl) throw new ConfigError('DATABASE_URL must be given: the address of a PostgreSQL database.');
  if (!config.masterKey) throw new ConfigError('LIANBAN_MASTER_KEY must be given: 32 random bytes in base64.');
  if (!config.publicUrl) throw new ConfigError('PUBLIC_URL must be given: the address people reach the product at.');
  const logger = pino({ level: config.logLevel, base: { role, pid: process.pid } });
  const store = createStore({
    url: config.databaseUrl,
    applicationName: `lianban-${role}`,
    max: config.poolSize,
    onProblem: (error) => logger.warn({ code: (error as { code?: string }).code }, 'database connection lost'),
  });
  const sandbox = createSandbox({ children: config.sandboxChildren, log: (event) => logger.info(event, 'script child') });
  const typecheck = createTypechecker();
  const secrets = createSecrets({ store, masterKey: config.masterKey });
  const connectors = createConnectors({
    store,
    masterKey: config.masterKey,
    clock,
    logger,
    importFolder: path.join(config.dataDir, 'imports'),
  });
  const templates = await readTemplates(path.join(import.meta.dirname, '../templates'));
  const files = createFiles(config);
  const services = await createServices({ store, sandbox, typecheck, connectors, config, logger, clock, templates, secrets, files });
  return {
    logger,
    store,
    sandbox,
    services,
    connectors,
    templates,
    async close() {
      await Promise.all([sandbox.close(), typecheck.close(), connectors.close(), files.inspector.close()]);
      await store.close();
    },
  };
}
type Parts = Awaited<ReturnType<typeof createParts>>;

async function startApi(config: Config, parts: Parts): Promise<Running & { address: AddressInfo }> {
  const [{ createApi, hardenServer }, { Registry, collectDefaultMetrics }] = await Promise.all([
    import('./api/app.ts'),
    import('prom-client'),
  ]);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const app = await createApi({ services: parts.services, config, logger: parts.logger, metrics });
  await parts.sandbox.ready();
  const server: Server = hardenServer(createServer(app.callback()));
  // Several processes share one port: the kernel hands out connections. Alone, a busy port is an error.
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen({ port: config.port, host: config.host, reusePort: config.apiProcesses > 1 }, resolve),
  );
  return {
    address: server.address() as AddressInfo,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // Answers under way get a moment; then their connections go too.
      const cut = setTimeout(() => server.closeAllConnections(), 3000);
      await closed;
      clearTimeout(cut);
    },
  };
}

async function startWorker(config: Config, parts: Parts): Promise<Running> {
  const { createWorker } = await import('./worker/worker.ts');
  const worker = createWorker({ services: parts.services, store: parts.store, config, logger: parts.logger, clock });
  worker.start();
  return worker;
}

async function runServer(role: 'api' | 'worker' | 'all'): Promise<Running> {
  const config = readConfig(process.env);
  const parts = await createParts(config, role);
  const running: Running[] = [];
  if (role !== 'worker') running.push(await startApi(config, parts));
  if (role !== 'api') running.push(await startWorker(config, parts));
  return {
    async stop() {
      for (const part of running) await part.stop();
      await parts.close();
    },
  };
}

async function runOutsideWorld(): Promise<Running> {
  const { runOutside } = await import('./outside/main.ts');
  const { localDate } = await import('./calendar/index.ts');
  const config = readConfig(process.env);
  if (!config.outsideDatabaseUrl || !config.outsideSecret)
    throw new ConfigError('OUTSIDE_DATABASE_URL and LIANBAN_OUTSIDE_SECRET must be given.');
  const outside = await runOutside({
    databaseUrl: config.outsideDatabaseUrl,
    secret: config.outsideSecret,
    port: config.port,
    today: localDate(clock()),
  });
  return { stop: () => outside.close() };
}

async function migrateDatabase(): Promise<void> {
  const [{ migrate }, { createStore }, { sealClearPeople }, { createAccountPeople }] = await Promise.all([
    import('./store/migrate.ts'),
    import('./store/store.ts'),
    import('./store/accounts.ts'),
    import('./config/account-people.ts'),
  ]);
  const { databaseUrl: url, masterKey } = readConfig(process.env);
  await migrate(url);
  // A migration knows no key: what an earlier release kept in clear is sealed right after it.
  const store = createStore({ url, applicationName: 'lianban migrate', max: 1 });
  try {
    await sealClearPeople(store, createAccountPeople(masterKey).seal);
  } finally {
    await store.close();
  }
}

async function seedDatabase(): Promise<void> {
  const config = readConfig(process.env);
  const parts = await createParts({ ...config, logLevel: 'error' }, 'seed');
  try {
    const [{ seed }, { installOutside }, { createSecrets }, { demoCounties }] = await Promise.all([
      import('./seed/seed.ts'),
      import('./connectors/install.ts'),
      import('./connectors/secrets.ts'),
      import('./seed/people.ts'),
    ]);
    const { store, templates } = parts;
    await seed({ store, studio: parts.services.studio, templates, clock, config });
    if (!config.demo || !config.outsideUrl || !config.outsideSecret) return;
    const secrets = createSecrets({ store, masterKey: config.masterKey });
    const connections = [...templates.values()].flatMap((template) => Object.values(template.connections));
    const contracts = [...templates.values()].flatMap((template) => Object.values(template.package.contracts));
    for (const { region } of demoCounties)
      await installOutside({
        store,
        secrets,
        region,
        connections,
        contracts,
        outsideUrl: config.outsideUrl,
        outsideSecret: config.outsideSecret,
        at: clock(),
      });
  } finally {
    await parts.close();
  }
}

/** Tells a supervising parent that we serve, and stops in order when it asks or is gone. */
async function serve(start: () => Promise<Running>): Promise<void> {
  const running = await start();
  const stop = async () => {
    // Whatever hangs must not keep the supervisor waiting.
    setTimeout(() => process.exit(1), 7000).unref();
    await running.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  if (process.send) {
    process.once('disconnect', () => void stop());
    process.send('ready');
  }
}

/** Work with an end of its own; when the supervisor is killed meanwhile, it is given up. */
async function toEnd(work: () => Promise<void>): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  await work();
  process.exit(0);
}

async function prepareDatabase(): Promise<void> {
  await migrateDatabase();
  await seedDatabase();
}

const roles: Record<string, (args: string[]) => Promise<unknown>> = {
  start: async (args) => {
    const { start } = await import('./supervise/start.ts');
    process.exit(await start(args));
  },
  api: () => serve(() => runServer('api')),
  worker: () => serve(() => runServer('worker')),
  all: () => serve(() => runServer('all')),
  outside: () => serve(runOutsideWorld),
  migrate: () => toEnd(migrateDatabase),
  seed: () => toEnd(seedDatabase),
  prepare: () => toEnd(prepareDatabase),
};

/** A stack for the log, and one sentence for the supervisor's terminal. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof ConfigError || !(error instanceof Error) ? message : error.stack}\n`);
  if (!process.send) process.exit(1);
  process.send({ problem: message }, () => process.exit(1));
}

const [role = '', ...args] = process.argv.slice(2);
const run = roles[role];
if (!run) {
  process.stderr.write(`Say what to run: ${Object.keys(roles).join(', ')}.\n`);
  process.exitCode = 2;
} else run(args).catch(fail);
