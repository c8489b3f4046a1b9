/** Rows of data resources that came from files. One set of a resource is live; a reader never sees half of another. */
import type { JsonValue } from '../compile/plan.ts';
import type { Store } from './store.ts';

/** The live records of a key, at most `limit`. */
export async function findDataRows(
  store: Store,
  { region, resource, key, limit }: { region: string; resource: string; key: string; limit: number },
): Promise<JsonValue[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ record: JsonValue }>({
      name: 'data_rows.find',
      text: `SELECT r.record FROM data_sets s JOIN data_rows r ON r.region = s.region AND r.set_id = s.id
             WHERE s.region = $1 AND s.resource = $2 AND s.status = 'live' AND r.key = $3 ORDER BY r.n LIMIT $4`,
      values: [region, resource, key, limit],
    });
    return rows.map(({ record }) => record);
  });
}

export interface LiveSet {
  id: string;
  rows: number;
  at: string;
}

/** What of a resource is live, and since when. */
export async function findLiveSet(store: Store, region: string, resource: string): Promise<LiveSet | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<LiveSet>({
      name: 'data_sets.live',
      text: "SELECT id, rows, at FROM data_sets WHERE region = $1 AND resource = $2 AND status = 'live'",
      values: [region, resource],
    });
    return rows[0];
  });
}
