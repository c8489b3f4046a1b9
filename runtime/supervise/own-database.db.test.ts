import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../postgres/postgres.ts';
import { areGone, endStarted, notedChildren, startProduct, temporaryFolder, until } from '../testing/product.ts';

const patience = 240_000;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let server: PostgresServer;

/** A server as an operator would prepare it: a user who is no superuser, owner of two databases. */
beforeAll(async () => {
  place = await temporaryFolder('own-database');
  server = await startPostgres({ dataDir: `${place.folder}/server` });
  await administer(
    `CREATE ROLE weak LOGIN PASSWORD 'weak'`,
    'CREATE DATABASE other',
    `CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'geheim'`,
    'CREATE DATABASE product OWNER owner',
    'CREATE DATABASE outside OWNER owner',
    `CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0 OWNER owner`,
  );
}, patience);
afterAll(async () => {
  await endStarted();
  await server?.stop();
  await place?.remove();
});

async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
const urlOf = (user: string, database: string) => `postgres://${user}@127.0.0.1:${server.port}/${database}`;

it('DATABASE_URL and OUTSIDE_DATABASE_URL are used by a user who is no superuser, and no embedded server starts', {
  timeout: patience,
}, async () => {
  const data = `${place.folder}/data`;
  const env = { DATABASE_URL: urlOf('owner:geheim', 'product'), OUTSIDE_DATABASE_URL: urlOf('owner:geheim', 'outside') };
  const product = startProduct(['--port', '0', '--data', data], env);
  await Promise.race([until('the addresses', () => /is running/.test(product.out()), patience), product.ended]);

  expect(product.err()).toBe('');
  const address = /http:\/\/localhost:\d+/.exec(product.out())?.[0];
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  const children = await notedChildren(data);
  expect(Object.keys(children)).not.toContain('postgres');
  expect(existsSync(`${data}/postgres`)).toBe(false);

  product.child.kill('SIGTERM');
  expect(await product.ended).toBe(0);
  expect(areGone(children)).toBe(true);
});

it.each([
  ['of a user who may not create tables', () => urlOf('weak:weak', 'other'), /create tables: make this user the owner/],
  ['in another encoding', () => urlOf('owner:geheim', 'latin'), /encoded in LATIN1: make a database with ENCODING UTF8/],
])('a DATABASE_URL %s is refused in one sentence', { timeout: patience }, async (name, url, words) => {
  const product = startProduct(['--port', '0', '--data', `${place.folder}/${name}`], { DATABASE_URL: url() });

  expect(await product.ended).toBe(1);
  expect(product.err()).toMatch(words);
  expect(product.err().trim().split('\n')).toHaveLength(1);
});
