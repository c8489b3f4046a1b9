/** Ports nobody chose: found once and kept in the data folder, so that addresses stored in the database stay right. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../postgres/postgres.ts';
import { checkPort } from './checks.ts';

/** The port `name` had last time when it is still free, otherwise another. */
export async function keptPort(dataDir: string, name: string): Promise<number> {
  const file = path.join(dataDir, 'ports.json');
  const known = await readPorts(file);
  const last = known[name];
  if (Number.isInteger(last) && (await isFree(last!))) return last!;
  const port = await freePort();
  await writeFile(file, JSON.stringify({ ...known, [name]: port }));
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return checkPort('127.0.0.1', port).then(
    () => true,
    () => false,
  );
}

async function readPorts(file: string): Promise<Record<string, number>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
