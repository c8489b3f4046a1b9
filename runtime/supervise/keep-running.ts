/**
 * Keeps one child process running: starting -> running -> (ended) -> waiting -> starting …
 * The wait doubles from 0.25 s to 10 s and starts again from 0.25 s after the child has run for 30 s.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Kept {
  pid(): number | undefined;
  /** Resolves when the child said `ready`; rejects with its last words when it ends before the first time. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

export interface KeepOptions {
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Where its log lines (standard output) go; missing: this terminal. */
  log?: NodeJS.WritableStream;
  onRestart?: (name: string, waitMs: number) => void;
}

/** Starts `node <args>` under this Node. The child sends 'ready' over its channel and ends when the channel closes. */
export function keepRunning({ name, args, env, log, onRestart }: KeepOptions): Kept {
  let child: ChildProcess | undefined;
  let stopping = false;
  let waitMs = 250;
  let everReady = false;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();

  const start = () => {
    const startedAt = performance.now();
    let lastWords = '';
    child = spawn(process.execPath, args, { env, stdio: ['ignore', log ? 'pipe' : 'inherit', 'pipe', 'ipc'] });
    if (log) child.stdout!.pipe(log, { end: false });
    child.stderr!.on('data', (chunk: Buffer) => {
      lastWords = `${lastWords}${chunk}`.slice(-2000);
      process.stderr.write(chunk);
    });
    child.on('message', (message) => {
      if (message === 'ready') {
        everReady = true;
        resolve();
      }
    });
    child.once('exit', async () => {
      if (stopping) return;
      if (!everReady) return reject(new Error(lastWords.trim().split('\n').at(-1) || `${name} ended while starting.`));
      if (performance.now() - startedAt > 30_000) waitMs = 250;
      onRestart?.(name, waitMs);
      await sleep(waitMs);
      waitMs = Math.min(waitMs * 2, 10_000);
      if (!stopping) start();
    });
  };
  start();

  return {
    ready,
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const current = child;
      const ended = new Promise((done) => current.once('exit', done));
      current.kill('SIGTERM');
      await Promise.race([ended, sleep(8000, undefined, { ref: false })]);
      if (current.exitCode === null && current.signalCode === null) current.kill('SIGKILL');
    },
  };
}
