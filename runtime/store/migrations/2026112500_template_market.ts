/**
 * The market: releases of templates, what was cloned from them, how a release comes about, what people ask for, and whose
 * signed packages are trusted.
 *
 * A release never changes: the application holds no right to, and a trigger refuses whoever does. Withdrawing one is a row
 * of its own. Publishing regions need not exist in this installation: a release may have come as a signed package.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE template_releases (
      region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
      template_id text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      region_name text NOT NULL,
      name jsonb NOT NULL,
      hash text NOT NULL,
      package jsonb NOT NULL,
      notes jsonb NOT NULL,
      author jsonb NOT NULL,
      scenario text,
      source text NOT NULL CHECK (source IN ('shipped', 'published', 'imported')),
      fingerprint text,
      at timestamptz NOT NULL,
      CONSTRAINT template_releases__region_template_id_version PRIMARY KEY (region, template_id, version)
    );
    CREATE TRIGGER template_releases__immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON template_releases
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE TABLE template_withdrawals (
      region text NOT NULL,
      template_id text NOT NULL,
      version integer NOT NULL,
      reason text NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT template_withdrawals__region_template_id_version PRIMARY KEY (region, template_id, version),
      FOREIGN KEY (region, template_id, version) REFERENCES template_releases (region, template_id, version)
    );

    -- One under way per scenario: submitted by one person, released by another.
    CREATE TABLE template_submissions (
      region text NOT NULL,
      scenario_id text NOT NULL,
      template_id text NOT NULL,
      rev integer NOT NULL DEFAULT 1,
      state text NOT NULL CHECK (state IN ('review', 'returned', 'released')),
      hash text NOT NULL,
      package jsonb NOT NULL,
      notes jsonb NOT NULL,
      submitted_by uuid NOT NULL,
      submitted_by_name text NOT NULL,
      submitted_at timestamptz NOT NULL,
      remarks jsonb,
      CONSTRAINT template_submissions__region_scenario_id PRIMARY KEY (region, scenario_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );

    -- Where a template stands in the market; the release itself stays as it is.
    CREATE TABLE template_places (
      region text NOT NULL,
      template_id text NOT NULL,
      tracks text[] NOT NULL,
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL,
      CONSTRAINT template_places__region_template_id PRIMARY KEY (region, template_id)
    );

    CREATE TABLE template_tracks (
      region text CONSTRAINT template_tracks__region PRIMARY KEY REFERENCES regions (code),
      rev integer NOT NULL,
      lists jsonb NOT NULL,
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL
    );

    CREATE TABLE template_demands (
      id uuid CONSTRAINT template_demands__id PRIMARY KEY,
      region text NOT NULL REFERENCES regions (code),
      words text NOT NULL,
      note text NOT NULL,
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      answer jsonb
    );
    CREATE INDEX template_demands__region_at ON template_demands (region, at DESC);

    CREATE TABLE clones (
      region text NOT NULL,
      scenario_id text NOT NULL,
      origin_region text NOT NULL,
      template_id text NOT NULL,
      base_version integer NOT NULL,
      base_hash text NOT NULL,
      departments jsonb NOT NULL DEFAULT '{}',
      localised jsonb NOT NULL DEFAULT '{}',
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      cut_off jsonb,
      CONSTRAINT clones__region_scenario_id PRIMARY KEY (region, scenario_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );
    CREATE INDEX clones__origin ON clones (origin_region, template_id);
    INSERT INTO clones (region, scenario_id, origin_region, template_id, base_version, base_hash, by_name, at)
      SELECT s.region, s.id, split_part(s.lineage ->> 'origin', '/', 1), substr(s.lineage ->> 'origin', 8),
        (s.lineage ->> 'baseVersion')::integer, s.lineage ->> 'baseHash', coalesce(a.name, ''), s.created_at
      FROM scenarios s LEFT JOIN accounts a ON a.id = s.created_by
      WHERE s.lineage ->> 'origin' ~ '^[0-9]{6}/.' AND split_part(s.lineage ->> 'origin', '/', 1) <> s.region;

    CREATE TABLE publisher_keys (
      fingerprint text NOT NULL,
      region text NOT NULL CHECK (region ~ '^[0-9]{6}$'),
      region_name text NOT NULL,
      public_key text NOT NULL,
      added_by text NOT NULL,
      added_at timestamptz NOT NULL,
      revoked jsonb,
      CONSTRAINT publisher_keys__fingerprint_region PRIMARY KEY (fingerprint, region)
    );

    CREATE TABLE package_imports (
      digest text CONSTRAINT package_imports__digest PRIMARY KEY,
      region text NOT NULL,
      template_id text NOT NULL,
      version integer NOT NULL,
      hash text NOT NULL,
      fingerprint text NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL
    );

    -- Departments that were merged: what names the old code goes on, and whoever works for the successor works it.
    ALTER TABLE organisations ADD COLUMN successor text CHECK (successor <> department);

    GRANT SELECT, INSERT ON template_releases, template_withdrawals, package_imports TO lianban_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON template_submissions, template_places, template_tracks, template_demands, clones, publisher_keys TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE organisations DROP COLUMN successor;
    DROP TABLE package_imports, publisher_keys, clones, template_demands, template_tracks, template_places, template_submissions,
      template_withdrawals, template_releases;
  `);
}
