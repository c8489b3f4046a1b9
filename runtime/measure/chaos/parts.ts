/** Processes that are killed and come back, as a supervisor would bring them back. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type PostgresServer, startPostgres } from '../../postgres/postgres.ts';

const main = path.join(import.meta.dirname, '../../main.ts');
const hook = pathToFileURL(path.join(import.meta.dirname, 'hook.ts')).href;

export interface Part {
  readonly role: string;
  /** Of the process that serves; undefined while none does. */
  readonly pid: number | undefined;
  /** Every process it ever had. */
  has(pid: number): boolean;
  kill(): void;
  /** When another process than this one serves: the instant. */
  backAfter(pid: number): Promise<number>;
  stop(): Promise<void>;
}

/** Runs a role of the product and starts it again whenever it is gone. With `LIANBAN_CHAOS` the hook is loaded before it. */
export async function keepPart(role: string, env: NodeJS.ProcessEnv, log: (line: string) => void = () => {}): Promise<Part> {
  const pids = new Set<number>();
  let child: ChildProcess | undefined;
  let serving: number | undefined;
  let stopping = false;
  let waiting: (() => void)[] = [];
  const begin = () => {
    const watched = env.LIANBAN_CHAOS ? ['--import', hook] : [];
    const next = spawn(process.execPath, [...watched, main, role], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = next;
    if (next.pid) pids.add(next.pid);
    next.once('message', () => {
      serving = next.pid;
      for (const wake of waiting.splice(0)) wake();
    });
    next.once('exit', (code, signal) => {
      if (serving === next.pid) serving = undefined;
      if (stopping) return;
      if (signal !== 'SIGKILL') log(`${role} ended with ${signal ?? code}`);
      setTimeout(() => !stopping && begin(), 100);
    });
  };
  const nextStart = () => new Promise<void>((resolve) => waiting.push(resolve));
  const first = nextStart();
  begin();
  await first;
  return {
    role,
    get pid() {
      return serving;
    },
    has: (pid) => pids.has(pid),
    kill: () => void child?.kill('SIGKILL'),
    async backAfter(pid) {
      while (!stopping && (serving === undefined || serving === pid)) await nextStart();
      return Date.now();
    },
    async stop() {
      stopping = true;
      for (const wake of waiting) wake();
      waiting = [];
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      const ended = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGTERM');
      await Promise.race([ended, sleep(8_000)]);
      last.kill('SIGKILL');
    },
  };
}

export interface Database {
  readonly server: PostgresServer;
  kill(): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL that is killed and started again on the same folder and port. */
export async function keepPostgres(dataDir: string): Promise<Database> {
  let server = await startPostgres({ dataDir });
  return {
    get server() {
      return server;
    },
    kill: () => void process.kill(server.pid, 'SIGKILL'),
    async restart() {
      const { port } = server;
      for (let attempt = 0; ; attempt += 1) {
        try {
          server = await startPostgres({ dataDir, port });
          return;
        } catch (error) {
          // The backends of the killed server take a moment to notice; until then its shared memory is in use.
          if (attempt > 80) throw error;
          await sleep(100);
        }
      }
    },
    stop: () => server.stop(),
  };
}
