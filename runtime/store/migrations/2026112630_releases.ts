/**
 * How a version comes to the people: named, at a time, for a share of new cases, back again, withdrawn; and who agreed to it.
 *
 * `versions` stays immutable: what happens to a version afterwards is in `scenarios` (what counts now), `release_turns` (what is to
 * count later) and `release_events` (what was done).
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE versions ADD COLUMN name text NOT NULL DEFAULT '';
    ALTER TABLE scenarios
      ADD COLUMN trial_version integer,
      ADD COLUMN trial_share integer CHECK (trial_share BETWEEN 1 AND 99),
      ADD COLUMN withdrawn jsonb,
      ADD CONSTRAINT scenarios__trial CHECK ((trial_version IS NULL) = (trial_share IS NULL));

    CREATE TABLE release_turns (
      region text NOT NULL,
      scenario_id text NOT NULL,
      version integer NOT NULL,
      at timestamptz NOT NULL,
      share integer CHECK (share BETWEEN 1 AND 99),
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'cancelled')),
      by_account uuid NOT NULL,
      by_name text NOT NULL,
      settled_at timestamptz,
      CONSTRAINT release_turns__region_scenario_id_version PRIMARY KEY (region, scenario_id, version),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );
    CREATE UNIQUE INDEX release_turns__waiting ON release_turns (region, scenario_id) WHERE state = 'waiting';
    CREATE INDEX release_turns__due ON release_turns (at) WHERE state = 'waiting';

    CREATE TABLE release_events (
      region text NOT NULL,
      scenario_id text NOT NULL,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      kind text NOT NULL,
      version integer,
      share integer,
      note text NOT NULL DEFAULT '',
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT release_events__region_scenario_id_seq PRIMARY KEY (region, scenario_id, seq)
    );

    CREATE TABLE release_rules (
      region text CONSTRAINT release_rules__region PRIMARY KEY REFERENCES regions (code),
      signing boolean NOT NULL
    );

    CREATE TABLE release_reviews (
      region text NOT NULL,
      scenario_id text NOT NULL,
      message text NOT NULL,
      asked_by uuid NOT NULL,
      asked_name text NOT NULL,
      asked_at timestamptz NOT NULL,
      CONSTRAINT release_reviews__region_scenario_id PRIMARY KEY (region, scenario_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );

    -- The newest of a part counts, and only while its hash is that of the part as it is now.
    CREATE TABLE release_signatures (
      region text NOT NULL,
      scenario_id text NOT NULL,
      part text NOT NULL,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      hash text NOT NULL,
      agrees boolean NOT NULL,
      opinion text NOT NULL,
      by_account uuid NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT release_signatures__region_scenario_id_part_seq PRIMARY KEY (region, scenario_id, part, seq)
    );

    GRANT SELECT, INSERT, UPDATE ON release_turns, release_rules TO lianban_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON release_reviews TO lianban_app;
    GRANT SELECT, INSERT ON release_events, release_signatures TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE release_signatures, release_reviews, release_rules, release_events, release_turns;
    ALTER TABLE scenarios DROP CONSTRAINT scenarios__trial, DROP COLUMN withdrawn, DROP COLUMN trial_share, DROP COLUMN trial_version;
    ALTER TABLE versions DROP COLUMN name;
  `);
}
