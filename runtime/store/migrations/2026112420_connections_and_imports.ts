/**
 * Connections with a revision, their last test, secrets that can be changed without an hour of silence; and rows that came
 * from files: sets of rows (one of a resource is live), the imports that make them, pieces of the files, rejected rows.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE connections ADD COLUMN rev integer NOT NULL DEFAULT 1, ADD COLUMN last_test jsonb;
    ALTER TABLE secrets ADD COLUMN set_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN old_sealed bytea, ADD COLUMN old_until timestamptz;
    COMMENT ON COLUMN secrets.old_sealed IS 'what the secret was before; accepted from outside and tried by us until old_until';

    CREATE TABLE data_sets (
      region text NOT NULL,
      id uuid NOT NULL,
      resource text NOT NULL,
      status text NOT NULL CHECK (status IN ('loading', 'live', 'old')),
      rows bigint NOT NULL DEFAULT 0,
      at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (region, id)
    );
    CREATE UNIQUE INDEX data_sets__live ON data_sets (region, resource) WHERE status = 'live';
    CREATE TABLE data_rows (
      region text NOT NULL,
      set_id uuid NOT NULL,
      key text NOT NULL,
      n integer NOT NULL,
      record jsonb NOT NULL,
      PRIMARY KEY (region, set_id, key, n)
    );
    COMMENT ON COLUMN data_rows.n IS '0 where a key has one record; else the row of the file';
    CREATE TABLE imports (
      region text NOT NULL,
      id uuid NOT NULL,
      resource text NOT NULL,
      department text NOT NULL,
      file_name text NOT NULL,
      bytes bigint NOT NULL,
      received bigint NOT NULL DEFAULT 0,
      file jsonb NOT NULL,
      mode text NOT NULL CHECK (mode IN ('replace', 'merge')),
      state text NOT NULL CHECK (state IN ('receiving', 'waiting', 'running', 'done', 'failed', 'cancelled')),
      set_id uuid,
      read_rows bigint NOT NULL DEFAULT 0,
      loaded bigint NOT NULL DEFAULT 0,
      rejected bigint NOT NULL DEFAULT 0,
      total bigint,
      problem jsonb,
      command_id text NOT NULL,
      by_account text,
      by_name text NOT NULL,
      created_at timestamptz NOT NULL,
      started_at timestamptz,
      ended_at timestamptz,
      leased_by text,
      leased_until timestamptz,
      PRIMARY KEY (region, id)
    ) WITH (fillfactor = 70);
    CREATE UNIQUE INDEX imports__command ON imports (region, command_id);
    CREATE INDEX imports__newest ON imports (region, created_at DESC, id);
    CREATE INDEX imports__open ON imports (region, created_at) WHERE state IN ('waiting', 'running');
    CREATE TABLE import_pieces (
      region text NOT NULL,
      import uuid NOT NULL,
      start bigint NOT NULL,
      content bytea NOT NULL,
      PRIMARY KEY (region, import, start)
    );
    ALTER TABLE import_pieces ALTER COLUMN content SET STORAGE EXTERNAL;
    CREATE TABLE import_rejects (
      region text NOT NULL,
      import uuid NOT NULL,
      row_number bigint NOT NULL,
      n integer NOT NULL,
      field text,
      code text NOT NULL,
      data jsonb,
      value text,
      PRIMARY KEY (region, import, row_number, n)
    );
    CREATE TABLE import_turns (
      region text NOT NULL,
      connection text NOT NULL,
      next_at timestamptz NOT NULL,
      problem jsonb,
      PRIMARY KEY (region, connection)
    );
    COMMENT ON TABLE import_turns IS 'when a connection with a source is fetched next';
    ${['data_sets', 'data_rows', 'imports', 'import_pieces', 'import_rejects', 'import_turns'].map(wall).join('\n')}
  `);
}

function wall(table: string): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app
      USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
    CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO lianban_app;`;
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE import_turns, import_rejects, import_pieces, imports, data_rows, data_sets;
    ALTER TABLE secrets DROP COLUMN set_at, DROP COLUMN old_sealed, DROP COLUMN old_until;
    ALTER TABLE connections DROP COLUMN rev, DROP COLUMN last_test;
  `);
}
