/**
 * What the publisher of a template sees of each clone. A row is written by its own region and read by the publisher one
 * region at a time: no statement mixes regions.
 */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Store } from './store.ts';

export interface ReleaseOutcomeRow {
  /** Cases begun on versions made from the release, and those with an incident now. */
  cases: number;
  incidents: number;
  /** Runs of the case tests on upgrades to the release. */
  checksPassed: number;
  checksFailed: number;
}

export interface FleetRowData {
  region: string;
  scenario: string;
  originRegion: string;
  template: string;
  baseVersion: number;
  draftHash: string;
  newestVersion: number;
  drift: number;
  conflicts: number;
  blocked: { key: string; sentence: Text }[];
  upgrade: { id: string; to: number; status: string; begunAt: string; begunBy: string; changedAt: string; failedCases: Text[] } | null;
  answer: { version: number; answer: 'postponed' | 'declined'; reason: string; until: string | null; by: string; at: string } | null;
  live: { version: number; baseVersion: number | null } | null;
  running: Record<string, number>;
  outcomes: Record<string, ReleaseOutcomeRow>;
  mergeMs: number;
  at: string;
}

const columns = `region, scenario, origin_region AS "originRegion", template, base_version AS "baseVersion", draft_hash AS "draftHash",
  newest_version AS "newestVersion", drift, conflicts, blocked, upgrade, answer, live, running, outcomes, merge_ms AS "mergeMs", at`;

/** Rows of these clones as the publisher may read them. */
export async function listFleetRows(
  store: Store,
  publisher: string,
  clones: readonly { region: string; scenario: string }[],
): Promise<FleetRowData[]> {
  if (clones.length === 0) return [];
  return store.withRegions([publisher], async (client) => {
    const found: FleetRowData[] = [];
    for (const { region, scenario } of clones) {
      const { rows } = await client.query<FleetRowData>({
        name: 'fleet_rows.one',
        text: `SELECT ${columns} FROM fleet_rows WHERE region = $1 AND scenario = $2`,
        values: [region, scenario],
      });
      found.push(...rows);
    }
    return found;
  });
}

export async function findFleetRow(store: Store, region: string, scenario: string): Promise<FleetRowData | undefined> {
  return (await listFleetRows(store, region, [{ region, scenario }]))[0];
}

export async function saveFleetRow(store: Store, row: FleetRowData): Promise<void> {
  await store.withRegions([row.region], (client) =>
    client.query({
      name: 'fleet_rows.save',
      // An older look never overwrites a newer one.
      text: `INSERT INTO fleet_rows (region, scenario, origin_region, template, base_version, draft_hash, newest_version, drift, conflicts, blocked,
           upgrade, answer, live, running, outcomes, merge_ms, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (region, scenario) DO UPDATE SET origin_region = excluded.origin_region, template = excluded.template,
           base_version = excluded.base_version, draft_hash = excluded.draft_hash, newest_version = excluded.newest_version, drift = excluded.drift,
           conflicts = excluded.conflicts, blocked = excluded.blocked, upgrade = excluded.upgrade, answer = excluded.answer, live = excluded.live,
           running = excluded.running, outcomes = excluded.outcomes, merge_ms = excluded.merge_ms, at = excluded.at
         WHERE fleet_rows.at <= excluded.at`,
      values: [
        row.region,
        row.scenario,
        row.originRegion,
        row.template,
        row.baseVersion,
        row.draftHash,
        row.newestVersion,
        row.drift,
        row.conflicts,
        JSON.stringify(row.blocked),
        row.upgrade ? JSON.stringify(row.upgrade) : null,
        row.answer ? JSON.stringify(row.answer) : null,
        row.live ? JSON.stringify(row.live) : null,
        JSON.stringify(row.running),
        JSON.stringify(row.outcomes),
        Math.round(row.mergeMs),
        row.at,
      ],
    }),
  );
}

/** Versions of a scenario with the release each was made from. */
export async function listVersionBases(
  store: Store,
  region: string,
  scenario: string,
): Promise<{ version: number; baseVersion: number | null; publishedAt: string }[]> {
  return store.query({
    name: 'versions.bases',
    text: `SELECT version, (package #>> '{scenario,lineage,baseVersion}')::integer AS "baseVersion", published_at AS "publishedAt"
           FROM versions WHERE region = $1 AND scenario_id = $2 ORDER BY version DESC`,
    values: [region, scenario],
  });
}

/** Cases begun on these versions, and how many of them an incident holds up now. */
export async function countCaseOutcomes(
  store: Store,
  { region, scenario, versions }: { region: string; scenario: string; versions: readonly number[] },
): Promise<{ cases: number; incidents: number }> {
  if (versions.length === 0) return { cases: 0, incidents: 0 };
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ cases: number; incidents: number }>(
      `SELECT count(*) FILTER (WHERE c.status <> 'draft') AS cases,
         count(*) FILTER (WHERE EXISTS (SELECT FROM jobs j WHERE j.region = c.region AND j.case_id = c.id AND (j.kind = 'incident' OR j.run_at >= '9000-01-01'))) AS incidents
       FROM cases c WHERE c.region = $1 AND c.scenario = $2 AND c.version = ANY ($3::int[])`,
      [region, scenario, versions],
    );
    return rows[0]!;
  });
}
