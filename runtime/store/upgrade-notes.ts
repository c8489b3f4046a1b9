/** What a region notes beside its upgrades: remembered choices, reasons for staying different, releases put off. */
import type { Store } from './store.ts';

export interface RememberedRow {
  key: string;
  take: 'ours' | 'theirs' | 'both';
  at: string;
  by: string;
}

type Scope = { region: string; scenario: string };
type Said = { at: string; by: string };

export async function listRemembered(store: Store, { region, scenario }: Scope): Promise<RememberedRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<RememberedRow>(
      'SELECT key, take, at, by_name AS by FROM remembered_choices WHERE region = $1 AND scenario = $2 ORDER BY at, key',
      [region, scenario],
    );
    return rows;
  });
}

/** Without `take` it is forgotten. */
export async function saveRemembered(
  store: Store,
  { region, scenario, key, take, at, by }: Scope & Said & { key: string; take?: RememberedRow['take'] },
): Promise<void> {
  await store.withRegions([region], (client) =>
    take === undefined
      ? client.query('DELETE FROM remembered_choices WHERE region = $1 AND scenario = $2 AND key = $3', [region, scenario, key])
      : client.query(
          `INSERT INTO remembered_choices (region, scenario, key, take, at, by_name) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (region, scenario, key) DO UPDATE SET take = excluded.take, at = excluded.at, by_name = excluded.by_name`,
          [region, scenario, key, take, at, by],
        ),
  );
}

export interface DriftReasonRow {
  key: string;
  reason: string;
  valueHash: string;
  at: string;
  by: string;
}

export async function listDriftReasons(store: Store, { region, scenario }: Scope): Promise<DriftReasonRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<DriftReasonRow>(
      `SELECT key, reason, value_hash AS "valueHash", at, by_name AS by FROM drift_reasons WHERE region = $1 AND scenario = $2`,
      [region, scenario],
    );
    return rows;
  });
}

/** Without `reason` it is taken away. */
export async function saveDriftReason(
  store: Store,
  { region, scenario, key, reason, valueHash, at, by }: Scope & Said & { key: string; reason?: string; valueHash: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    reason === undefined
      ? client.query('DELETE FROM drift_reasons WHERE region = $1 AND scenario = $2 AND key = $3', [region, scenario, key])
      : client.query(
          `INSERT INTO drift_reasons (region, scenario, key, reason, value_hash, at, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (region, scenario, key) DO UPDATE SET reason = excluded.reason, value_hash = excluded.value_hash, at = excluded.at,
             by_name = excluded.by_name`,
          [region, scenario, key, reason, valueHash, at, by],
        ),
  );
}

export interface ReleaseAnswerRow {
  version: number;
  answer: 'postponed' | 'declined';
  reason: string;
  until: string | null;
  at: string;
  by: string;
}

export async function listReleaseAnswers(store: Store, { region, scenario }: Scope): Promise<ReleaseAnswerRow[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ReleaseAnswerRow>(
      'SELECT version, answer, reason, until, at, by_name AS by FROM release_answers WHERE region = $1 AND scenario = $2 ORDER BY version DESC',
      [region, scenario],
    );
    return rows;
  });
}

export async function saveReleaseAnswer(
  store: Store,
  { region, scenario, version, answer, reason, until, at, by }: Scope & Omit<ReleaseAnswerRow, 'until'> & { until?: string },
): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO release_answers (region, scenario, version, answer, reason, until, at, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (region, scenario, version) DO UPDATE SET answer = excluded.answer, reason = excluded.reason, until = excluded.until,
         at = excluded.at, by_name = excluded.by_name`,
      [region, scenario, version, answer, reason, until ?? null, at, by],
    ),
  );
}
