/**
 * Resources that published versions brought along enter the catalogue of the region, as their owners' first version: what
 * cases read today can be found, applied for and answered for. They are found by their Chinese and English words; pinyin
 * follows when the owner saves one.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    WITH known AS (
      SELECT DISTINCT ON (v.region, r.key) v.region, r.key AS id, v.published_at AS at,
        jsonb_set(r.value, '{owner}', jsonb_build_object('region', v.region, 'department', r.value #>> '{owner,department}')) AS document
      FROM versions v, jsonb_each(coalesce(v.package -> 'resources', '{}')) r
      WHERE r.value ->> 'id' = r.key AND r.value #>> '{owner,department}' IS NOT NULL
      ORDER BY v.region, r.key, v.version DESC
    ), made AS (
      INSERT INTO data_resources (owner_region, id, department, state, rev, version, document, search, edited_by_name, edited_at)
      SELECT region, id, document #>> '{owner,department}', 'published', 1, 1, document,
        lower(concat_ws(E'\\n', id, document #>> '{name,zh-CN}', document #>> '{name,en}', document #>> '{answers,zh-CN}',
          document #>> '{answers,en}',
          (SELECT string_agg(f.value #>> '{name,zh-CN}', E'\\n') FROM jsonb_each(document -> 'fields') f))),
        'system', at FROM known
      ON CONFLICT DO NOTHING RETURNING owner_region, id, version, document, edited_at
    )
    INSERT INTO data_resource_versions (owner_region, id, version, document, notes, published_by_name, published_at)
    SELECT owner_region, id, version, document, '随已发布的场景编入目录', 'system', edited_at FROM made`);
}

/** Nothing to take back: the catalogue may have gone on from here. */
export async function down(): Promise<void> {}
