/**
 * The case tables. Every table has the region first in its primary key: one statement, one region.
 *
 * Walls: row-level security by `lianban.region` (reading: a comma list, for desks of several regions; writing: exactly
 * one), and the role `lianban_app`, which is neither superuser nor BYPASSRLS and owns nothing.
 * Functions named `lianban_find_*` run as the owner; they answer only keys (region, case id), never contents.
 */
import type { Knex } from 'knex';

const caseTables = [
  'cases',
  'case_data',
  'tasks',
  'clocks',
  'jobs',
  'journal',
  'documents',
  'reads',
  'ratings',
  'disputes',
  'case_numbers',
] as const;

const tables = `
CREATE TABLE cases (
  region text NOT NULL,
  id uuid NOT NULL,
  rev integer NOT NULL,
  status text NOT NULL,
  scenario text NOT NULL,
  version integer NOT NULL,
  hash text NOT NULL,
  case_no text,
  start_key text,
  account text NOT NULL,
  applicant_name text NOT NULL,
  started_at timestamptz NOT NULL,
  submitted_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  saved_at timestamptz NOT NULL,
  chain text NOT NULL,
  PRIMARY KEY (region, id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN cases.rev IS 'optimistic lock: a burst commits only on the revision it was computed from';
COMMENT ON COLUMN cases.start_key IS 'account and command id that started the case: a repeated start finds the first case';
COMMENT ON COLUMN cases.chain IS 'hash of the last journal entry, hex';
CREATE UNIQUE INDEX cases__region_start_key ON cases (region, start_key) WHERE start_key IS NOT NULL;
CREATE UNIQUE INDEX cases__region_case_no ON cases (region, case_no) WHERE case_no IS NOT NULL;
CREATE INDEX cases__account ON cases (account, region);
CREATE INDEX cases__expires_at ON cases (expires_at) WHERE status = 'draft';

-- States are a few kilobytes and rewritten at every burst: kept in the row and uncompressed, that is cheaper than TOAST.
CREATE TABLE case_data (
  region text NOT NULL,
  id uuid NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (region, id)
) WITH (toast_tuple_target = 8160);
ALTER TABLE case_data ALTER COLUMN state SET STORAGE EXTERNAL;

CREATE TABLE tasks (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  node text NOT NULL,
  department text,
  role text,
  party_key text,
  opened_at timestamptz NOT NULL,
  due date,
  done_at timestamptz,
  done_by text,
  done_name text,
  decision text,
  holder text,
  holder_name text,
  held_at timestamptz,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 80);
CREATE INDEX tasks__inbox ON tasks (region, department, due, opened_at) WHERE kind = 'desk' AND status IN ('open', 'supplement');
CREATE INDEX tasks__done ON tasks (region, done_by, done_at) WHERE status = 'done' AND kind = 'desk';
CREATE INDEX tasks__party_key ON tasks (party_key) WHERE kind = 'consent' AND status = 'open';

CREATE TABLE clocks (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  status text NOT NULL,
  due date,
  provisional_year integer,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 80);
CREATE INDEX clocks__provisional ON clocks (provisional_year, region) WHERE provisional_year IS NOT NULL AND status IN ('running', 'suspended');

-- A claim moves run_at to the end of the lease: a job whose worker died comes back by itself.
CREATE TABLE jobs (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  run_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  locked_by text,
  problem text,
  payload json NOT NULL,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE INDEX jobs__region_run_at ON jobs (region, run_at);

CREATE TABLE journal (
  region text NOT NULL,
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  hash text NOT NULL,
  entry json NOT NULL,
  PRIMARY KEY (region, case_id, seq)
) PARTITION BY RANGE (case_id);
COMMENT ON COLUMN journal.hash IS 'sha256, hex, of: previous hash, region, case id, seq and the entry text, joined by line feeds';
CREATE TABLE journal_default PARTITION OF journal DEFAULT;

CREATE TABLE documents (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  outcome text NOT NULL,
  number text NOT NULL,
  check_code text NOT NULL,
  name json NOT NULL,
  department text NOT NULL,
  department_name json NOT NULL,
  holder_name text NOT NULL,
  issued_at timestamptz NOT NULL,
  seal json,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (region, case_id, id)
);
CREATE INDEX documents__number ON documents (number);
ALTER TABLE documents ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE reads (
  region text NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  case_id uuid,
  scenario text NOT NULL,
  actor text,
  data_use text NOT NULL,
  resource text NOT NULL,
  contract text,
  purpose text,
  fields text[] NOT NULL,
  node text,
  key text,
  result text NOT NULL,
  ms integer NOT NULL,
  PRIMARY KEY (region, id)
);
CREATE INDEX reads__case ON reads (region, case_id);
CREATE INDEX reads__contract ON reads (region, contract, at);

CREATE TABLE ratings (
  region text NOT NULL,
  case_id uuid NOT NULL,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  words text,
  account text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (region, case_id)
);

CREATE TABLE disputes (
  region text NOT NULL,
  case_id uuid NOT NULL,
  path text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (region, case_id, path)
);

CREATE TABLE case_numbers (
  region text NOT NULL,
  day date NOT NULL,
  next integer NOT NULL,
  PRIMARY KEY (region, day)
);
`;

const journalIsAppendOnly = `
CREATE FUNCTION lianban_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION lianban_refuse_change();

-- A uuidv7 begins with its millisecond: a month of cases is a range of ids.
CREATE FUNCTION lianban_first_case_id(p_at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;
CREATE FUNCTION lianban_ensure_partitions(p_from timestamptz, p_months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_month timestamptz := date_trunc('month', p_from AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  v_next timestamptz;
  v_name text;
  v_made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lianban_ensure_partitions'));
  FOR i IN 1..p_months LOOP
    v_next := ((v_month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    v_name := 'journal_' || to_char(v_month AT TIME ZONE 'UTC', 'YYYYMM');
    -- A month whose cases already lie in the default partition stays there.
    IF to_regclass(v_name) IS NULL AND NOT EXISTS (
      SELECT 1 FROM journal_default WHERE case_id >= lianban_first_case_id(v_month) AND case_id < lianban_first_case_id(v_next)
    ) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF journal FOR VALUES FROM (%L) TO (%L)',
        v_name, lianban_first_case_id(v_month), lianban_first_case_id(v_next));
      v_made := v_made + 1;
    END IF;
    v_month := v_next;
  END LOOP;
  RETURN v_made;
END $$;
`;

/**
 * The hot path: one call commits up to 64 bursts of one region. Long texts come joined by the record separator (U+001E,
 * which JSON never holds unescaped): cheaper to write and to read than array literals full of escaped quotes.
 * Answers the ids that were committed; a case whose revision moved on, or whose start key exists, does not come back.
 */
const hotPath = `
CREATE FUNCTION lianban_commit(
  p_region text, p_cases json, p_ids text, p_states text, p_tasks json, p_clocks json, p_jobs json, p_done_jobs json,
  p_journal_case text, p_journal_seq text, p_journal_hash text, p_journal_entry text
) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
  v_ids uuid[];
  v_updated uuid[];
  v_all boolean;
  v_taken boolean;
  v_separator constant text := chr(30);
BEGIN
  PERFORM set_config('lianban.region', p_region, true);

  WITH given AS (
    SELECT * FROM json_to_recordset(p_cases) AS c(id uuid, rev integer, status text, scenario text, version integer, hash text,
      case_no text, start_key text, account text, applicant_name text, started_at timestamptz, submitted_at timestamptz,
      ended_at timestamptz, expires_at timestamptz, saved_at timestamptz, chain text)
    WHERE rev = 0
  ), inserted AS (
    INSERT INTO cases (region, id, rev, status, scenario, version, hash, case_no, start_key, account, applicant_name,
      started_at, submitted_at, ended_at, expires_at, saved_at, chain)
    SELECT p_region, id, 1, status, scenario, version, hash, case_no, start_key, account, applicant_name,
      started_at, submitted_at, ended_at, expires_at, saved_at, chain FROM given
    ON CONFLICT DO NOTHING RETURNING id
  ) SELECT coalesce(array_agg(id), '{}') INTO v_ids FROM inserted;

  -- Only the columns a burst may change; who started the case and on which version stays.
  WITH updated AS (
    UPDATE cases c SET rev = c.rev + 1, status = g.status, case_no = coalesce(c.case_no, g.case_no), applicant_name = g.applicant_name,
      submitted_at = g.submitted_at, ended_at = g.ended_at, expires_at = g.expires_at, saved_at = g.saved_at, chain = g.chain
    FROM json_to_recordset(p_cases) AS g(id uuid, rev integer, status text, case_no text, applicant_name text, submitted_at timestamptz,
      ended_at timestamptz, expires_at timestamptz, saved_at timestamptz, chain text)
    WHERE g.rev > 0 AND c.region = p_region AND c.id = g.id AND c.rev = g.rev
    RETURNING c.id
  ) SELECT coalesce(array_agg(id), '{}') INTO v_updated FROM updated;

  v_ids := v_ids || v_updated;
  IF cardinality(v_ids) = 0 THEN RETURN; END IF;
  v_all := cardinality(v_ids) = cardinality(string_to_array(p_ids, v_separator));

  INSERT INTO case_data (region, id, state)
  SELECT p_region, s.id::uuid, s.state::json
  FROM unnest(string_to_array(p_ids, v_separator), string_to_array(p_states, v_separator)) AS s(id, state)
  WHERE v_all OR s.id::uuid = ANY (v_ids)
  ON CONFLICT (region, id) DO UPDATE SET state = excluded.state;

  IF p_tasks IS NOT NULL THEN
    WITH written AS (
      INSERT INTO tasks (region, case_id, id, kind, status, node, department, role, party_key, opened_at, due, done_at, done_by, done_name, decision)
      SELECT p_region, t.* FROM json_to_recordset(p_tasks) AS t(case_id uuid, id text, kind text, status text, node text, department text,
        role text, party_key text, opened_at timestamptz, due date, done_at timestamptz, done_by text, done_name text, decision text)
      WHERE v_all OR t.case_id = ANY (v_ids)
      ON CONFLICT (region, case_id, id) DO UPDATE SET status = excluded.status, due = excluded.due, done_at = excluded.done_at,
        done_by = excluded.done_by, done_name = excluded.done_name, decision = excluded.decision, party_key = excluded.party_key
      RETURNING holder <> done_by AS taken
    ) SELECT coalesce(bool_or(taken), false) INTO v_taken FROM written;
    -- Somebody else claimed it since the page was opened; only this burst fails, since a failed batch is retried one by one.
    IF v_taken THEN RAISE EXCEPTION 'a task is held by somebody else' USING ERRCODE = 'LB001'; END IF;
  END IF;

  IF p_clocks IS NOT NULL THEN
    INSERT INTO clocks (region, case_id, id, status, due, provisional_year, started_at, ended_at)
    SELECT p_region, k.* FROM json_to_recordset(p_clocks) AS k(case_id uuid, id text, status text, due date, provisional_year integer,
      started_at timestamptz, ended_at timestamptz)
    WHERE v_all OR k.case_id = ANY (v_ids)
    ON CONFLICT (region, case_id, id) DO UPDATE SET status = excluded.status, due = excluded.due,
      provisional_year = excluded.provisional_year, started_at = excluded.started_at, ended_at = excluded.ended_at;
  END IF;

  IF p_done_jobs IS NOT NULL THEN
    DELETE FROM jobs j USING json_to_recordset(p_done_jobs) AS d(case_id uuid, id text)
    WHERE j.region = p_region AND j.case_id = d.case_id AND j.id = d.id AND (v_all OR d.case_id = ANY (v_ids));
  END IF;

  IF p_jobs IS NOT NULL THEN
    INSERT INTO jobs (region, case_id, id, kind, key, run_at, locked_by, payload)
    SELECT p_region, case_id, id, kind, key, coalesce(run_at, clock_timestamp() + lease_seconds * interval '1 second', clock_timestamp()), locked_by, payload
    FROM json_to_recordset(p_jobs) AS j(case_id uuid, id text, kind text, key text, run_at timestamptz, lease_seconds integer, locked_by text, payload json)
    WHERE v_all OR j.case_id = ANY (v_ids)
    ON CONFLICT (region, case_id, id) DO UPDATE SET run_at = excluded.run_at, payload = excluded.payload, attempts = 0, locked_by = NULL;
  END IF;

  IF p_journal_case <> '' THEN
    INSERT INTO journal (region, case_id, seq, at, hash, entry)
    SELECT p_region, x.case_id::uuid, x.seq::integer, (x.entry::json ->> 'at')::timestamptz, x.hash, x.entry::json
    FROM unnest(string_to_array(p_journal_case, v_separator), string_to_array(p_journal_seq, v_separator),
      string_to_array(p_journal_hash, v_separator), string_to_array(p_journal_entry, v_separator)) AS x(case_id, seq, hash, entry)
    WHERE v_all OR x.case_id::uuid = ANY (v_ids);
  END IF;

  RETURN QUERY SELECT unnest(v_ids);
END $$;

CREATE FUNCTION lianban_load_case(p_region text, p_id uuid)
RETURNS TABLE (rev integer, case_no text, start_key text, account text, applicant_name text, chain text, saved_at timestamptz, expires_at timestamptz, state text)
LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  PERFORM set_config('lianban.region', p_region, true);
  RETURN QUERY SELECT c.rev, c.case_no, c.start_key, c.account, c.applicant_name, c.chain, c.saved_at, c.expires_at, d.state::text
    FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id
    WHERE c.region = p_region AND c.id = p_id;
END $$;

-- Takes due jobs of one region for one worker. Rows other workers hold are skipped, so claims never wait on each other.
CREATE FUNCTION lianban_claim_jobs(p_region text, p_worker text, p_limit integer, p_lease_seconds integer)
RETURNS TABLE (case_id uuid, id text, kind text, key text, attempts integer, payload text)
LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  PERFORM set_config('lianban.region', p_region, true);
  RETURN QUERY
  -- A CTE, not a plain subquery: the planner may run a subquery twice and claim more than the limit.
  WITH due AS MATERIALIZED (
    SELECT d.case_id, d.id FROM jobs d WHERE d.region = p_region AND d.run_at <= clock_timestamp()
    ORDER BY d.run_at LIMIT p_limit FOR UPDATE SKIP LOCKED
  )
  UPDATE jobs j SET locked_by = p_worker, run_at = clock_timestamp() + p_lease_seconds * interval '1 second', attempts = j.attempts + 1
  FROM due WHERE j.region = p_region AND j.case_id = due.case_id AND j.id = due.id
  RETURNING j.case_id, j.id, j.kind, j.key, j.attempts, j.payload::text;
END $$;
`;

/** As the owner, past row-level security: answers keys only. Contents are then read under the region. */
const finders = `
CREATE FUNCTION lianban_find_job_regions() RETURNS TABLE (region text, next_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  -- A loose index scan: one probe per region, however many jobs there are.
  WITH RECURSIVE r AS (
    (SELECT j.region, j.run_at FROM jobs j ORDER BY j.region, j.run_at LIMIT 1)
    UNION ALL
    SELECT n.region, n.run_at FROM r CROSS JOIN LATERAL
      (SELECT j.region, j.run_at FROM jobs j WHERE j.region > r.region ORDER BY j.region, j.run_at LIMIT 1) n
  ) SELECT r.region, r.run_at FROM r
$$;
CREATE FUNCTION lianban_find_own_cases(p_account text, p_party_key text) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.region, c.id FROM cases c WHERE c.account = p_account
  UNION
  SELECT t.region, t.case_id FROM tasks t WHERE t.party_key = p_party_key AND t.kind = 'consent' AND t.status = 'open'
$$;
CREATE FUNCTION lianban_find_expired_drafts(p_now timestamptz, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.region, c.id FROM cases c WHERE c.status = 'draft' AND c.expires_at <= p_now ORDER BY c.expires_at LIMIT p_limit
$$;
CREATE FUNCTION lianban_find_provisional_cases(p_year integer, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT k.region, k.case_id FROM clocks k
  WHERE k.provisional_year <= p_year AND k.status IN ('running', 'suspended') LIMIT p_limit
$$;
CREATE FUNCTION lianban_find_document(p_number text) RETURNS TABLE (region text, case_id uuid, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.region, d.case_id, d.id FROM documents d WHERE d.number = p_number LIMIT 20
$$;
`;

function walls(): string {
  const perTable = caseTables.map(
    (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app
  USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
  USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));`,
  );
  return `
DO $$ BEGIN
  CREATE ROLE lianban_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
-- The login role takes the application role on each connection; a superuser may do so anyway.
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'lianban_app', 'SET') THEN EXECUTE format('GRANT lianban_app TO %I', current_user); END IF;
END $$;
GRANT USAGE ON SCHEMA public TO lianban_app;
${perTable.join('\n')}
GRANT SELECT, INSERT, UPDATE, DELETE ON cases, case_data, tasks, clocks, jobs, ratings, disputes, case_numbers TO lianban_app;
GRANT SELECT, INSERT ON journal, reads, documents TO lianban_app;
GRANT UPDATE (seal) ON documents TO lianban_app;
`;
}

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(journalIsAppendOnly);
  await knex.raw(hotPath);
  await knex.raw(finders);
  await knex.raw(walls());
  await knex.raw('SELECT lianban_ensure_partitions(now(), 4)');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of caseTables) await knex.raw(`DROP TABLE IF EXISTS ${table} CASCADE`);
  for (const name of [
    'lianban_commit',
    'lianban_load_case',
    'lianban_claim_jobs',
    'lianban_find_job_regions',
    'lianban_find_own_cases',
    'lianban_find_expired_drafts',
    'lianban_find_provisional_cases',
    'lianban_find_document',
    'lianban_ensure_partitions',
    'lianban_first_case_id',
    'lianban_refuse_change',
  ]) {
    await knex.raw(`DROP FUNCTION IF EXISTS ${name}`);
  }
}
