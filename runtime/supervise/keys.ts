/** Secrets of an installation that brings none: made once in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './checks.ts';

export interface Keys {
  masterKey: string;
  outsideSecret: string;
  demoPassword: string;
}

/** Reads the keys, or makes them. A database without the key its secrets were encrypted with is refused, not given a new one. */
export async function ensureKeys(dataDir: string): Promise<Keys> {
  const file = path.join(dataDir, 'keys.json');
  if (existsSync(file)) return readKeys(file, dataDir);
  if (existsSync(path.join(dataDir, 'postgres/cluster')))
    throw new StartError(
      `The data folder ${dataDir} is incomplete, keys.json is missing: restore it from a copy, or start with --reset to begin anew.`,
    );
  const keys: Keys = {
    masterKey: randomBytes(32).toString('base64'),
    outsideSecret: randomBytes(32).toString('base64url'),
    // Easy to type on a phone, hard to guess: it opens nothing but the demo on this machine.
    demoPassword: `Lianban-${randomBytes(4).toString('hex')}`,
  };
  // Renamed when complete: a kill in between leaves no half of it.
  await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}

async function readKeys(file: string, dataDir: string): Promise<Keys> {
  try {
    const keys = JSON.parse(await readFile(file, 'utf8')) as Partial<Keys>;
    const { masterKey, outsideSecret, demoPassword } = keys;
    if (masterKey && outsideSecret && demoPassword) return { masterKey, outsideSecret, demoPassword };
  } catch {
    // Told below, together with a file that lacks one of them.
  }
  throw new StartError(`${dataDir}/keys.json cannot be read: restore it from a copy, or start with --reset to begin anew.`);
}
