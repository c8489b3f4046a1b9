/** The embedded PostgreSQL, started again on the same port whenever it ends by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresServer, startPostgres } from '../postgres/postgres.ts';

interface KeepPostgresOptions {
  dataDir: string;
  say: (line: string) => void;
  /** Told of every server process. */
  onStart: (pid: number) => void;
  /** Ends the start that is under way. */
  signal: AbortSignal;
}

export interface KeptPostgres {
  url: string;
  /** Where its data lies. */
  folder: string;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** Its address stays the same over every restart, so that nobody else needs to be started again. */
export async function keepPostgres({ dataDir, say, onStart, signal }: KeepPostgresOptions): Promise<KeptPostgres> {
  const stopping = new AbortController();
  let waitMs = 250;
  let restarting: Promise<void> | undefined;

  const launch = async (port?: number): Promise<PostgresServer> => {
    const server = await startPostgres({
      dataDir,
      port,
      signal: AbortSignal.any([signal, stopping.signal]),
      onExit: () => {
        restarting = again(server.port);
      },
      onSlow: () => say('PostgreSQL is recovering what was being written when it was killed; this may take a while.'),
    });
    onStart(server.pid);
    return server;
  };
  const again = async (port: number): Promise<void> => {
    while (!stopping.signal.aborted) {
      say(`PostgreSQL ended; starting it again in ${waitMs} ms.`);
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, 10_000);
      try {
        current = await launch(port);
        say('PostgreSQL is running again.');
        setTimeout(() => {
          waitMs = 250;
        }, 30_000).unref();
        return;
      } catch {
        // Its orphaned children still hold the shared memory, or the disk is full: wait longer and try again.
      }
    }
  };
  let current = await launch();
  return {
    url: current.url,
    folder: current.folder,
    urlOf: current.urlOf,
    async stop() {
      stopping.abort();
      await restarting;
      await current.stop();
    },
  };
}

/** Makes the database when the server has none of this name. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
