/** How binding a template is beside its release, and who last changed what in a draft: told with the next release. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE template_places ADD COLUMN level text CHECK (level IN ('required', 'recommended', 'shared'));

    CREATE TABLE draft_authors (
      region text NOT NULL,
      scenario_id text NOT NULL,
      key text NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT draft_authors__region_scenario_id_key PRIMARY KEY (region, scenario_id, key),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON draft_authors TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE draft_authors; ALTER TABLE template_places DROP COLUMN level;');
}
