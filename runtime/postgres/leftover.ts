/** A server that a killed runtime left running on its folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops it: at once but with everything flushed, then harder. A pid file whose number belongs to somebody else is removed. */
export async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  for (const [signal, patienceMs] of [['SIGINT', 10_000] as const, ['SIGQUIT', 3_000] as const, ['SIGKILL', 3_000] as const]) {
    if (!servesFolder(pid, cluster)) break;
    kill(pid, signal);
    const until = performance.now() + patienceMs;
    while (servesFolder(pid, cluster) && performance.now() < until) await sleep(25);
  }
  // PostgreSQL itself takes over the file of a dead process, but not one whose number somebody else got meanwhile.
  if (!servesFolder(pid, cluster)) await rm(pidFile, { force: true });
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** A server works in its data folder, under whatever name the folder was given to it. */
function servesFolder(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  const words = commandLine(pid);
  if (!words.some((word) => /(^|\/)postgres(\.exe)?$/.test(word))) return false;
  return words.includes(cluster) || workingFolder(pid) === realpathSync(cluster);
}

function commandLine(pid: number): string[] {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
