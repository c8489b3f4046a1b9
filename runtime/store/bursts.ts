import type pg from 'pg';
import { asUnavailable } from './problems.ts';

/** The row of `cases` as one burst leaves it. */
export interface CaseRow {
  status: string;
  scenario: string;
  version: number;
  hash: string;
  case_no: string | null;
  start_key: string | null;
  account: string;
  applicant_name: string;
  started_at: string;
  submitted_at: string | null;
  ended_at: string | null;
  expires_at: string | null;
  saved_at: string;
  /** Hash of the last journal entry. */
  chain: string;
}
export interface TaskRow {
  id: string;
  kind: string;
  status: string;
  node: string;
  department: string | null;
  role: string | null;
  party_key: string | null;
  opened_at: string;
  due: string | null;
  done_at: string | null;
  done_by: string | null;
  done_name: string | null;
  decision: string | null;
}
export interface ClockRow {
  id: string;
  status: string;
  due: string | null;
  provisional_year: number | null;
  started_at: string;
  ended_at: string | null;
}
export interface JobRow {
  id: string;
  kind: string;
  key: string;
  /** ISO instant; null: now, or after the lease of the process that performs it itself. */
  run_at: string | null;
  lease_seconds: number | null;
  locked_by: string | null;
  payload: unknown;
}
export interface JournalRow {
  seq: number;
  hash: string;
  /** The entry as JSON text: exactly what the hash was taken over. */
  entry: string;
}

/** Everything one burst writes. It is committed whole or not at all. */
export interface Burst {
  /** Case id. */
  id: string;
  /** Revision the burst was computed from; 0 for a new case. */
  rev: number;
  row: CaseRow;
  /** State as JSON text. */
  state: string;
  tasks: TaskRow[];
  clocks: ClockRow[];
  jobs: JobRow[];
  /** Jobs whose answer this burst took in, and timers it cancelled. */
  doneJobs: string[];
  journal: JournalRow[];
}

const commitText = 'SELECT lianban_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS id';
const separator = '\u001e';

/** Commits bursts of one region in one statement and one round trip; answers the ids that were committed. */
export async function commitBursts(pool: pg.Pool, region: string, bursts: readonly Burst[]): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query<{ id: string }>({
      name: 'commit-bursts',
      text: commitText,
      values: [
        region,
        `[${bursts.map((burst) => JSON.stringify({ id: burst.id, rev: burst.rev, ...burst.row })).join(',')}]`,
        bursts.map((burst) => burst.id).join(separator),
        bursts.map((burst) => burst.state).join(separator),
        withCase(bursts, (burst) => burst.tasks),
        withCase(bursts, (burst) => burst.clocks),
        withCase(bursts, (burst) => burst.jobs),
        withCase(bursts, (burst) => burst.doneJobs.map((id) => ({ id }))),
        ...journalOf(bursts),
      ],
    });
    return new Set(rows.map((row) => row.id));
  } catch (error) {
    throw asUnavailable(error);
  }
}

function withCase(bursts: readonly Burst[], rowsOf: (burst: Burst) => object[]): string | null {
  const rows: string[] = [];
  for (const burst of bursts) for (const row of rowsOf(burst)) rows.push(JSON.stringify({ case_id: burst.id, ...row }));
  return rows.length === 0 ? null : `[${rows.join(',')}]`;
}

function journalOf(bursts: readonly Burst[]): [cases: string, seqs: string, hashes: string, entries: string] {
  const cases: string[] = [];
  const seqs: number[] = [];
  const hashes: string[] = [];
  const entries: string[] = [];
  for (const burst of bursts) {
    for (const row of burst.journal) {
      cases.push(burst.id);
      seqs.push(row.seq);
      hashes.push(row.hash);
      entries.push(row.entry);
    }
  }
  return [cases.join(separator), seqs.join(separator), hashes.join(separator), entries.join(separator)];
}
