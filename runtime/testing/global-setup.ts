/** Once per test run: an embedded PostgreSQL in a folder of its own, with one migrated database to copy from. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import knex from 'knex';
import { type PostgresServer, startPostgres } from '../postgres/postgres.ts';
import { templateDatabase } from './postgres.ts';

export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-test-'));
  const server = await startPostgres({ dataDir: folder, settings: { max_connections: '300' } });
  const close = async () => {
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
