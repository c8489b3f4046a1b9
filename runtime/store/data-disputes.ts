/** How often values of a resource were contested. */
import type { Store } from './store.ts';

/** By `region resource`: reports the owner has not settled yet, and settled ones. */
export async function countDisputes(store: Store, keys: string[]): Promise<Map<string, { open: number; closed: number }>> {
  if (keys.length === 0) return new Map();
  const regions = [...new Set(keys.map((key) => key.slice(0, 6)))];
  const rows = await store.withRegions(regions, async (client) => {
    const found = await client.query<{ key: string; open: number; closed: number }>(
      `SELECT owner_region || ' ' || resource AS key, count(*) FILTER (WHERE status = 'open') AS open,
         count(*) FILTER (WHERE status <> 'open') AS closed
       FROM quality_reports WHERE owner_region || ' ' || resource = ANY($1::text[]) GROUP BY 1`,
      [keys],
    );
    return found.rows;
  });
  return new Map(rows.map(({ key, open, closed }) => [key, { open, closed }]));
}
