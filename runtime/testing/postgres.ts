/** A fresh, migrated database per test file, on the embedded PostgreSQL that the test run started once. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export const templateDatabase = 'lianban_template';

export interface TestDatabase {
  url: string;
  name: string;
  /** Fails when a connection was left open, then drops the database. */
  close(): Promise<void>;
}

/** Address of the test server: set by runtime/testing/global-setup.ts. */
export function serverUrl(): string {
  const url = process.env.LIANBAN_TEST_PG;
  if (!url) throw new Error('No test server: run through `npm test`, or vitest with runtime/vitest.config.ts.');
  return url;
}

/** `template: null` gives an empty database, for migrations themselves and for the outside world. */
export async function withDatabase(options: { template?: string | null } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.template === null ? 'template0' : (options.template ?? templateDatabase);
  // This server writes nothing through to the disk: copying the files is quicker than logging every page of them.
  await administer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`));
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    async close() {
      const left = await waitForNoConnections(name);
      await administer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      if (left.length > 0) throw new Error(`Connections were left open: ${left.join(', ')}`);
    },
  };
}

/**
 * A database to copy from that takes longer to make than the migrated one: the first that asks for the name makes it, whatever
 * process it is in, and the others wait. `fill` must leave no connection open.
 */
export async function templateNamed(name: string, fill: (url: string) => Promise<void>): Promise<string> {
  return administer(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 1) return name;
    const making = await withDatabase();
    await fill(making.url);
    const left = await waitForNoConnections(making.name);
    if (left.length > 0) throw new Error(`Connections were left open: ${left.join(', ')}`);
    await client.query(`ALTER DATABASE ${making.name} RENAME TO ${name}`);
    return name;
  });
}

async function waitForNoConnections(name: string): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 40; attempt += 1) {
    left = await administer(async (client) => {
      const { rows } = await client.query(
        `SELECT application_name || ': ' || coalesce(left(query, 80), '') AS what FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
        [name],
      );
      return rows.map((row: { what: string }) => row.what);
    });
    if (left.length === 0) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return left;
}

async function administer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
