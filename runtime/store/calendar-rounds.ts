/**
 * Rounds over the running cases after a calendar changed. States of a round: open -> leased (one batch at a time) -> open
 * … -> done. A lease that runs out gives the round back with its place kept.
 */
import type { CaseKey } from './cases.ts';
import type { Store } from './store.ts';

export interface CalendarRound {
  region: string;
  id: string;
  version: number;
  status: 'open' | 'done';
  afterRegion: string;
  afterCase: string;
  /** Cases looked at; dates fixed that were provisional; dates moved; promised dates kept; cases that could not be counted. */
  looked: number;
  fixed: number;
  moved: number;
  kept: number;
  failed: number;
  doneAt: string | null;
}
export type RoundCounts = Pick<CalendarRound, 'looked' | 'fixed' | 'moved' | 'kept' | 'failed'>;

const columns = `region, id, version, status, after_region AS "afterRegion", after_case AS "afterCase", looked, fixed, moved, kept, failed,
  done_at AS "doneAt"`;

/** Takes the oldest open round for one batch; nothing when all are done or leased. */
export async function claimRound(store: Store, { owner, lease }: { owner: string; lease: number }): Promise<CalendarRound | undefined> {
  const rows = await store.query<CalendarRound>({
    name: 'calendar-rounds.claim',
    text: `WITH next AS MATERIALIZED (
             SELECT region, id, version FROM calendar_rounds WHERE status = 'open' AND leased_until <= clock_timestamp()
             ORDER BY begun_at LIMIT 1 FOR UPDATE SKIP LOCKED
           )
           UPDATE calendar_rounds r SET leased_by = $1, leased_until = clock_timestamp() + $2 * interval '1 second'
           FROM next n WHERE r.region = n.region AND r.id = n.id AND r.version = n.version
           RETURNING r.region, r.id, r.version, r.status, r.after_region AS "afterRegion", r.after_case AS "afterCase", r.looked, r.fixed,
             r.moved, r.kept, r.failed, r.done_at AS "doneAt"`,
    values: [owner, lease],
  });
  return rows[0];
}

/** The next running cases of a round, in the order of their keys. */
export async function listRoundCases(store: Store, round: CalendarRound, limit: number): Promise<CaseKey[]> {
  return store.query<CaseKey>({
    name: 'calendar-rounds.cases',
    text: 'SELECT region, id FROM lianban_find_running_cases($1, $2, $3, $4)',
    values: [round.region, round.afterRegion, round.afterCase, limit],
  });
}

/** Keeps the place and gives the round back. False when the lease had gone to somebody else, who then does the batch again. */
export async function advanceRound(
  store: Store,
  round: CalendarRound,
  { owner, last, counts, done }: { owner: string; last: CaseKey | undefined; counts: RoundCounts; done: boolean },
): Promise<boolean> {
  const rows = await store.query<{ version: number }>({
    name: 'calendar-rounds.advance',
    text: `UPDATE calendar_rounds SET after_region = $5, after_case = $6, looked = looked + $7, fixed = fixed + $8, moved = moved + $9,
             kept = kept + $10, failed = failed + $11, status = CASE WHEN $12 THEN 'done' ELSE 'open' END,
             done_at = CASE WHEN $12 THEN clock_timestamp() END, leased_by = NULL, leased_until = clock_timestamp()
           WHERE region = $1 AND id = $2 AND version = $3 AND leased_by = $4 AND status = 'open' RETURNING version`,
    values: [
      round.region,
      round.id,
      round.version,
      owner,
      last?.region ?? round.afterRegion,
      last?.id ?? round.afterCase,
      counts.looked,
      counts.fixed,
      counts.moved,
      counts.kept,
      counts.failed,
      done,
    ],
  });
  return rows.length > 0;
}

/** How far the latest round of a calendar has come. */
export async function findRound(store: Store, region: string, id: string): Promise<CalendarRound | undefined> {
  const rows = await store.query<CalendarRound>({
    name: 'calendar-rounds.find',
    text: `SELECT ${columns} FROM calendar_rounds WHERE region = $1 AND id = $2 ORDER BY version DESC LIMIT 1`,
    values: [region, id],
  });
  return rows[0];
}
