/**
 * Answers of owners that nobody may use any more lose what they say about a person: values, keys and remarks. That it was
 * asked, by whom and when it was answered stays.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX assists__forget ON assists (done_at) WHERE status <> 'open' AND question ->> 'forgotten' IS NULL;
    CREATE FUNCTION lianban_forget_answers(p_before date, p_limit integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      WITH old AS (
        SELECT region, case_id, id FROM assists
        WHERE status <> 'open' AND question ->> 'forgotten' IS NULL AND greatest(done_at::date, valid_to) < p_before ORDER BY done_at LIMIT p_limit
      ), gone AS (
        UPDATE assists a SET answer = NULL, words = NULL, question = (a.question::jsonb || '{"keys": [], "forgotten": true}')::json
        FROM old WHERE a.region = old.region AND a.case_id = old.case_id AND a.id = old.id RETURNING 1
      ) SELECT count(*)::integer FROM gone
    $$;
    REVOKE ALL ON FUNCTION lianban_forget_answers FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION lianban_forget_answers TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION lianban_forget_answers; DROP INDEX assists__forget');
}
