/**
 * Local changes offered to the publisher of a template (they lie in the region that offers; the publisher may read them), and
 * in which order a release reaches the regions (it lies with the publisher; every region may read it, to know its turn).
 */
import type { Knex } from 'knex';

const tables = `
CREATE TABLE proposals (
  region text NOT NULL,
  id uuid NOT NULL,
  scenario text NOT NULL,
  origin_region text NOT NULL,
  template text NOT NULL,
  base_version integer NOT NULL,
  title text NOT NULL,
  why text NOT NULL,
  status text NOT NULL CHECK (status IN ('sent', 'taken', 'partly', 'declined', 'withdrawn')),
  rev integer NOT NULL DEFAULT 1,
  changes jsonb NOT NULL,
  evidence jsonb NOT NULL,
  offered jsonb NOT NULL,
  command_id text NOT NULL,
  sent_at timestamptz NOT NULL,
  sent_by text NOT NULL,
  sent_name text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT proposals__region_id PRIMARY KEY (region, id),
  CONSTRAINT proposals__command UNIQUE (region, command_id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN proposals.offered IS 'the release it is based on with the offered changes and nothing else of the region';
COMMENT ON COLUMN proposals.changes IS 'element by element: what it is, and what the publisher answered';
CREATE INDEX proposals__scenario ON proposals (region, scenario, sent_at);
CREATE INDEX proposals__origin ON proposals (origin_region, template, sent_at);

CREATE TABLE release_waves (
  region text NOT NULL,
  template text NOT NULL,
  version integer NOT NULL,
  status text NOT NULL CHECK (status IN ('planned', 'running', 'paused', 'stopped', 'done')),
  rev integer NOT NULL DEFAULT 1,
  waves jsonb NOT NULL,
  opened integer NOT NULL DEFAULT 0,
  rules jsonb NOT NULL,
  stopped jsonb,
  steps jsonb NOT NULL DEFAULT '[]',
  changed_at timestamptz NOT NULL,
  changed_name text NOT NULL,
  CONSTRAINT release_waves__region_template_version PRIMARY KEY (region, template, version)
);
COMMENT ON COLUMN release_waves.opened IS 'how many of the waves have begun; the others wait';
COMMENT ON COLUMN release_waves.steps IS 'what was done to it, by whom and when';
`;

const mine = "((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[])";

function wall(table: string, read: string): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app USING (${read});
    CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO lianban_app;`;
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(wall('proposals', `region = ANY (${mine}) OR origin_region = ANY (${mine})`));
  await knex.raw(wall('release_waves', 'true'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE proposals, release_waves');
}
