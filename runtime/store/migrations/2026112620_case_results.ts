/** The last run of a scenario's case tests on its saved draft: what the studio shows without playing them again. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE case_results (
      region text NOT NULL,
      scenario text NOT NULL,
      rev integer NOT NULL,
      hash text NOT NULL,
      at timestamptz NOT NULL,
      ms integer NOT NULL,
      report jsonb NOT NULL,
      CONSTRAINT case_results__region_scenario PRIMARY KEY (region, scenario)
    ) WITH (fillfactor = 70);
    COMMENT ON COLUMN case_results.hash IS 'of the calendar and everything of the package but layout and lineage';
    ALTER TABLE case_results ENABLE ROW LEVEL SECURITY;
    CREATE POLICY case_results__read ON case_results FOR SELECT TO lianban_app
      USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
    CREATE POLICY case_results__insert ON case_results FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY case_results__update ON case_results FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY case_results__delete ON case_results FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON case_results TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE case_results');
}
