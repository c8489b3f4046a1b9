/** Who has a draft open at this moment, and at which step: forgotten within a minute of leaving, kept nowhere else. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE UNLOGGED TABLE draft_presence (
      region text NOT NULL,
      scenario text NOT NULL,
      page text NOT NULL,
      account uuid NOT NULL,
      name text NOT NULL,
      step text,
      seen_at timestamptz NOT NULL,
      CONSTRAINT draft_presence__region_scenario_page PRIMARY KEY (region, scenario, page)
    );
    COMMENT ON COLUMN draft_presence.page IS 'one window of one person: two windows of the same person are two';
    ALTER TABLE draft_presence ENABLE ROW LEVEL SECURITY;
    CREATE POLICY draft_presence__read ON draft_presence FOR SELECT TO lianban_app
      USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
    CREATE POLICY draft_presence__insert ON draft_presence FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY draft_presence__update ON draft_presence FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY draft_presence__delete ON draft_presence FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON draft_presence TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE draft_presence');
}
