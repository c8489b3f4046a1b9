/** Processes by number and birth: a number alone may long belong to somebody else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface KnownProcess {
  pid: number;
  /** When it began, in the words of the operating system. */
  born: string;
}

/** When a living process began; undefined when there is none of this number. */
export function birthOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return birthInProc(pid);
  try {
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return line.trim() || undefined;
  } catch {
    return undefined;
  }
}

function birthInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold blanks: the fields after it are the state (3rd) and the start time (22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isAlive(known: KnownProcess): boolean {
  return birthOf(known.pid) === known.born;
}

/** Asks a process to end, insists after `patienceMs`, and returns when it is gone. */
export async function endProcess(known: KnownProcess, patienceMs: number): Promise<void> {
  for (const [signal, wait] of [['SIGTERM', patienceMs] as const, ['SIGKILL', 5000] as const]) {
    if (!isAlive(known)) return;
    try {
      process.kill(known.pid, signal);
    } catch {
      // Gone meanwhile, or another user's: the loop below tells.
    }
    const until = performance.now() + wait;
    while (isAlive(known) && performance.now() < until) await sleep(25);
  }
}
