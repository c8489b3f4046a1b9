import type { Store } from './store.ts';

export interface Rating {
  stars: number;
  words?: string;
}

/** Keeps one rating (好差评) per case; the last one counts. */
export async function upsertRating(
  store: Store,
  { region, caseId, account, at, stars, words }: Rating & { region: string; caseId: string; account: string; at: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO ratings (region, case_id, stars, words, account, at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (region, case_id) DO UPDATE SET stars = excluded.stars, words = excluded.words, at = excluded.at`,
      [region, caseId, stars, words ?? null, account, at],
    ),
  );
}

export async function findRating(store: Store, region: string, caseId: string): Promise<Rating | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ stars: number; words: string | null }>(
      'SELECT stars, words FROM ratings WHERE region = $1 AND case_id = $2',
      [region, caseId],
    );
    return rows[0] && { stars: rows[0].stars, ...(rows[0].words ? { words: rows[0].words } : {}) };
  });
}
