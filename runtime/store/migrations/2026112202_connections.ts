/**
 * How the outside world is reached: connections per region, their secrets (ciphertext only), the contracts in force,
 * and how much of a contract's daily quota is used.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE connections (
      region text NOT NULL,
      id text NOT NULL,
      document jsonb NOT NULL,
      PRIMARY KEY (region, id)
    );
    CREATE TABLE secrets (
      region text NOT NULL,
      name text NOT NULL,
      key_id text NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (region, name)
    );
    COMMENT ON COLUMN secrets.sealed IS 'AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext; region and name are authenticated with it';
    CREATE TABLE contracts (
      region text NOT NULL,
      id text NOT NULL,
      document jsonb NOT NULL,
      PRIMARY KEY (region, id)
    );
    CREATE TABLE quotas (
      region text NOT NULL,
      contract text NOT NULL,
      day date NOT NULL,
      used integer NOT NULL,
      PRIMARY KEY (region, contract, day)
    ) WITH (fillfactor = 70);
    GRANT SELECT, INSERT, UPDATE, DELETE ON connections, secrets, contracts, quotas TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE quotas, contracts, secrets, connections');
}
