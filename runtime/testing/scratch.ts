import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const memory = '/dev/shm';
/** Two products and a PostgreSQL with many databases stay far below this. */
const roomWanted = 4 * 1024 ** 3;

/**
 * A new folder for the data of a test: in memory where the system has such a place with room in it, else under the temporary folder.
 * Nothing of it has to survive the machine, and copying a data folder of thousands of files to a disk takes longer than starting a
 * product on it. Its name tells whose it is.
 */
export function scratchFolder(name: string): Promise<string> {
  return mkdtemp(path.join(scratchRoot(), `lianban-${name}-${process.pid}-`));
}

function scratchRoot(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    accessSync(memory, constants.W_OK);
    return bavail * bsize > roomWanted ? memory : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

/** Deletes what runs that were killed left in memory. */
export async function sweepScratch(): Promise<void> {
  for (const entry of await readdir(memory).catch(() => [])) {
    const owner = /^lianban-[a-z0-9]+-(\d+)-/.exec(entry)?.[1];
    if (owner && !isRunning(Number(owner))) await rm(path.join(memory, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is running, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
