/**
 * Questions to the owners of data (协查) and reports about contested values. A row lies with the asking case (its region is
 * the shard key, writing is that region's); the region whose desk answers may read it.
 */
import type { Knex } from 'knex';

const tables = `
CREATE TABLE assists (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  case_no text,
  data_use text NOT NULL,
  resource text NOT NULL,
  contract text NOT NULL,
  key_hash text NOT NULL,
  owner_region text NOT NULL,
  department text NOT NULL,
  fields text[] NOT NULL,
  question json NOT NULL,
  problem text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'answered', 'noRecord', 'refused', 'withdrawn')),
  opened_at timestamptz NOT NULL,
  due date,
  holder text,
  holder_name text,
  held_at timestamptz,
  urges json NOT NULL DEFAULT '[]',
  escalated_at timestamptz,
  answer json,
  words text,
  documents text[] NOT NULL DEFAULT '{}',
  seal json,
  valid_to date,
  done_at timestamptz,
  done_by text,
  done_name text,
  command text,
  same_as text,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 80);
COMMENT ON COLUMN assists.id IS 'effect that asks: with the case it is the idempotency key';
COMMENT ON COLUMN assists.owner_region IS 'region whose desk answers: that of the owner, or the asking one where the owner has no desk of its own there';
COMMENT ON COLUMN assists.same_as IS 'answered together with this other question: the same contract, keys and fields';
CREATE INDEX assists__desk ON assists (owner_region, department, due, opened_at) WHERE status = 'open';
CREATE INDEX assists__done ON assists (owner_region, department, done_at) WHERE status IN ('answered', 'noRecord', 'refused', 'withdrawn');
CREATE INDEX assists__again ON assists (region, contract, key_hash, done_at) WHERE status IN ('open', 'answered', 'noRecord');
CREATE INDEX assists__case ON assists (case_id, id);
CREATE INDEX assists__overdue ON assists (due) WHERE status = 'open' AND escalated_at IS NULL;

CREATE TABLE quality_reports (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  case_no text,
  data_use text NOT NULL,
  resource text NOT NULL,
  field text NOT NULL,
  path text NOT NULL,
  owner_region text NOT NULL,
  department text NOT NULL,
  content json NOT NULL,
  used text NOT NULL CHECK (used IN ('register', 'applicant')),
  status text NOT NULL CHECK (status IN ('open', 'noted', 'replaced', 'confirmed', 'corrected', 'rejected')),
  reported_at timestamptz NOT NULL,
  words text,
  answered_at timestamptz,
  answered_by text,
  answered_name text,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 80);
COMMENT ON COLUMN quality_reports.status IS 'noted: the register was found right, nothing to answer; replaced: the desk decided otherwise since';
CREATE INDEX quality_reports__desk ON quality_reports (owner_region, department, reported_at) WHERE status = 'open';
CREATE INDEX quality_reports__case ON quality_reports (case_id, id);
CREATE INDEX quality_reports__resource ON quality_reports (owner_region, resource, reported_at);

CREATE FUNCTION lianban_find_overdue_assists(p_today date, p_limit integer) RETURNS TABLE (region text, case_id uuid, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.region, a.case_id, a.id FROM assists a
  WHERE a.status = 'open' AND a.escalated_at IS NULL AND a.due < p_today ORDER BY a.due LIMIT p_limit
$$;
REVOKE ALL ON FUNCTION lianban_find_overdue_assists FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lianban_find_overdue_assists TO lianban_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON assists, quality_reports TO lianban_app;
`;

function wall(table: string): string {
  const mine = "((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[])";
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app USING (region = ANY (${mine}) OR owner_region = ANY (${mine}));
    CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
      USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
    CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));`;
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  for (const table of ['assists', 'quality_reports']) await knex.raw(wall(table));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION lianban_find_overdue_assists; DROP TABLE quality_reports, assists');
}
