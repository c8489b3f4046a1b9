/** `npm start` as a test sees it: a process with words on its terminal, a folder, and an exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type KnownProcess } from '../supervise/processes.ts';

const main = path.join(import.meta.dirname, '../main.ts');

const started = new Set<ChildProcess>();

export interface StartedProduct {
  child: ChildProcess;
  /** Everything printed until now. */
  out(): string;
  err(): string;
  /** Exit code, or the signal's name. */
  ended: Promise<number | string>;
}

/** Runs `main.ts start`. Of our own environment only what finds programs and compiled code is passed on, so that nothing chooses a database. */
export function startProduct(args: string[], env: Record<string, string> = {}): StartedProduct {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [main, 'start', ...args], {
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.add(child);
  child.once('close', () => started.delete(child));
  const words = { out: '', err: '' };
  child.stdout!.on('data', (chunk) => {
    words.out += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    words.err += chunk;
  });
  const ended = new Promise<number | string>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')));
  return { child, out: () => words.out, err: () => words.err, ended };
}

/** For `afterEach`: a test that failed leaves no product running. */
export async function endStarted(): Promise<void> {
  for (const child of started) {
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await Promise.race([closed, sleep(20_000, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }
}

/** Waits until `probe` gives something; says what was waited for when it never does. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, ms = 90_000): Promise<T> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await sleep(50);
  }
  throw new Error(`Waited ${ms / 1000} s in vain for ${what}.`);
}

/** A folder of this test, under the system's temporary folder. */
export async function temporaryFolder(name: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `lianban-${name}-`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The processes a supervisor noted in its data folder. */
export async function notedChildren(dataDir: string): Promise<Record<string, KnownProcess>> {
  try {
    return JSON.parse(await readFile(path.join(dataDir, 'children.json'), 'utf8')) as Record<string, KnownProcess>;
  } catch {
    return {};
  }
}

export function areGone(children: Record<string, KnownProcess>): boolean {
  return !Object.values(children).some(isAlive);
}

/** Direct children of a process whose command line holds `word` (Linux). */
export function childrenOf(parent: number, word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && commandLine(pid).includes(word));
}

/** Every process whose command line or environment names the folder (Linux): what a stopped product must not leave. */
export function processesNaming(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ name, words: `${commandLine(Number(name))} ${read(`/proc/${name}/environ`)}` }))
    .filter(({ words }) => words.includes(folder))
    .map(({ name, words }) => `${name} ${words.slice(0, 120)}`);
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

const commandLine = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
