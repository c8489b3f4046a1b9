import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder with all above it, for its owner only, and tries to write in it. One by one, because Node's recursive
 * `mkdir` never returns where a file system answers "no such entry" below a folder that exists, as /proc does.
 */
export async function makeWritableFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const one of missing) await mkdir(one, { mode: 0o700 }).catch(ignoreExisting);
  const probe = path.join(folder, '.writable');
  await writeFile(probe, '');
  await rm(probe, { force: true });
}

/** Somebody else made it a moment ago. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
