/** One log file per part in the data folder; one older file is kept. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';

const turnOverBytes = 20 * 1024 * 1024;

/** Opens `logs/<name>.log` for appending; a file that grew large becomes `<name>.1.log` first. */
export async function openLog(dataDir: string, name: string): Promise<WriteStream> {
  const file = path.join(dataDir, 'logs', `${name}.log`);
  const size = await stat(file).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size > turnOverBytes) await rename(file, path.join(dataDir, 'logs', `${name}.1.log`));
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not take the supervisor with it: lines are lost, the product goes on.
  stream.on('error', () => {});
  return stream;
}
