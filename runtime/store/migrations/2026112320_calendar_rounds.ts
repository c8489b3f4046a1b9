/**
 * A calendar that changed is brought to every running case, in rounds: a row says how far a round has come, so that any
 * worker goes on where another stopped.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE calendar_rounds (
      region text NOT NULL,
      id text NOT NULL,
      version integer NOT NULL,
      status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
      after_region text NOT NULL DEFAULT '',
      after_case uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
      looked integer NOT NULL DEFAULT 0,
      fixed integer NOT NULL DEFAULT 0,
      moved integer NOT NULL DEFAULT 0,
      kept integer NOT NULL DEFAULT 0,
      failed integer NOT NULL DEFAULT 0,
      leased_by text,
      leased_until timestamptz NOT NULL,
      begun_at timestamptz NOT NULL,
      done_at timestamptz,
      CONSTRAINT calendar_rounds__region_id_version PRIMARY KEY (region, id, version)
    );
    COMMENT ON COLUMN calendar_rounds.after_case IS 'the last case that was looked at: the round goes on after it';
    COMMENT ON COLUMN calendar_rounds.kept IS 'promised dates the calendar would have made later';
    CREATE INDEX calendar_rounds__open ON calendar_rounds (leased_until) WHERE status = 'open';
    GRANT SELECT, INSERT, UPDATE ON calendar_rounds TO lianban_app;

    -- Walks the primary key; a round is run a few times a year, so ended cases are simply passed over.
    CREATE FUNCTION lianban_find_running_cases(p_region text, p_after_region text, p_after uuid, p_limit integer)
    RETURNS TABLE (region text, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      SELECT c.region, c.id FROM cases c
      WHERE (c.region, c.id) > (p_after_region, p_after) AND (p_region = '000000' OR c.region = p_region)
        AND c.status <> 'draft' AND c.ended_at IS NULL
      ORDER BY c.region, c.id LIMIT p_limit
    $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION lianban_find_running_cases; DROP TABLE calendar_rounds;');
}
