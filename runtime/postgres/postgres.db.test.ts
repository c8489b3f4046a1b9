import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { DataFolderError, type PostgresServer, startPostgres } from './postgres.ts';

const folders: string[] = [];
const servers: PostgresServer[] = [];
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'lianban-pg-'));
  folders.push(made);
  return made;
}
async function start(dataDir: string, onExit?: () => void): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, onExit });
  servers.push(server);
  return server;
}
async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

describe('embedded PostgreSQL', () => {
  it('starts in UTF8 whatever the environment, asks for a password, and keeps its data over a restart', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    await query(first.url, `CREATE TABLE kept (words text); INSERT INTO kept VALUES ('出生一件事')`);
    expect(await query(first.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    await first.stop();

    const second = await start(dataDir);

    expect(await query(second.url, 'SELECT words FROM kept')).toEqual([{ words: '出生一件事' }]);
  });

  it('stops a server that a killed runtime left behind, and goes on with its data', async () => {
    const dataDir = await folder();
    let ended = false;
    const left = await start(dataDir, () => {
      ended = true;
    });
    await query(left.url, `CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)`);

    const next = await start(dataDir);

    expect(ended).toBe(true);
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('recovers what was committed when the server was killed', async () => {
    const dataDir = await folder();
    const server = await start(dataDir);
    await query(server.url, `CREATE TABLE kept (n int); INSERT INTO kept VALUES (8)`);
    process.kill(server.pid, 'SIGKILL');

    const next = await start(dataDir);

    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 8 }]);
  });

  it('begins anew when a kill left a half-made cluster', async () => {
    const dataDir = await folder();
    await mkdir(path.join(dataDir, 'cluster.new'));
    await writeFile(path.join(dataDir, 'cluster.new/PG_VERSION'), '18\n');

    const server = await start(dataDir);

    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a folder with something else in it, an incomplete one and one of another version, each in one sentence', async () => {
    const other = await folder();
    await mkdir(path.join(other, 'cluster'));
    await writeFile(path.join(other, 'cluster/letter.txt'), 'hello');
    const half = await folder();
    await mkdir(path.join(half, 'cluster'));
    await writeFile(path.join(half, 'cluster/PG_VERSION'), '18\n');
    const old = await folder();
    await mkdir(path.join(old, 'cluster'));
    await writeFile(path.join(old, 'cluster/PG_VERSION'), '15\n');

    await expect(start(other)).rejects.toThrow(DataFolderError);
    await expect(start(half)).rejects.toThrow(/incomplete/);
    await expect(start(old)).rejects.toThrow(/PostgreSQL 15, not 18/);
  });
});
