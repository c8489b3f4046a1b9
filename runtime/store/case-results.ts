import type { JsonValue } from '../compile/plan.ts';
import type { CaseState } from '../engine/types.ts';
import { unpackState } from './packing.ts';
import type { Store } from './store.ts';

/** Last run of the case tests of a draft. */
export interface CaseResultRow {
  rev: number;
  hash: string;
  at: string;
  ms: number;
  report: JsonValue;
}
type Scope = { region: string; scenario: string };

export async function findCaseResults(store: Store, { region, scenario }: Scope): Promise<CaseResultRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<CaseResultRow>(
      'SELECT rev, hash, at, ms, report FROM case_results WHERE region = $1 AND scenario = $2',
      [region, scenario],
    );
    return rows[0];
  });
}

/** A run of an older draft never takes the place of a newer one. */
export async function saveCaseResults(store: Store, { region, scenario, rev, hash, at, ms, report }: Scope & CaseResultRow): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO case_results (region, scenario, rev, hash, at, ms, report) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (region, scenario) DO UPDATE SET rev = excluded.rev, hash = excluded.hash, at = excluded.at, ms = excluded.ms,
         report = excluded.report WHERE case_results.rev <= excluded.rev`,
      [region, scenario, rev, hash, at, ms, JSON.stringify(report)],
    ),
  );
}

export interface FinishedCase {
  id: string;
  caseNo: string;
  version: number;
  applicant: string;
  endedAt: string;
  state: CaseState;
}

/** The newest cases of a scenario that came to an end after they were handed in, and how many there are. */
export async function listFinishedCases(
  store: Store,
  { region, scenario, limit }: Scope & { limit: number },
): Promise<{ cases: FinishedCase[]; finished: number }> {
  const from = `FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id
    WHERE c.region = $1 AND c.scenario = $2 AND c.case_no IS NOT NULL AND c.ended_at IS NOT NULL AND c.status IN ('completed', 'refused', 'expired')`;
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<Omit<FinishedCase, 'state'> & { state: string }>(
      `SELECT c.id, c.case_no AS "caseNo", c.version, c.applicant_name AS applicant, c.ended_at AS "endedAt", d.state::text AS state ${from}
       ORDER BY c.ended_at DESC, c.id DESC LIMIT $3`,
      [region, scenario, limit],
    );
    const counted = await client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, [region, scenario]);
    return { cases: rows.map((row) => ({ ...row, state: unpackState(row.state) })), finished: counted.rows[0]!.count };
  });
}
