/** Where a scenario is kept in git, and what both sides had when they were last brought together: the base of the next merge. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE scenario_repositories (
      region text NOT NULL,
      scenario_id text NOT NULL,
      address text NOT NULL,
      branch text NOT NULL,
      folder text NOT NULL,
      username text NOT NULL,
      commit text,
      base jsonb,
      synced_at timestamptz,
      synced_by text,
      CONSTRAINT scenario_repositories__region_scenario_id PRIMARY KEY (region, scenario_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );
    GRANT SELECT, INSERT, UPDATE ON scenario_repositories TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE scenario_repositories');
}
