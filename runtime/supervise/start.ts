/**
 * `npm start`: starts PostgreSQL, the outside world, the API and the worker, in this order, and keeps them running.
 * The supervisor itself loads no product code; each part is a process of its own, so none can take another with it.
 */
import path from 'node:path';
import { type Config, readConfig } from '../config/config.ts';
import { freePort } from '../postgres/postgres.ts';
import { checkDatabase, checkPort, makeDataFolder, StartError } from './checks.ts';
import { quickHeap } from './heap.ts';
import { type Held, holdFolder } from './hold-folder.ts';
import { ensureDatabase, keepPostgres } from './keep-postgres.ts';
import { type Kept, keepRunning, runToEnd } from './keep-running.ts';
import { ensureKeys } from './keys.ts';
import { createLifetime, endOnSignals, type Lifetime } from './lifetime.ts';
import { openLog } from './logs.ts';
import { readOptions, type StartOptions, UsageError, usage } from './options.ts';
import { keptPort } from './ports.ts';
import { reset } from './reset.ts';
import { welcome } from './welcome.ts';

const main = path.join(import.meta.dirname, '../main.ts');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Runs until somebody ends it; resolves to the exit code: 0 ended in order, 1 could not start, 2 wrong words. */
export async function start(args: string[]): Promise<number> {
  const lifetime = createLifetime();
  endOnSignals(lifetime);
  try {
    const options = readOptions(args, process.env);
    if (options.help) {
      say(usage);
      return 0;
    }
    await startAll(options, lifetime);
    return await lifetime.ended;
  } catch (error) {
    // What fails because it was told to stop is no failure.
    if (lifetime.signal.aborted) return await lifetime.ended;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    if (lifetime.signal.aborted) say('Stopping …');
    await lifetime.stopAll();
    if (lifetime.signal.aborted) say('Stopped.');
  }
}

async function startAll(options: StartOptions, lifetime: Lifetime): Promise<void> {
  const began = performance.now();
  const config = readConfig({
    ...process.env,
    LIANBAN_DEMO: process.env.LIANBAN_DEMO || 'true',
    ...(options.port === undefined ? {} : { PORT: options.port }),
    ...(options.data === undefined ? {} : { LIANBAN_DATA: options.data }),
  });
  const dataDir = path.resolve(config.dataDir);
  await makeDataFolder(dataDir);
  const held = await holdFolder(dataDir);
  lifetime.owns(() => held.release());
  await checkPort(config.host, config.port);
  if (options.reset) await reset(dataDir, config, { yes: options.yes, signal: lifetime.signal });
  const keys = await ensureKeys(dataDir);
  const databases = await openDatabases({ config, dataDir, held, lifetime });

  const port = config.port || (await freePort());
  const pagesPort = options.dev ? await keptPort(dataDir, 'dev') : port;
  const outsidePort = await keptPort(dataDir, 'outside');
  const publicUrl = config.publicUrl || `http://localhost:${pagesPort}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(dataDir, 'cache/node'),
    PORT: String(port),
    HOST: config.host,
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databases.product,
    OUTSIDE_URL: config.outsideUrl || `http://127.0.0.1:${outsidePort}`,
    LIANBAN_DATA: dataDir,
    LIANBAN_DEMO: String(config.demo),
    LIANBAN_MASTER_KEY: config.masterKey || keys.masterKey,
    LIANBAN_OUTSIDE_SECRET: config.outsideSecret || keys.outsideSecret,
    LIANBAN_DEMO_PASSWORD: config.demoPassword || keys.demoPassword,
  };
  const parts = createParts({ dataDir, held, lifetime });
  const outside =
    config.demo && !config.outsideUrl
      ? parts.keep('outside', { ...env, PORT: String(outsidePort), OUTSIDE_DATABASE_URL: databases.outside })
      : undefined;
  // The newest tables and what they must hold are there before anybody is served. The outside world fills its own meanwhile.
  await Promise.all([parts.once('prepare', env), outside]);
  const apis = Array.from({ length: config.apiProcesses }, (_, index) => parts.keep('api', env, index === 0 ? 'api' : `api-${index + 1}`));
  const serving = [...apis, parts.keep('worker', env)];
  if (options.dev) serving.push(parts.keepDevServer({ ...env, PORT: String(pagesPort), LIANBAN_API: `http://${config.host}:${port}` }));
  await Promise.all(serving);
  const shown: Config = { ...config, port, publicUrl };
  say(
    welcome({
      config: shown,
      password: env.LIANBAN_DEMO_PASSWORD!,
      seconds: (performance.now() - began) / 1000,
      dataDir,
      databaseDir: databases.folder,
    }),
  );
}

interface Place {
  dataDir: string;
  held: Held;
  lifetime: Lifetime;
}

/** Addresses of both databases: those given, checked; otherwise those of an embedded server. */
async function openDatabases({ config, dataDir, held, lifetime }: Place & { config: Config }) {
  const { databaseUrl, outsideDatabaseUrl } = config;
  if (databaseUrl && databaseUrl === outsideDatabaseUrl)
    throw new StartError('DATABASE_URL and OUTSIDE_DATABASE_URL must name two different databases.');
  if (databaseUrl) await checkDatabase('DATABASE_URL', databaseUrl);
  if (outsideDatabaseUrl) await checkDatabase('OUTSIDE_DATABASE_URL', outsideDatabaseUrl);
  if (databaseUrl && (outsideDatabaseUrl || !config.demo)) return { product: databaseUrl, outside: outsideDatabaseUrl, folder: undefined };

  const server = await keepPostgres({
    dataDir: path.join(dataDir, 'postgres'),
    say,
    onStart: (pid) => void held.note('postgres', pid),
    signal: lifetime.signal,
  });
  lifetime.owns(() => server.stop());
  const open = async (given: string, name: string) => {
    if (given) return given;
    await ensureDatabase(server.url, name);
    return server.urlOf(name);
  };
  const product = await open(databaseUrl, 'lianban_product');
  return { product, outside: await open(outsideDatabaseUrl, 'lianban_outside'), folder: server.folder };
}

/** How the roles of main.ts are started, logged and stopped. */
function createParts({ dataDir, held, lifetime }: Place) {
  const keepProgram = async (name: string, args: string[], env: NodeJS.ProcessEnv): Promise<Kept> => {
    lifetime.signal.throwIfAborted();
    const log = await openLog(dataDir, name);
    const kept = keepRunning({ name, args, env, log, say, onStart: (role, pid) => void held.note(role, pid) });
    lifetime.owns(() => kept.stop());
    const stop = () => void kept.stop();
    lifetime.signal.addEventListener('abort', stop, { once: true });
    await kept.ready.catch((error: Error) => {
      throw failure(name, error, dataDir);
    });
    // From here on parts are stopped in their order, not all at once.
    lifetime.signal.removeEventListener('abort', stop);
    return kept;
  };
  return {
    keep: (role: string, env: NodeJS.ProcessEnv, name = role) => keepProgram(name, [...quickHeap, main, role], env),
    keepDevServer: (env: NodeJS.ProcessEnv) => keepProgram('dev', [path.join(import.meta.dirname, 'dev-server.ts')], env),
    async once(role: string, env: NodeJS.ProcessEnv): Promise<void> {
      lifetime.signal.throwIfAborted();
      const log = await openLog(dataDir, role);
      const options = { name: role, args: [main, role], env, log, onStart: (name: string, pid: number) => void held.note(name, pid) };
      await runToEnd(options, lifetime.signal).catch((error: Error) => {
        throw failure(role, error, dataDir);
      });
      log.end();
    },
  };
}

const names: Record<string, string> = {
  outside: 'The simulated outside world',
  prepare: 'The database',
  api: 'The server',
  worker: 'The worker',
  dev: 'The Vite server',
};

function failure(role: string, error: Error, dataDir: string): StartError {
  const reason = error.message.trim().split('\n')[0]!.replace(/\.$/, '');
  const did = role === 'prepare' ? 'could not be prepared' : 'could not start';
  return new StartError(`${names[role]} ${did}: ${reason}. More in ${path.join(dataDir, 'logs', `${role}.log`)}.`, { cause: error });
}
