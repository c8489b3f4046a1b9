/** Once per test run: an embedded PostgreSQL in a folder of its own, with one migrated database to copy from. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import knex from 'knex';
import { type PostgresServer, startPostgres } from '../postgres/postgres.ts';
import { templateDatabase } from './postgres.ts';
import { scratchFolder, sweepScratch } from './scratch.ts';

export async function setup(): Promise<() => Promise<void>> {
  await sweepScratch();
  const folder = await scratchFolder('test');
  // It is deleted at the end and nobody kills it (tests that do start their own): nothing needs to reach the disk.
  const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = await startPostgres({ dataDir: folder, settings: { max_connections: '300', ...hasty } });
  const guard = startGuard(server.pid, folder);
  const close = async () => {
    guard.kill('SIGKILL');
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  process.env.LIANBAN_TEST_PG = server.url;
  try {
    await makeTemplate(server);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

/** A run that is killed cannot clean up: this shell waits for the end of its input, which is our end, and does it then. */
function startGuard(pid: number, folder: string): ChildProcess {
  const program = 'cat > /dev/null; kill -INT "$1"; for i in 1 2 3 4 5; do kill -0 "$1" 2> /dev/null && sleep 1; done; rm -rf "$2"';
  const guard = spawn('sh', ['-c', program, 'sh', String(pid), folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  return guard;
}

async function makeTemplate(server: PostgresServer): Promise<void> {
  const admin = knex({ client: 'pg', connection: server.url, pool: { min: 0, max: 1 } });
  await admin.raw(`CREATE DATABASE ${templateDatabase}`);
  await admin.destroy();
  const db = knex({ client: 'pg', connection: server.urlOf(templateDatabase), pool: { min: 0, max: 1 } });
  try {
    await db.migrate.latest({ directory: path.join(import.meta.dirname, '../store/migrations'), loadExtensions: ['.ts'] });
  } finally {
    await db.destroy();
  }
}
