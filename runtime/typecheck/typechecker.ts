/** The type checker as the services see it: a child process that is started when needed and replaced when it dies or hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuOf } from '../sandbox/cpu.ts';
import type { CheckRequest, CheckResult, RenameRequest, RenameResult } from './types.ts';
import { words } from './words.ts';

export interface TypecheckerOptions {
  /** Most processor time one check may take, in milliseconds. Default 8,000. */
  checkMs?: number;
  /** Heap of the child in megabytes. Default 512. */
  heapMb?: number;
}

export interface Typechecker {
  /** Checks an author's script and takes its types out. Never rejects. */
  check(request: CheckRequest): Promise<CheckResult>;
  /** A value of the script gets another key. Undefined when the text could not be looked at. Never rejects. */
  rename(request: RenameRequest): Promise<RenameResult | undefined>;
  /** Starts the child before the first check needs it. */
  ready(): Promise<void>;
  stats(): { pid?: number; restarts: number; checks: number };
  close(): Promise<void>;
}

interface Waiting {
  id: number;
  request: CheckRequest | RenameRequest;
  attempts: number;
  resolve(result: CheckResult | RenameResult): void;
}

interface Answer {
  ready?: true;
  id?: number;
  result?: CheckResult | RenameResult;
}

const START_MS = 30_000;
/** Longest wait for one check: a child that does not even use its time hangs. */
const MOST_WAIT_MS = 60_000;
/** A check is sent again this often when the child died from outside. */
const MOST_ATTEMPTS = 3;

export function createTypechecker({ checkMs = 8000, heapMb = 512 }: TypecheckerOptions = {}): Typechecker {
  const queue: Waiting[] = [];
  let child: ChildProcess | undefined;
  let isReady = false;
  let current: Waiting | undefined;
  let hung = false;
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let failedStarts = 0;
  const counts = { restarts: 0, checks: 0 };
  const readyWaiters = new Set<() => void>();

  const check = (request: CheckRequest) => ask(request) as Promise<CheckResult>;

  async function rename(request: RenameRequest): Promise<RenameResult | undefined> {
    const answer = await ask(request);
    return 'places' in answer ? answer : undefined;
  }

  function ask(request: CheckRequest | RenameRequest): Promise<CheckResult | RenameResult> {
    counts.checks += 1;
    if (closing) return Promise.resolve(problem(words.unavailable));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      queue.push({ id, request, attempts: 0, resolve });
      next();
    });
  }

  function next(): void {
    if (queue.length === 0 || current || closing) return;
    if (!child) start();
    if (!child || !isReady) return;
    current = queue.shift() as Waiting;
    current.attempts += 1;
    watch(checkMs);
    // A failed send means the child is going; its exit brings the check back into the line.
    child.send({ id: current.id, request: current.request }, () => undefined);
  }

  /** On a machine too busy to run the child, the wait says nothing about the script: its processor time does. */
  function watch(ms: number): void {
    const since = performance.now();
    const before = cpuOf(child?.pid);
    const look = () => {
      const used = cpuOf(child?.pid) - before;
      if (used < ms && performance.now() - since < MOST_WAIT_MS) timer = setTimeout(look, Math.max(10, ms - used));
      else kill();
    };
    timer = setTimeout(look, ms);
  }

  function kill(): void {
    hung = isReady;
    child?.kill('SIGKILL');
  }

  function start(): void {
    const folder = dirname(fileURLToPath(import.meta.url));
    const typescript = dirname(dirname(createRequire(import.meta.url).resolve('typescript-5')));
    const started = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [], {
      env: {},
      execArgv: [
        '--permission',
        `--allow-fs-read=${folder}`,
        `--allow-fs-read=${typescript}`,
        '--disallow-code-generation-from-strings',
        '--no-warnings',
        `--max-old-space-size=${heapMb}`,
      ],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child = started;
    hung = false;
    timer = setTimeout(kill, START_MS);
    started.on('message', (message) => onMessage(message as Answer));
    started.on('error', () => onGone(started));
    started.on('exit', () => onGone(started));
  }

  function onMessage(message: Answer): void {
    if (message.ready) {
      clearTimeout(timer);
      isReady = true;
      failedStarts = 0;
      for (const waiter of readyWaiters) waiter();
      readyWaiters.clear();
    } else if (current && message.id === current.id && message.result) {
      clearTimeout(timer);
      current.resolve(message.result);
      current = undefined;
    }
    next();
  }

  function onGone(gone: ChildProcess): void {
    if (gone !== child) return;
    clearTimeout(timer);
    failedStarts = isReady ? 0 : failedStarts + 1;
    child = undefined;
    isReady = false;
    const lost = current;
    current = undefined;
    if (lost) {
      if (hung) lost.resolve(problem(words.timeout));
      else if (closing || lost.attempts >= MOST_ATTEMPTS) lost.resolve(problem(words.unavailable));
      else queue.unshift(lost);
    }
    if (closing || failedStarts >= MOST_ATTEMPTS) {
      failedStarts = 0;
      for (const waiting of queue.splice(0)) waiting.resolve(problem(words.unavailable));
      return;
    }
    counts.restarts += 1;
    if (failedStarts > 0) timer = setTimeout(next, 100 * 2 ** failedStarts);
    else next();
  }

  function ready(): Promise<void> {
    if (isReady) return Promise.resolve();
    return new Promise((resolve) => {
      readyWaiters.add(resolve);
      if (!child) start();
    });
  }

  async function close(): Promise<void> {
    closing = true;
    clearTimeout(timer);
    for (const waiting of queue.splice(0)) waiting.resolve(problem(words.unavailable));
    const last = child;
    if (!last) return;
    const ended = new Promise((resolve) => last.once('exit', resolve));
    last.kill('SIGKILL');
    await ended;
  }

  return { check, rename, ready, stats: () => ({ pid: child?.pid, ...counts }), close };
}

function problem(message: CheckResult['problems'][number]['message']): CheckResult {
  return { js: '', problems: [{ line: 1, column: 1, message }] };
}
