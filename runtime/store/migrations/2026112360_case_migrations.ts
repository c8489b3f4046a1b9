/**
 * Migrations of running cases: one row per migration, one per case it looked at. `before` and `jobs` are what undo puts
 * back; they are forgotten once the case has gone on.
 */
import type { Knex } from 'knex';

const tables = ['case_migrations', 'case_migration_items'] as const;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE case_migrations (
      region text NOT NULL,
      id uuid NOT NULL,
      scenario text NOT NULL,
      to_version integer NOT NULL,
      mapping json NOT NULL,
      filter json NOT NULL,
      status text NOT NULL CHECK (status IN ('planned', 'moving', 'done', 'undone')),
      created_by text NOT NULL,
      created_name text NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (region, id)
    );
    CREATE INDEX case_migrations__scenario ON case_migrations (region, scenario, created_at);
    CREATE TABLE case_migration_items (
      region text NOT NULL,
      migration uuid NOT NULL,
      case_id uuid NOT NULL,
      case_no text,
      from_version integer NOT NULL,
      verdict text NOT NULL CHECK (verdict IN ('safe', 'mapping', 'person', 'stay')),
      reasons json NOT NULL,
      status text NOT NULL CHECK (status IN ('waiting', 'moved', 'left', 'undone')),
      after_rev integer,
      before json,
      jobs json,
      PRIMARY KEY (region, migration, case_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX case_migration_items__waiting ON case_migration_items (region, migration, case_id) WHERE status = 'waiting';
    CREATE INDEX case_migration_items__case ON case_migration_items (region, case_id);
    COMMENT ON COLUMN case_migration_items.after_rev IS 'revision the move left; another one means that somebody has acted on the case since';
    ${tables.map(wall).join('\n')}
    GRANT SELECT, INSERT, UPDATE, DELETE ON case_migrations, case_migration_items TO lianban_app;
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
    CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));`;
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE case_migration_items, case_migrations');
}
