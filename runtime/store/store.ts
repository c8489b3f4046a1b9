import knex, { type Knex } from 'knex';
import pg from 'pg';
import { createBatcher } from './batcher.ts';
import { type Burst, commitBursts } from './bursts.ts';
import { asUnavailable } from './problems.ts';

export interface StoreOptions {
  url: string;
  applicationName: string;
  /** Connections of the pool; knex has a small pool of its own. Default 10. */
  max?: number;
  /** Told about a lost idle connection; the pool replaces it by itself. */
  onProblem?: (error: Error) => void;
}

export interface Store {
  pool: pg.Pool;
  knex: Knex;
  /** One named statement in one round trip; a database that is away becomes an UnavailableError. */
  query<Row extends object>(statement: { name?: string; text: string; values?: unknown[] }): Promise<Row[]>;
  /** Runs `work` in a transaction that sees exactly these regions (writing needs exactly one). */
  withRegions<T>(regions: readonly string[], work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Commits one burst, together with others of its region that wait at this moment. */
  commit(region: string, burst: Burst): Promise<'committed' | 'conflict'>;
  /** A connection of its own, outside the pool: for LISTEN. The caller connects and ends it. */
  connect(): pg.Client;
  /** Batches and bursts committed since the start, for the metrics. */
  stats(): { batches: number; bursts: number; conflicts: number };
  close(): Promise<void>;
}

// Dates stay local dates and instants stay ISO texts: a Date object would bring the process' own time zone in.
const parsers: Record<number, (value: string) => unknown> = {
  [pg.types.builtins.DATE]: (value) => value,
  [pg.types.builtins.TIMESTAMPTZ]: (value) => new Date(value).toISOString(),
  [pg.types.builtins.INT8]: (value) => Number(value),
};
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return parsers[oid] ?? pg.types.getTypeParser(oid, format ?? 'text');
  },
} as unknown as pg.CustomTypesConfig;

/** Connections act as `lianban_app`, whoever signed in: row-level security holds for every statement. */
const sessionOptions = '-c role=lianban_app -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000';

/** The database of one process. A restart of PostgreSQL fails the statements of that moment and nothing else. */
export function createStore({ url, applicationName, max = 10, onProblem = () => {} }: StoreOptions): Store {
  const connection = {
    connectionString: url,
    application_name: applicationName,
    options: sessionOptions,
    types,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...connection, max, idleTimeoutMillis: 60_000 });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', onProblem);
  pool.on('connect', (client) => client.on('error', onProblem));
  const db = knex({
    client: 'pg',
    connection: connection as Knex.StaticConnectionConfig,
    pool: { min: 0, max: 4 },
    acquireConnectionTimeout: 5_000,
  });
  const batcher = createBatcher<Burst>({ commit: (region, bursts) => commitBursts(pool, region, bursts) });

  return {
    pool,
    knex: db,
    async query<Row extends object>(statement: { name?: string; text: string; values?: unknown[] }) {
      try {
        return (await pool.query<Row>(statement)).rows;
      } catch (error) {
        throw asUnavailable(error);
      }
    },
    withRegions: (regions, work) => withRegions(pool, regions, work),
    commit: (region, burst) => batcher.submit(region, burst),
    connect: () => new pg.Client(connection),
    stats: batcher.stats,
    async close() {
      await batcher.idle();
      await pool.end();
      await db.destroy();
    },
  };
}

async function withRegions<T>(pool: pg.Pool, regions: readonly string[], work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (const region of regions) if (!/^\d{6}$/.test(region)) throw new Error('A region code has six digits.');
  const client = await pool.connect().catch((error) => {
    throw asUnavailable(error);
  });
  let broken: Error | undefined;
  try {
    // One round trip for both: the codes were checked above, so the text is safe.
    await client.query(`BEGIN; SELECT set_config('lianban.region', '${regions.join(',')}', true)`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((problem: Error) => {
      broken = problem;
    });
    throw asUnavailable(error);
  } finally {
    client.release(broken);
  }
}

/** Listener for losses that somebody else handles: without one, a lost connection would end the process. */
export function withoutProblems(): void {}
