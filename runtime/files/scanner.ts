/**
 * The hook for a virus scanner: a command that gets the file on its standard input (exit 0: clean, 1: infected, as clamdscan
 * does), or an address that is sent the file (`{ "infected": true | false }`). When one is set and does not answer, nothing is
 * accepted: the upload stays and is tried again.
 */
import { spawn } from 'node:child_process';

export type Scan = (bytes: Uint8Array) => Promise<'clean' | 'infected' | 'unknown'>;

export interface ScannerOptions {
  command?: string;
  url?: string;
  /** Longest time a scan may take. Default 30 seconds. */
  timeoutMs?: number;
}

/** undefined when none is set. */
export function createScanner({ command, url, timeoutMs = 30_000 }: ScannerOptions): Scan | undefined {
  if (command) return (bytes) => scanByCommand(command, bytes, timeoutMs);
  if (url) return (bytes) => scanByAddress(url, bytes, timeoutMs);
  return undefined;
}

/** Words of the command are split at blanks and never go through a shell. */
function scanByCommand(command: string, bytes: Uint8Array, timeoutMs: number): ReturnType<Scan> {
  const [program = '', ...args] = command.trim().split(/\s+/);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env.PATH ?? '' } });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const done = (verdict: Awaited<ReturnType<Scan>>) => {
      clearTimeout(timer);
      resolve(verdict);
    };
    child.once('error', () => done('unknown'));
    child.once('close', (code) => done(code === 0 ? 'clean' : code === 1 ? 'infected' : 'unknown'));
    // A scanner that has seen enough closes its input.
    child.stdin.on('error', () => {});
    child.stdin.end(bytes);
  });
}

async function scanByAddress(url: string, bytes: Uint8Array, timeoutMs: number): ReturnType<Scan> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: Buffer.from(bytes),
      headers: { 'content-type': 'application/octet-stream' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const verdict = answer.ok ? ((await answer.json()) as { infected?: unknown }) : {};
    return verdict.infected === true ? 'infected' : verdict.infected === false ? 'clean' : 'unknown';
  } catch {
    return 'unknown';
  }
}
