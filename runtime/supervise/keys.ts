/** Secrets of an installation that brings none: made once in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Keys {
  masterKey: string;
  outsideSecret: string;
  demoPassword: string;
}

export async function ensureKeys(dataDir: string): Promise<Keys> {
  const file = path.join(dataDir, 'keys.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Keys;
  const keys: Keys = {
    masterKey: randomBytes(32).toString('base64'),
    outsideSecret: randomBytes(32).toString('base64url'),
    // Easy to type on a phone, hard to guess: it opens nothing but the demo on this machine.
    demoPassword: `Lianban-${randomBytes(4).toString('hex')}`,
  };
  await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return keys;
}
