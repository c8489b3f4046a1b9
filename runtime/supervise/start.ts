/**
 * `npm start`: starts PostgreSQL, the outside world, the API and the worker, in this order, and keeps them running.
 * The supervisor itself loads no product code; each part is a process of its own, so none can take another with it.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Config, ConfigError, readConfig } from '../config/config.ts';
import { DataFolderError, freePort, type PostgresServer, startPostgres } from '../postgres/postgres.ts';
import { checkDatabase, checkPort, holdFolder, StartError } from './checks.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { ensureKeys } from './keys.ts';
import { readOptions, type StartOptions, UsageError, usage } from './options.ts';
import { welcome } from './welcome.ts';

const main = path.join(import.meta.dirname, '../main.ts');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Runs until Ctrl-C; resolves to the exit code. */
export async function start(args: string[]): Promise<number> {
  const stops: (() => Promise<unknown>)[] = [];
  const ended = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve(0));
  // Our parent (start.mjs) was killed: stop in order rather than live on unseen.
  process.on('disconnect', () => ended.resolve(1));
  try {
    const options = readOptions(args);
    if (options.help) {
      say(usage);
      return 0;
    }
    await Promise.race([startAll(options, stops), ended.promise]);
    return await ended.promise;
  } catch (error) {
    if (error instanceof UsageError) return fail(error, 2);
    if (error instanceof StartError || error instanceof ConfigError || error instanceof DataFolderError) return fail(error, 1);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => {});
  }
}

function fail(error: Error, code: number): number {
  process.stderr.write(`${error.message}\n`);
  return code;
}

async function startAll(options: StartOptions, stops: (() => Promise<unknown>)[]): Promise<void> {
  const began = performance.now();
  const config = readConfig({
    ...process.env,
    LIANBAN_DEMO: process.env.LIANBAN_DEMO ?? 'true',
    ...(options.port ? { PORT: options.port } : {}),
    ...(options.data ? { LIANBAN_DATA: options.data } : {}),
  });
  const dataDir = path.resolve(config.dataDir);
  await checkPort(config.host, config.port);
  await makeDataFolder(dataDir);
  stops.push(await holdFolder(dataDir));
  if (options.reset) await reset(dataDir, options);
  const keys = await ensureKeys(dataDir);
  if (config.databaseUrl) await checkDatabase('DATABASE_URL', config.databaseUrl);
  if (config.outsideDatabaseUrl) await checkDatabase('OUTSIDE_DATABASE_URL', config.outsideDatabaseUrl);

  const addresses = { product: config.databaseUrl, outside: config.outsideDatabaseUrl };
  if (!addresses.product || !addresses.outside) {
    const server = await keepPostgres(dataDir, stops);
    for (const name of ['product', 'outside'] as const) {
      if (addresses[name]) continue;
      await ensureDatabase(server.url, `lianban_${name}`);
      addresses[name] = server.urlOf(`lianban_${name}`);
    }
  }

  const port = config.port || (await freePort());
  const publicUrl = config.publicUrl || `http://localhost:${port}`;
  const outsidePort = await freePort();
  const outsideUrl = config.outsideUrl || `http://127.0.0.1:${outsidePort}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    HOST: config.host,
    PUBLIC_URL: publicUrl,
    DATABASE_URL: addresses.product,
    OUTSIDE_URL: outsideUrl,
    LIANBAN_DATA: dataDir,
    LIANBAN_DEMO: String(config.demo),
    LIANBAN_MASTER_KEY: config.masterKey || keys.masterKey,
    LIANBAN_OUTSIDE_SECRET: config.outsideSecret || keys.outsideSecret,
    LIANBAN_DEMO_PASSWORD: config.demoPassword || keys.demoPassword,
  };
  const keep = await keeper(dataDir, stops);
  if (config.demo && !config.outsideUrl)
    await keep('outside', { ...env, PORT: String(outsidePort), OUTSIDE_DATABASE_URL: addresses.outside });
  // Migrations and the demo seed run once, to their end, before anybody is served.
  await once('migrate', env);
  if (config.demo) await once('seed', env);
  await Promise.all([keep('api', env), keep('worker', env)]);
  say(
    welcome({
      config: { ...config, port, publicUrl } as Config,
      password: env.LIANBAN_DEMO_PASSWORD!,
      seconds: (performance.now() - began) / 1000,
      dataDir,
    }),
  );
}

async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(dataDir, '.writable'), '');
    await rm(path.join(dataDir, '.writable'));
  } catch (cause) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written: choose another with --data, or give this user the right to write there.`,
      { cause },
    );
  }
}

async function reset(dataDir: string, { yes }: StartOptions): Promise<void> {
  if (!yes) {
    if (!process.stdin.isTTY) throw new StartError('--reset deletes all data and nobody can be asked here: add --yes to confirm.');
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`Delete everything in ${dataDir} and begin anew? Type yes: `);
    terminal.close();
    if (answer.trim() !== 'yes') throw new StartError('Nothing was deleted.');
  }
  for (const part of ['postgres', 'keys.json', 'files', 'logs']) await rm(path.join(dataDir, part), { recursive: true, force: true });
  await mkdir(path.join(dataDir, 'logs'), { recursive: true });
}

/** Starts the embedded server and starts it again, on the same port, whenever it ends by itself. */
async function keepPostgres(dataDir: string, stops: (() => Promise<unknown>)[]): Promise<PostgresServer> {
  let stopping = false;
  let waitMs = 250;
  let current: PostgresServer;
  const launch = async (port?: number): Promise<PostgresServer> => {
    current = await startPostgres({ dataDir: path.join(dataDir, 'postgres'), port, onExit: () => void again(current.port) });
    return current;
  };
  const again = async (port: number): Promise<void> => {
    while (!stopping) {
      say(`PostgreSQL ended; starting it again in ${waitMs} ms.`);
      await sleep(waitMs);
      waitMs = Math.min(waitMs * 2, 10_000);
      try {
        if (!stopping) await launch(port);
        setTimeout(() => {
          waitMs = 250;
        }, 30_000).unref();
        return;
      } catch {
        // Still recovering, or its children are not gone yet: wait longer and try again.
      }
    }
  };
  stops.push(() => {
    stopping = true;
    return current.stop();
  });
  return launch();
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function keeper(dataDir: string, stops: (() => Promise<unknown>)[]) {
  return async (role: string, env: NodeJS.ProcessEnv): Promise<Kept> => {
    const log = createWriteStream(path.join(dataDir, 'logs', `${role}.log`), { flags: 'a' });
    const kept = keepRunning({
      name: role,
      args: [main, role],
      env,
      log,
      onRestart: (name, waitMs) => say(`${name} ended; starting it again in ${waitMs} ms.`),
    });
    stops.push(() => kept.stop());
    await kept.ready;
    return kept;
  };
}

/** Runs one role of main.ts to its end; throws its last words when it fails. */
async function once(role: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [main, role], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words = `${words}${chunk}`.slice(-4000);
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new StartError(words.trim() || `${role} ended with ${code}.`);
}
