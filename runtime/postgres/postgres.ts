/**
 * A PostgreSQL 18 of our own, from npm, for people who bring none.
 *
 * States: absent -> (initdb into a side folder, renamed when complete) -> stopped -> running -> stopped.
 * A server left behind by a killed runtime is found by its pid file and stopped before ours starts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { appendFile, chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findLauncher, type Launcher } from './binaries.ts';
import { stopLeftover } from './leftover.ts';
import { makeWritableFolder } from './make-folder.ts';

export interface PostgresOptions {
  /** Folder that holds everything of this server; made when missing. */
  dataDir: string;
  /** 0 or missing: a free port. */
  port?: number;
  /** Extra settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** Called when the server ends although nobody asked it to. */
  onExit?: (code: number | null) => void;
  onLog?: (line: string) => void;
  /** Called once when the server is still recovering after five seconds. */
  onSlow?: () => void;
  /** Gives up a start under way; a running server is ended by `stop()`. */
  signal?: AbortSignal;
}

export interface PostgresServer {
  /** Superuser address of the database `postgres`. */
  url: string;
  port: number;
  pid: number;
  /** Where its data lies: `dataDir`, or beside the copied programs where this user cannot use that. */
  folder: string;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** A data folder that cannot be used; the message is one sentence for the person who started us. */
export class DataFolderError extends Error {}

/** Settings that differ from PostgreSQL's defaults; `npm run bench` prints them. Durability is untouched. */
export const serverSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  log_min_messages: 'warning',
  timezone: 'UTC',
};

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const launcher = await prepareLauncher(options.dataDir);
  const root = placeFor(options.dataDir, launcher);
  await makeFolder(root);
  refuseStrangers(root, launcher);
  await stopLeftover(path.join(root, 'cluster'));
  const password = await ensureCluster(root, launcher, options.signal);
  options.signal?.throwIfAborted();

  const port = options.port || (await freePort());
  const child = await launch(root, port, launcher, options);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const door = socketFolder(root, port) ? `?host=${encodeURIComponent(root)}` : '';
  const urlOf = (database: string) => `postgres://lianban:${password}@127.0.0.1:${port}/${database}${door}`;
  try {
    await waitUntilReady(urlOf('postgres'), child, options);
  } catch (error) {
    child.kill('SIGQUIT');
    await ended;
    throw error;
  }

  let stopping = false;
  void ended.then((code) => {
    if (!stopping) options.onExit?.(code);
  });
  return {
    url: urlOf('postgres'),
    urlOf,
    port,
    pid: child.pid!,
    folder: root,
    async stop() {
      stopping = true;
      // SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything is flushed. SIGQUIT leaves the rest to recovery.
      for (const [signal, patience] of [['SIGINT', 15_000] as const, ['SIGQUIT', 5_000] as const, ['SIGKILL', 5_000] as const]) {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill(signal);
        await Promise.race([ended, sleep(patience, undefined, { ref: false })]);
      }
    },
  };
}

/** Deletes the server of this folder with all its data; one that still runs is stopped first. */
export async function removeCluster(dataDir: string): Promise<void> {
  const launcher = existsSync(dataDir) ? await prepareLauncher(dataDir) : undefined;
  for (const root of new Set([dataDir, launcher ? placeFor(dataDir, launcher) : dataDir])) {
    await stopLeftover(path.join(root, 'cluster'));
    await rm(root, { recursive: true, force: true });
  }
}

/** The launcher is chosen by what this user can reach from the folder, so the folder is made first. */
async function prepareLauncher(dataDir: string): Promise<Launcher> {
  await makeFolder(dataDir);
  return findLauncher(dataDir);
}

function placeFor(dataDir: string, launcher: Launcher): string {
  if (!launcher.dataRoot) return dataDir;
  return path.join(launcher.dataRoot, `lianban-data-${createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16)}`);
}

/** A folder everybody may make entries in could hold one that somebody else prepared for us. */
function refuseStrangers(root: string, { dataRoot, ids }: Launcher): void {
  const owner = statSync(root).uid;
  if (dataRoot && owner !== 0 && owner !== ids?.uid)
    throw new DataFolderError(`The folder ${root} belongs to another user: delete it, or choose another with --data.`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeWritableFolder(folder);
  } catch (cause) {
    throw new DataFolderError(
      `The data folder ${folder} cannot be written: choose another with --data, or give this user the right to write there.`,
      { cause },
    );
  }
}

/** Makes the cluster once. It grows in `cluster.new` and gets its name when it is complete, so a kill leaves no half of it. */
async function ensureCluster(root: string, launcher: Launcher, signal?: AbortSignal): Promise<string> {
  const cluster = path.join(root, 'cluster');
  const passwordFile = path.join(root, 'password');
  if (existsSync(path.join(cluster, 'PG_VERSION'))) {
    const version = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8')).trim();
    if (version !== '18')
      throw new DataFolderError(
        `The data folder ${root} was made by PostgreSQL ${version}, not 18: start with another --data, or with --reset to begin anew.`,
      );
    if (!existsSync(path.join(cluster, 'global/pg_control')) || !existsSync(passwordFile)) {
      throw new DataFolderError(`The data folder ${root} is incomplete: restore it from a copy, or start with --reset to begin anew.`);
    }
    return (await readFile(passwordFile, 'utf8')).trim();
  }
  if (existsSync(cluster) && (await readdir(cluster)).length > 0) {
    throw new DataFolderError(
      `The data folder ${root} holds something that is not a finished PostgreSQL: start with another --data, or with --reset to begin anew.`,
    );
  }

  const fresh = path.join(root, 'cluster.new');
  await rm(fresh, { recursive: true, force: true });
  await rm(cluster, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (launcher.ids) {
    await chown(root, launcher.ids.uid, launcher.ids.gid);
    await chown(passwordFile, launcher.ids.uid, launcher.ids.gid);
  }
  // Without LANG initdb would choose SQL_ASCII: name encoding and locale.
  const choices = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await run(launcher, ['initdb', '-D', fresh, '-U', 'lianban', ...choices], signal);
  await rename(fresh, cluster);
  return password;
}

function command(launcher: Launcher, program: string, args: string[]): [string, string[]] {
  const [first, ...rest] = [...launcher.prefix, path.join(launcher.home, 'bin', program), ...args];
  return [first!, rest];
}

/** Nothing of ours but where programs are, and a shifted clock (libfaketime) where somebody set one. */
function environment(): NodeJS.ProcessEnv {
  const clock = Object.entries(process.env).filter(([name]) => name === 'LD_PRELOAD' || name.startsWith('FAKETIME'));
  return { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...Object.fromEntries(clock) };
}

async function run(launcher: Launcher, [program, ...args]: [string, ...string[]], signal?: AbortSignal): Promise<void> {
  const child = spawn(...command(launcher, program, args), {
    ...launcher.ids,
    signal,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new DataFolderError(
      `PostgreSQL could not prepare its data folder (${program} ended with ${code}): ${output.trim().split('\n').slice(-3).join(' ')}`,
    );
}

async function launch(root: string, port: number, launcher: Launcher, options: PostgresOptions): Promise<ChildProcess> {
  const doors = { port: String(port), unix_socket_directories: socketFolder(root, port) ?? '' };
  const settings = Object.entries({ ...serverSettings, ...doors, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const log = path.join(root, 'postgres.log');
  // Own process group: Ctrl-C in the terminal reaches the supervisor, which stops us in order.
  const child = spawn(...command(launcher, 'postgres', ['-D', path.join(root, 'cluster'), ...settings]), {
    ...launcher.ids,
    env: environment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    options.onLog?.(chunk.toString());
    appendFile(log, chunk).catch(() => {});
  });
  (child.stderr as unknown as { unref(): void }).unref();
  return child;
}

/** Bytes of a socket's path in Linux and macOS, the smaller of both. */
const longestSocketPath = 103;

/** Our own processes come by a socket file in the folder, which costs less than the network stack; undefined where its path would be too long. */
function socketFolder(root: string, port: number): string | undefined {
  if (process.platform === 'win32' || !path.isAbsolute(root) || root.includes(',')) return undefined;
  return Buffer.byteLength(path.join(root, `.s.PGSQL.${port}`)) <= longestSocketPath ? root : undefined;
}

const answerPatienceMs = 60_000;
/** SQLSTATE of a server that is still starting up or recovering. */
const startingUp = '57P03';

/** Recovery takes as long as it takes; a server that says nothing at all is given a minute. */
async function waitUntilReady(url: string, child: ChildProcess, { onSlow, signal }: PostgresOptions): Promise<void> {
  const began = performance.now();
  let silentSince = began;
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('PostgreSQL ended while starting; see postgres.log in the data folder.');
    const problem = await problemOf(url);
    if (problem === undefined) return;
    if ((problem as { code?: string }).code === startingUp) silentSince = performance.now();
    if (performance.now() - silentSince > answerPatienceMs)
      throw new Error('PostgreSQL did not answer within a minute; see postgres.log in the data folder.', { cause: problem });
    if (!told && performance.now() - began > 5000) {
      told = true;
      onSlow?.();
    }
    await sleep(25);
  }
}

async function problemOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
