/**
 * Whom an account belongs to is kept sealed, with keyed hashes to find it by. The key is not the database's to know: what stands
 * in clear is sealed in place right after migrating (`sealClearPeople`), and then the columns are empty.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE accounts
      ADD COLUMN person_sealed bytea,
      ADD COLUMN id_key bytea,
      ADD COLUMN mobile_key bytea,
      DROP CONSTRAINT accounts_check,
      ADD CONSTRAINT accounts__person CHECK ((kind = 'person') = (id_number IS NOT NULL OR person_sealed IS NOT NULL)),
      ADD CONSTRAINT accounts__sealed CHECK ((person_sealed IS NULL) = (id_key IS NULL));
    CREATE UNIQUE INDEX accounts__id_key ON accounts (id_key);
    CREATE INDEX accounts__mobile_key ON accounts (mobile_key) WHERE mobile_key IS NOT NULL;
    CREATE INDEX accounts__clear ON accounts (id) WHERE id_number IS NOT NULL OR mobile IS NOT NULL;
    COMMENT ON COLUMN accounts.id_number IS 'empty: written by releases before 2026-11-23 only, and sealed at the next start';
    COMMENT ON COLUMN accounts.mobile IS 'empty: as id_number';
  `);
}

/** Refused once something is sealed: without the key nobody could bring it back. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DO $$ BEGIN IF EXISTS (SELECT FROM accounts WHERE person_sealed IS NOT NULL) THEN RAISE EXCEPTION 'accounts are sealed'; END IF; END $$;
    DROP INDEX accounts__clear, accounts__mobile_key, accounts__id_key;
    ALTER TABLE accounts DROP CONSTRAINT accounts__person, DROP CONSTRAINT accounts__sealed,
      DROP COLUMN person_sealed, DROP COLUMN id_key, DROP COLUMN mobile_key,
      ADD CONSTRAINT accounts_check CHECK ((kind = 'person') = (id_number IS NOT NULL));
  `);
}
