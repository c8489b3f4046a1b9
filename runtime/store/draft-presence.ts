import type { Store } from './store.ts';

export interface PresenceRow {
  page: string;
  name: string;
  step: string | null;
}
interface Tell {
  region: string;
  scenario: string;
  page: string;
  account: string;
  name: string;
  step?: string;
  at: string;
  /** The page is being left. */
  leaving?: boolean;
  /** Seconds after which a page that says nothing counts as left. */
  seconds: number;
}

/** Says where one page stands (or that it is left), forgets who left, and gives the other pages with the revision of the draft. */
export async function tellPresence(store: Store, tell: Tell): Promise<{ rev: number | undefined; others: PresenceRow[] }> {
  const { region, scenario, page, account, name, step, at, leaving = false, seconds } = tell;
  return store.withRegions([region], async (client) => {
    const { rows: drafts } = await client.query<{ rev: number }>('SELECT rev FROM scenario_drafts WHERE region = $1 AND scenario_id = $2', [
      region,
      scenario,
    ]);
    if (!drafts[0]) return { rev: undefined, others: [] };
    await client.query(
      `DELETE FROM draft_presence WHERE region = $1 AND scenario = $2
         AND (seen_at < $3::timestamptz - make_interval(secs => $4) OR ($5 AND page = $6))`,
      [region, scenario, at, seconds, leaving, page],
    );
    if (!leaving)
      await client.query(
        `INSERT INTO draft_presence (region, scenario, page, account, name, step, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (region, scenario, page) DO UPDATE SET step = excluded.step, seen_at = excluded.seen_at
         WHERE draft_presence.account = excluded.account`,
        [region, scenario, page, account, name, step ?? null, at],
      );
    const { rows } = await client.query<PresenceRow>(
      'SELECT page, name, step FROM draft_presence WHERE region = $1 AND scenario = $2 AND page <> $3 ORDER BY name, page LIMIT 50',
      [region, scenario, page],
    );
    return { rev: drafts[0].rev, others: rows };
  });
}
