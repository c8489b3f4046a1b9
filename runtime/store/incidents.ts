/** What waits for an operator: incidents of cases, and jobs that were set aside because they failed every time. */
import type { Store } from './store.ts';

/** No worker comes by then: the row waits for a person. */
export const never = '9999-12-31T00:00:00.000Z';
const farOff = '9000-01-01T00:00:00.000Z';

export interface IncidentRow {
  region: string;
  case_id: string;
  id: string;
  /** `incident`, or the kind of the job that was set aside. */
  kind: string;
  payload: { node?: string; code?: string; at?: string; tries?: number };
  run_at: string;
  attempts: number;
  problem: string | null;
  case_no: string | null;
  scenario: string;
  hash: string;
  version: number;
}

export interface IncidentQuery {
  regions: readonly string[];
  scenario?: string;
  limit: number;
  offset?: number;
}

const columns = `j.region, j.case_id, j.id, j.kind, j.payload, j.run_at, j.attempts, j.problem, c.case_no, c.scenario, c.hash, c.version`;
/** Incidents that a worker still tries by itself have a time; they are listed, too. */
const wanted = `(j.run_at >= '${farOff}' OR j.kind = 'incident')`;

/** Oldest first: who waits longest is helped first. */
export async function listIncidents(
  store: Store,
  { regions, scenario, limit, offset = 0 }: IncidentQuery,
): Promise<{ rows: IncidentRow[]; total: number }> {
  if (regions.length === 0) return { rows: [], total: 0 };
  const from = `FROM jobs j JOIN cases c ON c.region = j.region AND c.id = j.case_id
    WHERE j.region = ANY ($1) AND ${wanted} AND ($2::text IS NULL OR c.scenario = $2)`;
  return store.withRegions(regions, async (client) => {
    const { rows } = await client.query<IncidentRow>(`SELECT ${columns} ${from} ORDER BY j.case_id, j.id LIMIT $3 OFFSET $4`, [
      regions,
      scenario ?? null,
      limit,
      offset,
    ]);
    const total = await client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, [regions, scenario ?? null]);
    return { rows, total: total.rows[0]!.count };
  });
}

export async function findIncident(
  store: Store,
  { region, caseId, id }: { region: string; caseId: string; id: string },
): Promise<IncidentRow | undefined> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<IncidentRow>(
      `SELECT ${columns} FROM jobs j JOIN cases c ON c.region = j.region AND c.id = j.case_id
       WHERE j.region = $1 AND j.case_id = $2 AND j.id = $3 AND ${wanted}`,
      [region, caseId, id],
    );
    return rows[0];
  });
}

type JobKey = { region: string; caseId: string; id: string };

/** Sets a job aside that failed every time: it holds up nobody else and waits for an operator. */
export async function parkJob(store: Store, { region, caseId, id }: JobKey, problem: string): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query('UPDATE jobs SET run_at = $4, locked_by = NULL, problem = $5 WHERE region = $1 AND case_id = $2 AND id = $3', [
      region,
      caseId,
      id,
      never,
      problem.slice(0, 200),
    ]),
  );
}

/** A job that was set aside runs again, with all its attempts. False when it is not set aside. */
export async function unparkJob(store: Store, { region, caseId, id }: JobKey): Promise<boolean> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE jobs SET run_at = clock_timestamp(), attempts = 0, locked_by = NULL
       WHERE region = $1 AND case_id = $2 AND id = $3 AND kind <> 'incident' AND run_at >= '${farOff}'`,
      [region, caseId, id],
    );
    return rowCount === 1;
  });
}
