/** Turns of connections that fetch a file by themselves: leased while they run, with what came of the last one. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE import_turns
      ADD COLUMN schedule text,
      ADD COLUMN leased_by text,
      ADD COLUMN leased_until timestamptz,
      ADD COLUMN tries integer NOT NULL DEFAULT 0,
      ADD COLUMN last_at timestamptz,
      ADD COLUMN last_import uuid;
    COMMENT ON COLUMN import_turns.schedule IS 'what next_at was worked out from; another one is worked out anew';
    COMMENT ON COLUMN import_turns.tries IS 'how often this turn was begun: a worker that died leaves one more';
    COMMENT ON COLUMN import_turns.problem IS 'why the last turn fetched nothing';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE import_turns DROP COLUMN schedule, DROP COLUMN leased_by, DROP COLUMN leased_until, DROP COLUMN tries,
      DROP COLUMN last_at, DROP COLUMN last_import;
  `);
}
