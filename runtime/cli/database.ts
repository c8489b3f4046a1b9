/** The product's database as the command line finds it: DATABASE_URL, else the one `npm start` keeps running in the data folder. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, readConfig } from '../config/config.ts';
import { CommandError } from './command.ts';

export interface ProductDatabase {
  url: string;
  /** Base64; finds second parties by identity number. */
  masterKey: string;
}

/** Throws one sentence when there is no database to speak to. */
export async function findDatabase(env: Record<string, string | undefined>): Promise<ProductDatabase> {
  const config = read(env);
  const keys = await readFile(path.join(config.dataDir, 'keys.json'), 'utf8').then(
    (text) => JSON.parse(text) as { masterKey?: string },
    () => ({}) as { masterKey?: string },
  );
  const url = config.databaseUrl || (await embeddedUrl(path.join(config.dataDir, 'postgres')));
  const masterKey = config.masterKey || keys.masterKey;
  if (!url || !masterKey) {
    throw new CommandError(
      '找不到数据库：先运行 npm start，或设置 DATABASE_URL 和 LIANBAN_MASTER_KEY。',
      'No database found: run npm start first, or set DATABASE_URL and LIANBAN_MASTER_KEY.',
    );
  }
  return { url, masterKey };
}

function read(env: Record<string, string | undefined>) {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(`配置有误：${error.message}`, error.message);
    throw error;
  }
}

/** Address of the embedded server while it runs: its port is the fourth line of its pid file. */
async function embeddedUrl(root: string): Promise<string | undefined> {
  try {
    const [pid, password] = await Promise.all([
      readFile(path.join(root, 'cluster/postmaster.pid'), 'utf8'),
      readFile(path.join(root, 'password'), 'utf8'),
    ]);
    const port = pid.split('\n')[3];
    return `postgres://lianban:${password.trim()}@127.0.0.1:${port}/lianban_product`;
  } catch {
    return undefined;
  }
}
