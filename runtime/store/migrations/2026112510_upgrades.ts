/**
 * How a clone follows its template: the one upgrade that is open, choices that are remembered, reasons for staying different,
 * words between publisher and clone, and what the publisher sees of each clone.
 *
 * Every row lies in the clone's region, which alone writes it. The publisher (`origin_region`) reads what is meant for both:
 * comments and figures of the fleet; upgrades, choices and drafts of a region stay its own.
 */
import type { Knex } from 'knex';

const tables = `
CREATE TABLE upgrades (
  region text NOT NULL,
  id uuid NOT NULL,
  scenario text NOT NULL,
  origin_region text NOT NULL,
  template text NOT NULL,
  from_version integer NOT NULL,
  to_version integer NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'finished', 'given_up', 'undone')),
  rev integer NOT NULL DEFAULT 1,
  decisions jsonb NOT NULL DEFAULT '{}',
  open_items integer NOT NULL DEFAULT 0,
  checked jsonb,
  before jsonb,
  finished_rev integer,
  begun_at timestamptz NOT NULL,
  begun_by text NOT NULL,
  begun_name text NOT NULL,
  changed_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_name text,
  CONSTRAINT upgrades__region_id PRIMARY KEY (region, id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN upgrades.decisions IS 'by change: what was decided, and the hash of the three values it was decided on';
COMMENT ON COLUMN upgrades.checked IS 'last run of the case tests, with the hash of the package they ran on';
COMMENT ON COLUMN upgrades.before IS 'draft and lineage before it was finished: what undo puts back';
CREATE UNIQUE INDEX upgrades__open ON upgrades (region, scenario) WHERE status = 'open';
CREATE INDEX upgrades__scenario ON upgrades (region, scenario, begun_at);

CREATE TABLE release_answers (
  region text NOT NULL,
  scenario text NOT NULL,
  version integer NOT NULL,
  answer text NOT NULL CHECK (answer IN ('postponed', 'declined')),
  reason text NOT NULL,
  until date,
  at timestamptz NOT NULL,
  by_name text NOT NULL,
  CONSTRAINT release_answers__region_scenario_version PRIMARY KEY (region, scenario, version)
);

CREATE TABLE remembered_choices (
  region text NOT NULL,
  scenario text NOT NULL,
  key text NOT NULL,
  take text NOT NULL CHECK (take IN ('ours', 'theirs', 'both')),
  at timestamptz NOT NULL,
  by_name text NOT NULL,
  CONSTRAINT remembered_choices__region_scenario_key PRIMARY KEY (region, scenario, key)
);

CREATE TABLE drift_reasons (
  region text NOT NULL,
  scenario text NOT NULL,
  key text NOT NULL,
  reason text NOT NULL,
  value_hash text NOT NULL,
  at timestamptz NOT NULL,
  by_name text NOT NULL,
  CONSTRAINT drift_reasons__region_scenario_key PRIMARY KEY (region, scenario, key)
);
COMMENT ON COLUMN drift_reasons.value_hash IS 'of the local value the reason was given for: another value asks for a new reason';

CREATE TABLE merge_comments (
  region text NOT NULL,
  id uuid NOT NULL,
  scenario text NOT NULL,
  origin_region text NOT NULL,
  template text NOT NULL,
  key text,
  author_region text NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  words text NOT NULL,
  CONSTRAINT merge_comments__region_id PRIMARY KEY (region, id)
);
CREATE INDEX merge_comments__scenario ON merge_comments (region, scenario, id);

CREATE TABLE fleet_rows (
  region text NOT NULL,
  scenario text NOT NULL,
  origin_region text NOT NULL,
  template text NOT NULL,
  base_version integer NOT NULL,
  draft_hash text NOT NULL,
  newest_version integer NOT NULL,
  drift integer NOT NULL,
  conflicts integer NOT NULL,
  blocked jsonb NOT NULL DEFAULT '[]',
  upgrade jsonb,
  answer jsonb,
  live jsonb,
  running jsonb NOT NULL DEFAULT '{}',
  outcomes jsonb NOT NULL DEFAULT '{}',
  merge_ms integer NOT NULL DEFAULT 0,
  at timestamptz NOT NULL,
  CONSTRAINT fleet_rows__region_scenario PRIMARY KEY (region, scenario)
) WITH (fillfactor = 70);
COMMENT ON COLUMN fleet_rows.conflicts IS 'open decisions of the upgrade to the newest version offered, begun or not';
COMMENT ON COLUMN fleet_rows.running IS 'running cases by version of the template they came from';
COMMENT ON COLUMN fleet_rows.outcomes IS 'by version of the template: cases begun on it, those with an incident, upgrade checks passed and failed';
CREATE INDEX fleet_rows__origin ON fleet_rows (origin_region, template);
`;

const mine = "((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[])";

function wall(table: string, readers: readonly string[]): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app USING (${readers.map((column) => `${column} = ANY (${mine})`).join(' OR ')});
    CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO lianban_app;`;
}

const own = ['upgrades', 'release_answers', 'remembered_choices', 'drift_reasons'];
const shared = ['merge_comments', 'fleet_rows'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of own) await knex.raw(wall(table, ['region']));
  for (const table of shared) await knex.raw(wall(table, ['region', 'origin_region']));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP TABLE ${[...own, ...shared].join(', ')}`);
}
