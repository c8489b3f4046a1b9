/** `--reset`: asks, then deletes what `npm start` made in the data folder, and nothing else there. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Config } from '../config/config.ts';
import { removeCluster } from '../postgres/postgres.ts';
import { StartError } from './checks.ts';

interface Asking {
  yes: boolean;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
  signal?: AbortSignal;
}

export async function reset(dataDir: string, config: Pick<Config, 'databaseUrl'>, asking: Asking): Promise<void> {
  if (config.databaseUrl)
    throw new StartError(
      '--reset deletes the embedded database only: empty the one DATABASE_URL names yourself, or start without DATABASE_URL.',
    );
  if (!asking.yes) await confirm(dataDir, asking);
  await removeCluster(path.join(dataDir, 'postgres'));
  for (const part of ['keys.json', 'ports.json', 'files', 'logs', 'cache'])
    await rm(path.join(dataDir, part), { recursive: true, force: true });
  await mkdir(path.join(dataDir, 'logs'), { recursive: true });
}

async function confirm(dataDir: string, { input = process.stdin, output = process.stdout, signal }: Asking): Promise<void> {
  if (!input.isTTY) throw new StartError('--reset deletes all data and nobody can be asked here: add --yes to confirm.');
  const terminal = createInterface({ input, output });
  // Closing the terminal (Ctrl-D) or Ctrl-C is an answer too.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  signal?.addEventListener('abort', () => terminal.close(), { once: true });
  terminal.once('SIGINT', () => terminal.close());
  const answer = await Promise.race([terminal.question(`Delete everything in ${dataDir} and begin anew? Type yes: `), closed]);
  terminal.close();
  if (answer.trim() !== 'yes') throw new StartError('Nothing was deleted.');
}
