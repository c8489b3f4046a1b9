/** Words between a clone's region and the publisher of its template, mostly on a conflict. They lie with the clone. */
import type { Store } from './store.ts';

export interface MergeCommentRow {
  id: string;
  key: string | null;
  authorRegion: string;
  by: string;
  at: string;
  words: string;
}

/** `reader`: the region that asks, the clone's or the publisher's; the database lets nobody else see a row. */
export async function listMergeComments(
  store: Store,
  { reader, region, scenario, key }: { reader: string; region: string; scenario: string; key?: string },
): Promise<MergeCommentRow[]> {
  return store.withRegions([reader], async (client) => {
    const { rows } = await client.query<MergeCommentRow>(
      `SELECT id, key, author_region AS "authorRegion", by_name AS by, at, words FROM merge_comments
       WHERE region = $1 AND scenario = $2 AND ($3::text IS NULL OR key = $3) ORDER BY id`,
      [region, scenario, key ?? null],
    );
    return rows;
  });
}

/** How many words were written on each change; under '' those on the upgrade as a whole. */
export async function countMergeComments(
  store: Store,
  { reader, region, scenario }: { reader: string; region: string; scenario: string },
): Promise<Map<string, number>> {
  return store.withRegions([reader], async (client) => {
    const { rows } = await client.query<{ key: string; count: number }>(
      `SELECT coalesce(key, '') AS key, count(*) AS count FROM merge_comments WHERE region = $1 AND scenario = $2 GROUP BY 1`,
      [region, scenario],
    );
    return new Map(rows.map(({ key, count }) => [key, count]));
  });
}

export async function insertMergeComment(
  store: Store,
  row: Omit<MergeCommentRow, 'key'> & { region: string; scenario: string; originRegion: string; template: string; key?: string },
): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query(
      `INSERT INTO merge_comments (region, id, scenario, origin_region, template, key, author_region, by_name, at, words)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [row.region, row.id, row.scenario, row.originRegion, row.template, row.key ?? null, row.authorRegion, row.by, row.at, row.words],
    ),
  );
}
