/** What a publisher took from others into its template, and from whom: kept with the publisher, read by every region. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE template_contributions (
      region text NOT NULL,
      template text NOT NULL,
      proposal uuid NOT NULL,
      key text NOT NULL,
      from_region text NOT NULL,
      from_name text NOT NULL,
      title text NOT NULL,
      sentence jsonb NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT template_contributions__region_proposal_key PRIMARY KEY (region, proposal, key)
    );
    CREATE INDEX template_contributions__template ON template_contributions (region, template, at);
    ALTER TABLE template_contributions ENABLE ROW LEVEL SECURITY;
    CREATE POLICY template_contributions__read ON template_contributions FOR SELECT TO lianban_app USING (true);
    CREATE POLICY template_contributions__insert ON template_contributions FOR INSERT TO lianban_app
      WITH CHECK (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT ON template_contributions TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE template_contributions');
}
