/**
 * A PostgreSQL 18 of our own, from npm, for people who bring none.
 *
 * States: absent -> (initdb into a side folder, renamed when complete) -> stopped -> running -> stopped.
 * A server left behind by a killed runtime is found by its pid file and stopped before ours starts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findLauncher, type Launcher } from './binaries.ts';

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
}

export interface PostgresServer {
  /** Superuser address of the database `postgres`. */
  url: string;
  port: number;
  pid: number;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** A data folder that cannot be used; the message is one sentence for the person who started us. */
export class DataFolderError extends Error {}

/** Settings that differ from PostgreSQL's defaults; `npm run bench` prints them. Durability is untouched. */
export const serverSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  log_min_messages: 'warning',
  timezone: 'UTC',
};

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const launcher = await findLauncher();
  const root = placeFor(options.dataDir, launcher);
  await makeFolder(root);
  const password = await ensureCluster(root, launcher);
  await stopLeftover(path.join(root, 'cluster'));

  const port = options.port || (await freePort());
  const child = await launch(root, port, launcher, options);
  const urlOf = (database: string) => `postgres://lianban:${password}@127.0.0.1:${port}/${database}`;
  await waitUntilReady(urlOf('postgres'), child);

  let stopping = false;
  child.once('exit', (code) => {
    if (!stopping) options.onExit?.(code);
  });
  return {
    url: urlOf('postgres'),
    urlOf,
    port,
    pid: child.pid!,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything is flushed.
      child.kill('SIGINT');
      await Promise.race([ended, sleep(15_000, undefined, { ref: false })]);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
    },
  };
}

function placeFor(dataDir: string, launcher: Launcher): string {
  if (!launcher.dataRoot) return dataDir;
  return path.join(launcher.dataRoot, `lianban-data-${createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16)}`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, '.writable'), '');
    await rm(path.join(folder, '.writable'));
  } catch (cause) {
    throw new DataFolderError(
      `The data folder ${folder} cannot be written: choose another with --data, or give this user the right to write there.`,
      { cause },
    );
  }
}

/** Makes the cluster once. It grows in `cluster.new` and gets its name when it is complete, so a kill leaves no half of it. */
async function ensureCluster(root: string, launcher: Launcher): Promise<string> {
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
  await run(launcher, 'initdb', [
    '-D',
    fresh,
    '-U',
    'lianban',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ]);
  await rename(fresh, cluster);
  return password;
}

function command(launcher: Launcher, program: string, args: string[]): [string, string[]] {
  const [first, ...rest] = [...launcher.prefix, path.join(launcher.home, 'bin', program), ...args];
  return [first!, rest];
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...(process.env.LD_PRELOAD ? { LD_PRELOAD: process.env.LD_PRELOAD } : {}),
    ...(process.env.FAKETIME ? { FAKETIME: process.env.FAKETIME } : {}),
  };
}

async function run(launcher: Launcher, program: string, args: string[]): Promise<void> {
  const child = spawn(...command(launcher, program, args), { ...launcher.ids, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new DataFolderError(
      `PostgreSQL could not prepare its data folder (${program} ended with ${code}): ${output.trim().split('\n').slice(-3).join(' ')}`,
    );
}

async function launch(root: string, port: number, launcher: Launcher, options: PostgresOptions): Promise<ChildProcess> {
  const settings = Object.entries({ ...serverSettings, ...options.settings, port: String(port) }).flatMap(([name, value]) => [
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

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  let problem: unknown;
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('PostgreSQL ended while starting; see postgres.log in the data folder.');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      problem = error;
      await client.end().catch(() => {});
      await sleep(50);
    }
  }
  throw new Error('PostgreSQL did not answer within 30 seconds; see postgres.log in the data folder.', { cause: problem });
}

/** Stops a server that a killed runtime left running on this folder. The pid is ours only if its command line names the folder. */
async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  if (!(await servesFolder(pid, cluster))) return;
  process.kill(pid, 'SIGINT');
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (!(await servesFolder(pid, cluster))) return;
    await sleep(50);
  }
  process.kill(pid, 'SIGQUIT');
  await sleep(500);
}

async function servesFolder(pid: number, cluster: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    return words.some((word) => word.endsWith('postgres')) && words.includes(cluster);
  } catch {
    return false;
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
