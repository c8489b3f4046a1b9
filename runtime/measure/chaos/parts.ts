/** Processes that are killed and come back, as a supervisor would bring them back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '../../postgres/postgres.ts';

const main = path.join(import.meta.dirname, '../../main.ts');

export interface Part {
  readonly pid: number | undefined;
  kill(): void;
  stop(): Promise<void>;
}

/** Runs a role of the product and starts it again whenever it is gone. */
export async function keepPart(role: string, env: NodeJS.ProcessEnv, log: (line: string) => void = () => {}): Promise<Part> {
  let child: ChildProcess | undefined;
  let stopping = false;
  const ready = Promise.withResolvers<void>();
  const begin = () => {
    const next = spawn(process.execPath, [main, role], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child = next;
    const began = performance.now();
    next.once('message', () => {
      log(`${role} serves after ${((performance.now() - began) / 1000).toFixed(1)} s`);
      ready.resolve();
    });
    next.once('exit', (code, signal) => {
      if (!stopping) log(`${role} ended with ${signal ?? code}`);
      if (!stopping) setTimeout(() => !stopping && begin(), 200);
    });
  };
  begin();
  await ready.promise;
  return {
    get pid() {
      return child?.pid;
    },
    kill: () => void child?.kill('SIGKILL'),
    async stop() {
      stopping = true;
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      const ended = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGTERM');
      await Promise.race([ended, sleep(8_000)]);
      last.kill('SIGKILL');
    },
  };
}

/** A PostgreSQL that is killed and started again on the same folder and port. */
export async function keepPostgres(dataDir: string): Promise<Part & { readonly server: PostgresServer; restart(): Promise<void> }> {
  let server = await startPostgres({ dataDir });
  return {
    get server() {
      return server;
    },
    get pid() {
      return server.pid;
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
          if (attempt > 40) throw error;
          await sleep(250);
        }
      }
    },
    stop: () => server.stop(),
  };
}

/** Script children of a process: the ones that run author code. */
export async function scriptChildrenOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  const parents = new Map<number, number>();
  const words = new Map<number, string>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [stat, command] = await Promise.all([
      readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''),
      readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
    ]);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
    words.set(Number(name), command);
  }
  for (const [candidate, command] of words) {
    if (!command.includes('sandbox/child/main')) continue;
    for (let up = parents.get(candidate); up; up = parents.get(up)) {
      if (up !== pid) continue;
      found.push(candidate);
      break;
    }
  }
  return found;
}
