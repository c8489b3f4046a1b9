/** Where bytes lie: a folder, or a bucket. Keys are made by the vault, from hashes and ids; a person's words are never part of one. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface Objects {
  /** Whole or not at all: whoever reads meanwhile finds the old bytes or nothing. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Buffer | undefined>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
}

const shape = /^[a-z]+(?:\/[0-9a-zA-Z_-]+)+$/;

/** Our own keys only: nothing that could climb out of the folder. */
export function checkKey(key: string): string {
  if (!shape.test(key)) throw new Error('The key of an object has another shape.');
  return key;
}

/** Objects as files below a folder; it is made when the first one comes. */
export function createDiskObjects(folder: string): Objects {
  const fileOf = (key: string) => path.join(folder, ...checkKey(key).split('/'));
  return {
    async put(key, bytes) {
      const file = fileOf(key);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const beside = `${file}.${randomUUID()}`;
      const handle = await open(beside, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        // On the disk before it has its name: a power cut leaves no half file under a good name.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, file);
    },
    async get(key) {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (key) => rm(fileOf(key), { force: true }),
  };
}

/** Objects that go with the process: where nothing is to stay. */
export function createMemoryObjects(): Objects {
  const kept = new Map<string, Buffer>();
  return {
    put: async (key, bytes) => void kept.set(checkKey(key), Buffer.from(bytes)),
    get: async (key) => kept.get(checkKey(key)),
    remove: async (key) => void kept.delete(checkKey(key)),
  };
}
