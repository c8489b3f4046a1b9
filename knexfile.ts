/** For knex's own CLI: `node node_modules/knex/bin/cli.js migrate:latest`. The runtime migrates through runtime/store/migrate.ts. */
import type { Knex } from 'knex';

const config: Knex.Config = {
  client: 'pg',
  connection: process.env.DATABASE_URL ?? 'postgres://127.0.0.1:5432/lianban',
  pool: { min: 0, max: 2 },
  migrations: { directory: './runtime/store/migrations', loadExtensions: ['.ts'], extension: 'ts' },
};

export default config;
