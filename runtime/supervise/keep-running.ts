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
  /** Arguments of the Node that runs us. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Where its lines go, its log and what it says on the way down. */
  log: NodeJS.WritableStream;
  /** Told one sentence for the person at the terminal. */
  say?: (line: string) => void;
  /** Told of every process started for this child. */
  onStart?: (name: string, pid: number) => void;
  /** A child that is not ready after this time is killed and counts as ended. Default 120 s. */
  patienceMs?: number;
}

const shortestWaitMs = 250;
const longestWaitMs = 10_000;
const settledMs = 30_000;

/** Starts `node <args>` under this Node. The child sends 'ready' over its channel and ends when the channel closes. */
export function keepRunning(options: KeepOptions): Kept {
  const { name, say = () => {} } = options;
  let child: ChildProcess | undefined;
  let stopping = false;
  let waitMs = shortestWaitMs;
  let everReady = false;
  const waiting = new AbortController();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  // Whoever waits is told; nobody waiting is no unhandled rejection.
  ready.catch(() => {});

  const start = () => {
    const startedAt = performance.now();
    const life = spawnChild(options);
    child = life.child;
    life.ready.then(() => {
      if (everReady) say(`${name} is running again.`);
      everReady = true;
      resolve();
    });
    life.ended.then(async (words) => {
      if (stopping) return reject(new Error(`${name} was stopped.`));
      if (!everReady) return reject(new Error(words));
      if (performance.now() - startedAt > settledMs) waitMs = shortestWaitMs;
      say(`${name} ended (${howOf(life.child)}); starting it again in ${waitMs} ms.`);
      await sleep(waitMs, undefined, { signal: waiting.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, longestWaitMs);
      if (!stopping) start();
    });
  };
  start();

  return {
    ready,
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      waiting.abort();
      if (child) await stopChild(child, 9000);
    },
  };
}

function howOf({ exitCode, signalCode }: ChildProcess): string {
  return signalCode ?? (exitCode === null ? 'could not be started' : `code ${exitCode}`);
}

/** One life of the child: when it was ready, and its last words when it ended. */
function spawnChild({ name, args, env, log, onStart, patienceMs = 120_000 }: KeepOptions) {
  // A process group of its own: Ctrl-C in the terminal reaches the supervisor only, which stops all parts in order.
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
  let words = '';
  let late: NodeJS.Timeout | undefined;
  child.stdout!.pipe(log, { end: false });
  child.stderr!.pipe(log, { end: false });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  child.on('message', (message: unknown) => {
    if (message === 'ready') {
      clearTimeout(late);
      ready.resolve();
    } else if (typeof message === 'object' && message !== null && 'problem' in message) words = String(message.problem);
  });
  late = setTimeout(() => {
    words = `${name} was not ready after ${patienceMs / 1000} seconds.`;
    child.kill('SIGKILL');
  }, patienceMs);
  const end = (fallback: string) => {
    clearTimeout(late);
    ended.resolve(words || fallback);
  };
  child.once('error', (error) => end(`${name} could not be started: ${error.message}.`));
  child.once('exit', () => end(`${name} ended while starting (${howOf(child)}).`));
  if (child.pid !== undefined) onStart?.(name, child.pid);
  return { child, ready: ready.promise, ended: ended.promise };
}

/** SIGTERM, and SIGKILL to its whole group after `patienceMs`. */
export async function stopChild(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await ended;
}

/** Runs a role to its end; rejects with its last words when it fails, and ends it when `signal` says so. */
export async function runToEnd(options: KeepOptions, signal: AbortSignal): Promise<void> {
  const { child, ended } = spawnChild(options);
  const stop = () => void stopChild(child, 5000);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const words = await ended;
  signal.removeEventListener('abort', stop);
  if (child.exitCode !== 0) throw new Error(words);
}
