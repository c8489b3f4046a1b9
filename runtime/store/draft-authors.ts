/** Who last changed which part of a draft, by the stable address of the change. */
import type { Store } from './store.ts';

export interface DraftAuthor {
  key: string;
  byName: string;
  at: string;
}

export async function listDraftAuthors(store: Store, region: string, scenarioId: string): Promise<DraftAuthor[]> {
  return store.query<DraftAuthor>({
    name: 'draft_authors.list',
    text: 'SELECT key, by_name AS "byName", at FROM draft_authors WHERE region = $1 AND scenario_id = $2',
    values: [region, scenarioId],
  });
}

/** The last one counts. */
export async function saveDraftAuthors(
  store: Store,
  { region, scenarioId, keys, byName, at }: { region: string; scenarioId: string; keys: string[]; byName: string; at: string },
): Promise<void> {
  if (keys.length === 0) return;
  await store.query({
    name: 'draft_authors.save',
    text: `INSERT INTO draft_authors (region, scenario_id, key, by_name, at) SELECT $1, $2, key, $4, $5 FROM unnest($3::text[]) AS key
           ON CONFLICT ON CONSTRAINT draft_authors__region_scenario_id_key DO UPDATE SET by_name = excluded.by_name, at = excluded.at`,
    values: [region, scenarioId, keys, byName, at],
  });
}
