/** A fresh embedded PostgreSQL, the product's own api process over it, and people who may use it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createAccountPeople } from '../../config/account-people.ts';
import { freePort, type PostgresServer, startPostgres } from '../../postgres/postgres.ts';
import { hashPassword } from '../../services/identity/passwords.ts';
import { publishPackage } from '../../services/testing/world.ts';
import { type Grant, insertAccount } from '../../store/accounts.ts';
import { migrate } from '../../store/migrate.ts';
import { createStore, type Store } from '../../store/store.ts';
import { quickHeap } from '../../supervise/heap.ts';
import { cpuOf } from './cpu.ts';
import { deskChainPackage, scriptChainPackage } from './large-package.ts';
import { desksPackage, scriptsPackage } from './package.ts';

export const region = '330424';
export const idNumber = '330424199603120029';
/** Of the api processes that are measured, and of what is put into their database beforehand. */
export const masterKey = Buffer.alloc(32, 5).toString('base64');
const main = path.join(import.meta.dirname, '../../main.ts');

export interface Stage {
  url: string;
  port: number;
  server: PostgresServer;
  store: Store;
  /** Signs in over HTTP; answers the headers of that session. */
  signIn(username: string): Promise<Record<string, string>>;
  /** Durable commits of bursts so far: calls of the commit function. */
  commits(): Promise<number>;
  /** Milliseconds of processor time used so far by each part; `api` is all api processes together. */
  cpu(): Promise<{ api: number; scripts: number; postgres: number }>;
  settings(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function openStage({ log, processes = 1 }: { log: (line: string) => void; processes?: number }): Promise<Stage> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-bench-'));
  // Counts function calls, so that commits per case are measured, not claimed.
  const server = await startPostgres({ dataDir: folder, settings: { track_functions: 'pl' } });
  log('PostgreSQL is up');
  await admin(server.url, 'CREATE DATABASE lianban_product');
  const url = server.urlOf('lianban_product');
  await migrate(url);
  const store = createStore({ url, applicationName: 'bench' });
  for (const pkg of [desksPackage(), scriptsPackage(), scriptChainPackage(), deskChainPackage()])
    await publishPackage(store, pkg, [{ code: region, name: '海盐县' }]);
  const password = randomBytes(12).toString('base64url');
  await account(store, { username: 'lin', kind: 'person', password, grants: [] });
  const grants: Grant[] = ['one', 'two', 'three'].map((department) => ({ region, department, role: 'officer' }));
  await account(store, { username: 'officer', kind: 'staff', password, grants });
  const port = await freePort();
  const apis = await Promise.all(Array.from({ length: processes }, () => startApi({ url, port, processes })));
  log(`${processes} api process${processes === 1 ? '' : 'es'} on port ${port}`);

  return {
    url,
    port,
    server,
    store,
    async signIn(username) {
      const base = `http://127.0.0.1:${port}/api/session`;
      const response = await fetch(base, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      if (!response.ok) throw new Error(`Sign-in was refused: ${response.status} ${await response.text()}`);
      const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
      const { csrf } = (await response.json()) as { csrf: string };
      return { cookie, 'x-lianban-csrf': csrf };
    },
    async commits() {
      const rows = await admin(
        url,
        "SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_user_functions WHERE funcname = 'lianban_commit'",
      );
      return (rows[0] as { calls: number }).calls;
    },
    async cpu() {
      const [database, ...served] = await Promise.all([cpuOf(server.pid), ...apis.map((api) => cpuOf(api.pid!))]);
      const sum = (part: 'own' | 'below') => served.reduce((total, one) => total + one[part], 0);
      return { api: sum('own'), scripts: sum('below'), postgres: database.own + database.below };
    },
    async settings() {
      const rows = await admin(
        url,
        `SELECT name, current_setting(name) AS value FROM pg_settings
         WHERE source IN ('command line', 'configuration file') AND setting IS DISTINCT FROM boot_val
           AND name NOT IN ('port', 'data_directory', 'config_file', 'hba_file', 'ident_file', 'listen_addresses', 'unix_socket_directories',
             'TimeZone', 'log_timezone', 'default_text_search_config') AND name NOT LIKE 'lc\\_%' ORDER BY name`,
      );
      return Object.fromEntries((rows as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
    },
    async close() {
      await Promise.all(apis.map(stopProcess));
      await store.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function admin(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function account(
  store: Store,
  input: { username: string; kind: 'person' | 'staff'; password: string; grants: Grant[] },
): Promise<void> {
  const at = new Date().toISOString();
  const { username, kind, password, grants } = input;
  const id = uuidv7();
  const person = kind === 'person' ? { person: createAccountPeople(masterKey).seal(id, { idNumber, mobile: '13800000000' }) } : {};
  await insertAccount(store, { id, username, name: '林雨', kind, ...person, passwordHash: await hashPassword(password), at }, grants, {
    region,
    at,
    action: 'account.created',
    object: username,
    result: 'done',
  });
}

export async function startApi({ url, port, processes }: { url: string; port: number; processes: number }): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LIANBAN_MASTER_KEY: masterKey,
    LOG_LEVEL: 'warn',
    LIANBAN_API_PROCESSES: String(processes),
  };
  const child = spawn(process.execPath, [...quickHeap, main, 'api'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The api ended with ${code} while starting.`)));
  });
  return child;
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Runs one of our scripts in a process of its own: a job in, figures out. */
export async function inChild<Figures>(script: string, job: unknown): Promise<Figures> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(job));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}.`);
  return JSON.parse(output) as Figures;
}
