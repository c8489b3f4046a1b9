/**
 * Events between cases: who listens, what came, and what published versions begin by themselves.
 *
 * A message is delivered exactly once because its row is taken in the statement that commits the case which took it: of two
 * cases that try, one finds it taken and commits nothing. One that nobody waits for and that is to be kept is parked; a case
 * that begins to listen wakes it in the statement that stores its subscription. Parking and subscribing hold the same lock
 * per name, so neither can miss the other. Bursts without events do not come here: their statement is the old one.
 */
import type { Knex } from 'knex';

/** Jobs of no case: deliveries and starts. */
const nobody = '00000000-0000-0000-0000-000000000000';

const tables = `
CREATE TABLE subscriptions (
  region text NOT NULL,
  case_id uuid NOT NULL,
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal')),
  name text NOT NULL,
  key text,
  node text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (region, case_id, id)
) WITH (fillfactor = 90);
CREATE INDEX subscriptions__name ON subscriptions (region, kind, name, key, since);

CREATE TABLE messages (
  region text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal')),
  name text NOT NULL,
  key text,
  payload json NOT NULL,
  source text NOT NULL,
  sender uuid,
  keep boolean NOT NULL,
  at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'kept', 'delivered', 'started', 'nobody', 'refused', 'expired')),
  taken_by uuid,
  problem text,
  settled_at timestamptz,
  PRIMARY KEY (region, id)
) WITH (fillfactor = 90);
COMMENT ON COLUMN messages.id IS 'idempotency key: of the sender outside, or of the effect that threw it';
COMMENT ON COLUMN messages.sender IS 'case that sent it; it has heard its own signal already';
CREATE INDEX cases__called ON cases (start_key) WHERE start_key LIKE 'call:%';
CREATE INDEX messages__kept ON messages (region, name) WHERE status = 'kept';
CREATE INDEX messages__at ON messages (region, at);
CREATE INDEX messages__expires_at ON messages (expires_at);

-- What the live version of a scenario begins by, and the messages and signals it knows.
CREATE TABLE scenario_events (
  region text NOT NULL,
  scenario text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'signal', 'start.message', 'start.signal', 'start.condition', 'start.timer')),
  name text NOT NULL,
  node text NOT NULL DEFAULT '',
  keep boolean NOT NULL DEFAULT false,
  trigger json,
  PRIMARY KEY (region, scenario, kind, name, node)
);
CREATE INDEX scenario_events__name ON scenario_events (region, kind, name);
`;

const functions = `
CREATE FUNCTION lianban_lock_names(p_region text, p_names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_lock bigint;
BEGIN
  -- In one order for everybody, so that two who want several never wait for each other.
  FOR v_lock IN SELECT DISTINCT hashtextextended('lianban.message/' || p_region || '/' || n, 0) AS l FROM unnest(p_names) AS n ORDER BY l LOOP
    PERFORM pg_advisory_xact_lock(v_lock);
  END LOOP;
END $$;

-- The second half of a commit whose bursts listen, stop listening or take messages; p_ids are the cases committed.
CREATE FUNCTION lianban_commit_events(p_region text, p_events json, p_ids uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
  v_taken integer;
  v_wanted integer;
  v_names text[];
BEGIN
  IF cardinality(p_ids) = 0 THEN RETURN; END IF;

  SELECT count(*) INTO v_wanted FROM json_to_recordset(p_events -> 'taken') AS t(case_id uuid, id text) WHERE t.case_id = ANY (p_ids);
  IF v_wanted > 0 THEN
    UPDATE messages m SET status = t.status, taken_by = t.case_id, settled_at = clock_timestamp()
    FROM json_to_recordset(p_events -> 'taken') AS t(case_id uuid, id text, status text)
    WHERE m.region = p_region AND m.id = t.id AND t.case_id = ANY (p_ids) AND m.status IN ('waiting', 'kept');
    GET DIAGNOSTICS v_taken = ROW_COUNT;
    -- Somebody else has it: nothing of this burst may stay. A failed batch is tried again one by one.
    IF v_taken <> v_wanted THEN RAISE EXCEPTION 'a message has been taken already' USING ERRCODE = 'LB002'; END IF;
    DELETE FROM jobs j USING json_to_recordset(p_events -> 'taken') AS t(case_id uuid, id text)
    WHERE j.region = p_region AND j.case_id = '${nobody}' AND j.id = t.id AND t.case_id = ANY (p_ids);
  END IF;

  DELETE FROM subscriptions s USING json_to_recordset(p_events -> 'dropped') AS d(case_id uuid, id text)
  WHERE s.region = p_region AND s.case_id = d.case_id AND s.id = d.id AND d.case_id = ANY (p_ids);

  SELECT array_agg(DISTINCT a.name) INTO v_names FROM json_to_recordset(p_events -> 'added') AS a(case_id uuid, kind text, name text)
  WHERE a.case_id = ANY (p_ids) AND a.kind = 'message';
  IF v_names IS NOT NULL THEN PERFORM lianban_lock_names(p_region, v_names); END IF;

  INSERT INTO subscriptions (region, case_id, id, kind, name, key, node, since)
  SELECT p_region, a.case_id, a.id, a.kind, a.name, a.key, a.node, a.since
  FROM json_to_recordset(p_events -> 'added') AS a(case_id uuid, id text, kind text, name text, key text, node text, since timestamptz)
  WHERE a.case_id = ANY (p_ids)
  ON CONFLICT (region, case_id, id) DO UPDATE SET key = excluded.key, since = excluded.since;

  IF v_names IS NOT NULL THEN
    INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload)
    SELECT p_region, '${nobody}', m.id, 'deliver', m.id, clock_timestamp(), json_build_object('id', m.id, 'type', 'deliver')
    FROM messages m WHERE m.region = p_region AND m.status = 'kept' AND m.name = ANY (v_names)
      AND EXISTS (SELECT 1 FROM json_to_recordset(p_events -> 'added') AS a(case_id uuid, kind text, name text, key text)
        WHERE a.case_id = ANY (p_ids) AND a.kind = 'message' AND a.name = m.name AND (a.key IS NULL OR m.key IS NULL OR a.key = m.key))
    ON CONFLICT (region, case_id, id) DO UPDATE SET run_at = excluded.run_at, locked_by = NULL;
  END IF;

  RETURN QUERY SELECT unnest(p_ids);
END $$;

-- Takes an event in, once: the row and the job that delivers it. False when it is known.
CREATE FUNCTION lianban_accept_event(p_region text, p_id text, p_kind text, p_name text, p_key text, p_payload json, p_source text,
  p_sender uuid, p_keep boolean, p_at timestamptz, p_expires_at timestamptz) RETURNS boolean LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  PERFORM set_config('lianban.region', p_region, true);
  INSERT INTO messages (region, id, kind, name, key, payload, source, sender, keep, at, expires_at, status)
  VALUES (p_region, p_id, p_kind, p_name, p_key, p_payload, p_source, p_sender, p_keep, p_at, p_expires_at, 'waiting')
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload)
  VALUES (p_region, '${nobody}', p_id, 'deliver', p_id, clock_timestamp(), json_build_object('id', p_id, 'type', 'deliver'));
  RETURN true;
END $$;

-- Nobody waits for it: it is kept without a job, unless somebody has begun to listen meanwhile. True when it is kept.
CREATE FUNCTION lianban_park_message(p_region text, p_id text) RETURNS boolean LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
  v_name text;
  v_key text;
BEGIN
  PERFORM set_config('lianban.region', p_region, true);
  SELECT m.name, m.key INTO v_name, v_key FROM messages m WHERE m.region = p_region AND m.id = p_id AND m.status IN ('waiting', 'kept') FOR UPDATE;
  IF NOT FOUND THEN RETURN true; END IF;
  PERFORM lianban_lock_names(p_region, ARRAY[v_name]);
  IF EXISTS (SELECT 1 FROM subscriptions s WHERE s.region = p_region AND s.kind = 'message' AND s.name = v_name
    AND (s.key IS NULL OR v_key IS NULL OR s.key = v_key)) THEN RETURN false; END IF;
  UPDATE messages m SET status = 'kept' WHERE m.region = p_region AND m.id = p_id AND m.status IN ('waiting', 'kept');
  DELETE FROM jobs j WHERE j.region = p_region AND j.case_id = '${nobody}' AND j.id = p_id;
  RETURN true;
END $$;

-- An event is over: its row says how, its job goes.
CREATE FUNCTION lianban_settle_event(p_region text, p_id text, p_status text, p_problem text) RETURNS void LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  PERFORM set_config('lianban.region', p_region, true);
  UPDATE messages m SET status = p_status, problem = p_problem, settled_at = clock_timestamp()
  WHERE m.region = p_region AND m.id = p_id AND m.status IN ('waiting', 'kept');
  DELETE FROM jobs j WHERE j.region = p_region AND j.case_id = '${nobody}' AND j.id = p_id;
END $$;

-- A called case, wherever it is: as the owner, keys only.
CREATE FUNCTION lianban_find_called_case(p_start_key text) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.region, c.id FROM cases c WHERE c.start_key = p_start_key AND c.start_key LIKE 'call:%'
$$;

-- As the owner, past the walls: keys only. Kept messages whose time is over, and settled ones nobody will send again.
CREATE FUNCTION lianban_find_old_messages(p_now timestamptz, p_limit integer) RETURNS TABLE (region text, id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.region, m.id FROM messages m WHERE m.expires_at <= p_now ORDER BY m.expires_at LIMIT p_limit
$$;
`;

const walls = ['subscriptions', 'messages']
  .map(
    (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app
  USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
  USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));
CREATE POLICY ${table}__delete ON ${table} FOR DELETE TO lianban_app USING (region = current_setting('lianban.region', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO lianban_app;`,
  )
  .join('\n');

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(functions);
  await knex.raw(walls);
  await knex.raw('GRANT SELECT, INSERT, UPDATE, DELETE ON scenario_events TO lianban_app');
  // Rows are found by their keys whatever the tables' sizes were when the statements were planned.
  const settings = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map((name) => `SET ${name} TO off`).join(' ');
  await knex.raw(`ALTER FUNCTION lianban_commit_events ${settings}`);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of [
    'commit_events',
    'accept_event',
    'park_message',
    'settle_event',
    'find_old_messages',
    'find_called_case',
    'lock_names',
  ])
    await knex.raw(`DROP FUNCTION IF EXISTS lianban_${name}`);
  await knex.raw('DROP TABLE subscriptions, messages, scenario_events');
  await knex.raw('DROP INDEX cases__called');
}
