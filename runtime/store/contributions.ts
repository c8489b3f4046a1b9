/** Who a publisher took what from. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export interface ContributionRow {
  proposal: string;
  key: string;
  fromRegion: string;
  fromName: string;
  title: string;
  sentence: Text;
  at: string;
}

/** Oldest first. */
export async function listContributions(store: Store, region: string, template: string): Promise<ContributionRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ContributionRow>(
      `SELECT proposal, key, from_region AS "fromRegion", from_name AS "fromName", title, sentence, at FROM template_contributions
       WHERE region = $1 AND template = $2 ORDER BY at, key`,
      [region, template],
    );
    return rows;
  });
}

/** Taken twice, it is kept once. */
export async function insertContribution(store: Store, row: ContributionRow & { region: string; template: string }): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query(
      `INSERT INTO template_contributions (region, template, proposal, key, from_region, from_name, title, sentence, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [row.region, row.template, row.proposal, row.key, row.fromRegion, row.fromName, row.title, JSON.stringify(row.sentence), row.at],
    ),
  );
}
