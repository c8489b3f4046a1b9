/** The bench child as the services see it: started when cases are played, ended when idle, killed and replaced when it hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedFolders } from '../../plugins/registry.ts';
import type { SandboxPort } from '../ports.ts';
import type { BenchAnswers, BenchJob, FromChild, ToChild } from './jobs.ts';

export interface BenchRunnerOptions {
  sandbox: SandboxPort;
  /** Longest time of one job, in milliseconds. Default 60,000. */
  jobMs?: number;
  /** The child ends after so long without work, in milliseconds. Default 30,000. */
  idleMs?: number;
  /** Heap of the child in megabytes. Default 384. */
  heapMb?: number;
}
/** The job took too long, or its process died under it. */
export class BenchStopped extends Error {
  readonly reason: 'timeout' | 'died' | 'failed';
  constructor(reason: 'timeout' | 'died' | 'failed', message = reason as string) {
    super(message);
    this.reason = reason;
  }
}

export interface BenchRunner {
  /** One job after the other. Of waiting jobs with the same key only the last is done; the others get its answer. */
  run<J extends BenchJob>(job: J, key?: string): Promise<BenchAnswers[J['type']]>;
  stats(): { pid?: number; waiting: number };
}

interface Waiting {
  id: number;
  key: string | undefined;
  job: BenchJob;
  settle: { resolve(answer: never): void; reject(error: Error): void }[];
}

export function createBenchRunner({ sandbox, jobMs = 60_000, idleMs = 30_000, heapMb = 384 }: BenchRunnerOptions): BenchRunner {
  const queue: Waiting[] = [];
  let child: ChildProcess | undefined;
  let current: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  function run<J extends BenchJob>(job: J, key?: string): Promise<BenchAnswers[J['type']]> {
    return new Promise((resolve, reject) => {
      const settle = { resolve: resolve as (answer: never) => void, reject };
      const same = key === undefined ? undefined : queue.find((one) => one.key === key);
      if (same) {
        same.job = job;
        same.settle.push(settle);
        return;
      }
      lastId += 1;
      queue.push({ id: lastId, key, job, settle: [settle] });
      next();
    });
  }

  function next(): void {
    if (current || queue.length === 0) return;
    child ??= start();
    current = queue.shift()!;
    clearTimeout(timer);
    timer = setTimeout(() => end('timeout'), jobMs);
    // What waits for an answer keeps the process; an idle child does not.
    child.channel?.ref();
    post(child, { id: current.id, job: current.job });
  }

  function start(): ChildProcess {
    const runtime = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
    const root = path.dirname(runtime);
    const plugins = installedFolders();
    const started = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [...plugins], {
      env: {},
      execArgv: [
        '--permission',
        ...['runtime', 'schemas', 'node_modules', 'package.json'].map((name) => `--allow-fs-read=${path.join(root, name)}`),
        ...plugins.map((folder) => `--allow-fs-read=${folder}`),
        '--disallow-code-generation-from-strings',
        '--no-warnings',
        `--max-old-space-size=${heapMb}`,
      ],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', (message) => onMessage(started, message as FromChild));
    started.on('error', () => onGone(started));
    started.on('exit', () => onGone(started));
    started.unref();
    return started;
  }

  function onMessage(from: ChildProcess, message: FromChild): void {
    if ('ready' in message || from !== child) return;
    if ('run' in message) {
      void sandbox.run(message.run).then(
        (outcome) => post(from, { call: message.call, outcome }),
        () => post(from, { call: message.call, outcome: { ok: false, kind: 'down', message: '' } }),
      );
      return;
    }
    if (message.id !== current?.id) return;
    const done = finish();
    if ('answer' in message) for (const { resolve } of done.settle) resolve(message.answer as never);
    else for (const { reject } of done.settle) reject(new BenchStopped('failed', message.failed));
    rest();
    next();
  }

  function finish(): Waiting {
    const done = current!;
    current = undefined;
    clearTimeout(timer);
    return done;
  }

  /** Nothing to do: the process may end, and after a while the child does. */
  function rest(): void {
    if (queue.length > 0) return;
    child?.channel?.unref();
    timer = setTimeout(() => child?.disconnect(), idleMs);
    timer.unref();
  }

  function end(reason: 'timeout' | 'died'): void {
    const gone = child;
    child = undefined;
    gone?.kill('SIGKILL');
    if (current) for (const { reject } of finish().settle) reject(new BenchStopped(reason));
    next();
  }

  function onGone(gone: ChildProcess): void {
    if (gone === child) end('died');
  }

  return { run, stats: () => ({ pid: child?.pid, waiting: queue.length }) };
}

/** A failed send means the child is going; its exit ends the job. */
function post(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => undefined);
}
