/**
 * Data from a department's PostgreSQL: named queries with parameters, in a read-only transaction with a time limit.
 *
 * What must not run is refused by privilege, not by looking at words: a login that may do more than read is not used at all,
 * and the database itself refuses the rest. The text goes over the extended protocol, which takes one statement only.
 */
import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import pg from 'pg';
import type { SqlConnection } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { checkEndpoint, guardedLookup } from '../http/network-guard.ts';

/** The login may do more than it should: superuser, roles, files, other processes, or writing. */
export class TooPowerfulError extends Error {}
/** The database refused: not allowed, wrong, or too long. `code`: SQLSTATE. */
export class QueryRefusedError extends Error {
  readonly code: string;
  constructor(code: string) {
    super('The database refused the query.');
    this.code = code;
  }
}

export interface SqlSite {
  connection: SqlConnection;
  secret: string;
  allowedHosts: readonly string[];
  signal: AbortSignal;
}
export interface SqlKind {
  read(site: SqlSite, query: string, keys: Readonly<Record<string, JsonValue>>): Promise<JsonValue[]>;
  /** Signs in and looks at the rights of the login. */
  test(site: SqlSite): Promise<void>;
  close(): Promise<void>;
}

const maxRows = 1000;
/** Everything a reader has no use for. Members of these roles reach files, programs and other sessions. */
const rights = `
  SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
    OR EXISTS (SELECT 1 FROM pg_roles power WHERE power.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',
         'pg_signal_backend', 'pg_write_all_data', 'pg_maintain', 'pg_checkpoint', 'pg_create_subscription') AND pg_has_role(me.oid, power.oid, 'MEMBER'))
    OR has_database_privilege(current_database(), 'CREATE')
    OR EXISTS (SELECT 1 FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
         WHERE r.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
         AND has_table_privilege(r.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS strong
  FROM pg_roles me WHERE rolname = current_user`;

export function createSqlKind(): SqlKind {
  const pools = new Map<string, pg.Pool>();

  function poolOf({ connection, secret }: SqlSite): pg.Pool {
    const { host, port, database, user, tls, concurrent = 8, timeoutMs } = connection;
    const name = createHash('sha256')
      .update(JSON.stringify([host, port, database, user, tls, concurrent, timeoutMs, secret]))
      .digest('base64url');
    const known = pools.get(name);
    if (known) return known;
    const pool = new pg.Pool({
      host,
      port,
      database,
      user,
      password: secret,
      max: concurrent,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: Math.min(timeoutMs, 5_000),
      application_name: 'lianban-connection',
      ssl: tls === false ? false : { rejectUnauthorized: true },
      // The database stops by itself a moment before we would give up.
      statement_timeout: Math.ceil(timeoutMs * 0.9),
      // A second wall behind the rights of the login.
      options: '-c default_transaction_read_only=on',
      stream: () => guardedSocket(),
    } as pg.PoolConfig);
    // A socket that is lost, or that we cut, fails its own query; without a listener it would end the process.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    pools.set(name, pool);
    return pool;
  }

  /** Rights are looked at once per socket: a login that was given more meanwhile is noticed with the next one. */
  const checked = new WeakSet<pg.ClientBase>();
  async function withClient<T>(site: SqlSite, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    checkEndpoint(site.connection, site.allowedHosts);
    const client = await poolOf(site).connect();
    let broken: Error | undefined;
    // A caller that gives up takes the socket with it: nothing of this query reaches the next one.
    const abandon = () => {
      broken = new Error('given up');
      (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    };
    site.signal.addEventListener('abort', abandon, { once: true });
    try {
      if (site.signal.aborted) throw new Error('given up');
      if (!checked.has(client)) {
        const { rows } = await client.query<{ strong: boolean }>(rights);
        if (rows[0]?.strong !== false) throw new TooPowerfulError('The login may do more than read.');
        checked.add(client);
      }
      return await work(client);
    } catch (error) {
      if (broken) throw broken;
      if (!(error instanceof TooPowerfulError) && !isSqlState(error)) broken = error as Error;
      throw error;
    } finally {
      site.signal.removeEventListener('abort', abandon);
      client.release(broken ?? false);
    }
  }

  return {
    test: (site) => withClient(site, async () => {}),
    read(site, name, keys) {
      const { queries } = site.connection;
      const query = Object.hasOwn(queries, name) ? queries[name] : undefined;
      if (!query) throw new QueryRefusedError('unknown');
      const values = query.parameters.map((key) => textOf(Object.hasOwn(keys, key) ? keys[key]! : null));
      return withClient(site, async (client) => {
        await client.query('BEGIN READ ONLY');
        try {
          // Extended protocol, always: one statement, and values never become part of it.
          const { rows } = await client.query({ text: query.sql, values, queryMode: 'extended', types: asText } as pg.QueryConfig);
          if (rows.length > maxRows) throw new QueryRefusedError('too many rows');
          return rows as JsonValue[];
        } catch (error) {
          if (error instanceof QueryRefusedError || !isSqlState(error)) throw error;
          throw new QueryRefusedError(error.code);
        } finally {
          await client.query('ROLLBACK').catch(() => {});
        }
      });
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      pools.clear();
    },
  };
}

/** An error the database itself gave, not the way to it. Class 08, 28 and 57P are about connecting and signing in. */
function isSqlState(error: unknown): error is Error & { code: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|28|57P|53)/.test(code);
}

const textOf = (value: JsonValue): string | null => (value === null || typeof value === 'string' ? value : JSON.stringify(value));

/** Numbers, dates and money stay as the database writes them; the resource says what they are. Truth and JSON are told apart. */
const parsers: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  114: (text) => JSON.parse(text),
  3802: (text) => JSON.parse(text),
};
const asText = { getTypeParser: (oid: number) => parsers[oid] ?? ((text: string) => text) };

/** A socket whose name is looked up by the guard. */
function guardedSocket(): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  socket.connect = ((port: number, host: string) => connect({ port, host, lookup: guardedLookup })) as typeof socket.connect;
  return socket;
}
