/**
 * Incidents are listed as jobs that no worker runs; a partial index finds them. Cases that already have incidents get their
 * rows: releases before kept them in the state only.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX jobs__incidents ON jobs (region, case_id) WHERE kind = 'incident' OR run_at >= '9000-01-01T00:00:00Z';
    INSERT INTO jobs (region, case_id, id, kind, key, run_at, payload)
    SELECT d.region, d.id, i.key, 'incident', d.id || ':' || i.key, '9999-12-31T00:00:00Z',
      json_build_object('id', i.key, 'type', 'incident', 'node', i.value ->> 'node', 'code', i.value ->> 'code', 'at', i.value ->> 'at', 'tries', 0)
    FROM case_data d JOIN cases c ON c.region = d.region AND c.id = d.id, json_each(d.state -> 'incidents') i
    WHERE c.status IN ('draft', 'running')
    ON CONFLICT DO NOTHING;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DROP INDEX jobs__incidents; DELETE FROM jobs WHERE kind = 'incident'");
}
