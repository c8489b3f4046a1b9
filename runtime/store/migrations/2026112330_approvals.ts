/**
 * Who holds a task is part of the case now, and comes with its commit; the columns in `tasks` are what lists are made from.
 * Bursts that change it are rare, so they bring a second half to the commit statement and the plain one stays as it is.
 *
 * An officer may be given some roles of scenarios only (`posts`), a case may need an operator, and who is away has a deputy.
 */
import type { Knex } from 'knex';

const tables = `
ALTER TABLE tasks ADD COLUMN held_in_state boolean, ADD COLUMN purpose text, ADD COLUMN urged integer;
COMMENT ON COLUMN tasks.held_in_state IS 'the holder is one of the case''s state; earlier releases kept it here alone';
COMMENT ON COLUMN tasks.purpose IS 'why there is a task besides the step''s own: delegate, before, after, parallel, ask, copy';
CREATE INDEX tasks__waiting ON tasks (region, department, opened_at) WHERE kind = 'desk' AND status = 'waiting';
CREATE INDEX tasks__copies ON tasks (region, department, opened_at) WHERE kind = 'copy';

ALTER TABLE grants ADD COLUMN posts text[];
COMMENT ON COLUMN grants.posts IS 'scenario/role pairs an officer has; null: every role of the department';
ALTER TABLE grants DROP CONSTRAINT grants_role_check;
ALTER TABLE grants ADD CONSTRAINT grants__role CHECK (role IN ('designer', 'officer', 'admin', 'supervisor', 'operator'));

CREATE TABLE absences (
  id uuid CONSTRAINT absences__id PRIMARY KEY,
  region text NOT NULL REFERENCES regions (code),
  account_id uuid NOT NULL REFERENCES accounts (id),
  deputy_id uuid NOT NULL REFERENCES accounts (id),
  first date NOT NULL,
  last date NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL,
  ended_at timestamptz,
  CHECK (first <= last AND account_id <> deputy_id)
);
CREATE INDEX absences__deputy ON absences (deputy_id) WHERE ended_at IS NULL;
CREATE INDEX absences__account ON absences (region, account_id);
GRANT SELECT, INSERT, UPDATE ON absences TO lianban_app;
`;

const functions = `
CREATE FUNCTION lianban_commit_tasks(p_region text, p_tasks json, p_ids uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  UPDATE tasks t SET holder = h.holder, holder_name = h.holder_name, held_at = h.held_at, held_in_state = true, purpose = h.purpose, urged = h.urged
  FROM json_to_recordset(p_tasks) AS h(case_id uuid, id text, holder text, holder_name text, held_at timestamptz, purpose text, urged integer)
  WHERE t.region = p_region AND t.case_id = h.case_id AND t.id = h.id AND h.case_id = ANY (p_ids);
  RETURN QUERY SELECT unnest(p_ids);
END $$;
`;

const check = 'RETURNING holder <> done_by AS taken';
const newCheck = 'RETURNING holder <> done_by AND held_in_state IS NOT TRUE AS taken';
/** What an earlier release's claim kept away from others it still does; a deputy finishes what their colleague holds. */
const replace = (from: string, to: string) => `
DO $do$ DECLARE v text; BEGIN
  SELECT pg_get_functiondef(p.oid) INTO v FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.proname = 'lianban_commit' AND n.nspname = current_schema();
  IF position('${from}' IN v) = 0 THEN RAISE EXCEPTION 'lianban_commit has another shape'; END IF;
  EXECUTE replace(v, '${from}', '${to}');
END $do$`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(functions);
  await knex.raw(replace(check, newCheck));
  const settings = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map((name) => `SET ${name} TO off`).join(' ');
  await knex.raw(`ALTER FUNCTION lianban_commit_tasks ${settings}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(replace(newCheck, check));
  await knex.raw('DROP FUNCTION lianban_commit_tasks; DROP TABLE absences');
  await knex.raw("DELETE FROM grants WHERE role = 'operator'");
  await knex.raw(`ALTER TABLE grants DROP CONSTRAINT grants__role, DROP COLUMN posts;
    ALTER TABLE grants ADD CONSTRAINT grants_role_check CHECK (role IN ('designer', 'officer', 'admin', 'supervisor'));
    ALTER TABLE tasks DROP COLUMN held_in_state, DROP COLUMN purpose, DROP COLUMN urged;
    DROP INDEX IF EXISTS tasks__waiting, tasks__copies`);
}
