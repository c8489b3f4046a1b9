import { accessSync, constants, statfsSync } from 'node:fs';
import os from 'node:os';

const memory = '/dev/shm';
/** Two products and a PostgreSQL with many databases stay far below this. */
const roomWanted = 4 * 1024 ** 3;

/**
 * Folder for the data of tests: in memory where the system has such a folder with room in it, else the temporary one. Nothing of it has
 * to survive the machine, and copying a data folder of thousands of files to a disk takes longer than starting a product on it.
 */
export function scratchRoot(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    accessSync(memory, constants.W_OK);
    return bavail * bsize > roomWanted ? memory : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}
