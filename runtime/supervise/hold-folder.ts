/** One supervisor per data folder, and the end of whatever a killed one left running. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './checks.ts';
import { birthOf, endProcess, isAlive, type KnownProcess } from './processes.ts';

export interface Held {
  /** Writes down a child, so that the next supervisor can end it if we are killed. */
  note(role: string, pid: number): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the folder. A live supervisor keeps it; of a killed one the children are ended first: they notice the loss by
 * themselves, but may still hold the port for a moment.
 */
export async function holdFolder(dataDir: string): Promise<Held> {
  const file = path.join(dataDir, 'supervisor.json');
  const list = path.join(dataDir, 'children.json');
  await take(file, dataDir);
  const left = (await readJson<Record<string, KnownProcess>>(list)) ?? {};
  await Promise.all(Object.values(left).map((child) => endProcess(child, 8000)));
  await rm(list, { force: true });

  const children: Record<string, KnownProcess> = {};
  let writing = Promise.resolve();
  return {
    note(role, pid) {
      const born = birthOf(pid);
      if (born !== undefined) children[role] = { pid, born };
      writing = writing.then(() => writeWhole(list, children)).catch(() => {});
      return writing;
    },
    async release() {
      await writing;
      await rm(list, { force: true });
      await rm(file, { force: true });
    },
  };
}

async function take(file: string, dataDir: string): Promise<void> {
  const own: KnownProcess = { pid: process.pid, born: birthOf(process.pid) ?? '' };
  for (;;) {
    try {
      // Exclusive: of two that start at the same moment one comes second.
      await writeFile(file, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readJson<KnownProcess>(file);
    if (holder && isAlive(holder))
      throw new StartError(
        `联办 is already running on the data folder ${dataDir} (process ${holder.pid}): stop it first, or choose another folder with --data and another --port.`,
      );
    await rm(file, { force: true });
  }
}

/** undefined when the file is missing or was cut off by a kill. */
async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** A kill leaves the old content or the new one, never half of it. */
async function writeWhole(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
