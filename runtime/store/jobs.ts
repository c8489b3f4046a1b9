import type { Effect } from '../engine/types.ts';
import type { TimerStartJob } from './events.ts';
import type { Store } from './store.ts';

/** Longest time a job stays with a worker that no longer answers. */
export const leaseSeconds = 15;

export interface Job {
  region: string;
  caseId: string;
  id: string;
  kind: string;
  /** Idempotency key for the outside world. */
  key: string;
  /** 1 at the first attempt. */
  attempts: number;
  /** What it performs: an effect of its case, or a delivery or start that belongs to no case. */
  effect: Effect | { id: string; type: 'deliver' } | TimerStartJob | AssistAnswerJob | DisputeAnswerJob;
}

/** An answer to a question that the case has not taken in so far. */
export interface AssistAnswerJob {
  id: string;
  type: 'assistAnswer';
  assist: string;
}
/** What the owner of data said to a report, on its way into the case. */
export interface DisputeAnswerJob {
  id: string;
  type: 'disputeAnswer';
  report: string;
}

interface JobRecord {
  case_id: string;
  id: string;
  kind: string;
  key: string;
  attempts: number;
  payload: string;
}

/** Takes due jobs of one region for one worker; each comes back by itself when its lease ends. */
export async function claimDueJobs(
  store: Store,
  { region, workerId, limit, lease = leaseSeconds }: { region: string; workerId: string; limit: number; lease?: number },
): Promise<Job[]> {
  const rows = await store.query<JobRecord>({
    name: 'claim-jobs',
    text: 'SELECT * FROM lianban_claim_jobs($1, $2, $3, $4)',
    values: [region, workerId, limit, lease],
  });
  return rows.map((row) => ({
    region,
    caseId: row.case_id,
    id: row.id,
    kind: row.kind,
    key: row.key,
    attempts: row.attempts,
    effect: JSON.parse(row.payload) as Job['effect'],
  }));
}

/** Regions that have jobs, with the time of their next one. */
export async function listJobRegions(store: Store): Promise<{ region: string; next_at: string }[]> {
  return store.query({ name: 'job-regions', text: 'SELECT region, next_at FROM lianban_find_job_regions()' });
}

type JobKey = Pick<Job, 'region' | 'caseId' | 'id'>;

/** Heartbeat: keeps jobs of one region with this worker; answers how many it still holds. */
export async function extendLeases(
  store: Store,
  region: string,
  jobs: readonly JobKey[],
  workerId: string,
  lease = leaseSeconds,
): Promise<number> {
  return store.withRegions([region], async (client) => {
    const { rowCount } = await client.query(
      `UPDATE jobs j SET run_at = clock_timestamp() + $4 * interval '1 second' FROM unnest($2::uuid[], $3::text[]) AS held(case_id, id)
       WHERE j.region = $1 AND j.case_id = held.case_id AND j.id = held.id AND j.locked_by = $5`,
      [region, jobs.map((job) => job.caseId), jobs.map((job) => job.id), lease, workerId],
    );
    return rowCount ?? 0;
  });
}

/** Gives a job back to be tried again later. */
export async function retryJobLater(store: Store, job: JobKey, { delayMs, problem }: { delayMs: number; problem: string }): Promise<void> {
  await store.withRegions([job.region], (client) =>
    client.query(
      `UPDATE jobs SET run_at = clock_timestamp() + $4 * interval '1 millisecond', locked_by = NULL, problem = $5
       WHERE region = $1 AND case_id = $2 AND id = $3`,
      [job.region, job.caseId, job.id, delayMs, problem.slice(0, 200)],
    ),
  );
}

/** Sets a job down for later because there is nothing to do yet: no attempt of it failed. */
export async function postponeJob(store: Store, job: JobKey, delayMs: number, { tried = 0 }: { tried?: number } = {}): Promise<void> {
  await store.withRegions([job.region], (client) =>
    client.query(
      `UPDATE jobs SET run_at = clock_timestamp() + $4 * interval '1 millisecond', locked_by = NULL, problem = NULL, attempts = $5
       WHERE region = $1 AND case_id = $2 AND id = $3`,
      [job.region, job.caseId, job.id, delayMs, tried],
    ),
  );
}

/** Forgets jobs whose case no longer waits for them. */
export async function deleteJobs(store: Store, region: string, jobs: readonly JobKey[]): Promise<void> {
  await store.withRegions([region], (client) =>
    client.query(
      `DELETE FROM jobs j USING unnest($2::uuid[], $3::text[]) AS done(case_id, id)
       WHERE j.region = $1 AND j.case_id = done.case_id AND j.id = done.id`,
      [region, jobs.map((job) => job.caseId), jobs.map((job) => job.id)],
    ),
  );
}

/** Jobs that wait in a region, for metrics and tests. */
export async function countJobs(store: Store, region: string): Promise<number> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*) AS count FROM jobs WHERE region = $1', [region]);
    return rows[0]!.count;
  });
}
