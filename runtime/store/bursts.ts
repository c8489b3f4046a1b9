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
/** What one burst adds to the history. */
export interface JournalRow {
  /** Number of the first entry. */
  seq: number;
  /** Instant of the first entry. */
  at: string;
  hash: string;
  /** The entries as JSON text: exactly what the hash was taken over. */
  entries: string;
}

/** What one burst begins and stops listening to outside itself, and the messages it took. */
export interface BurstEvents {
  added: { id: string; kind: 'message' | 'signal'; name: string; key: string | null; node: string; since: string }[];
  dropped: string[];
  /** Refused as a whole (`LB002`) when somebody else has taken one of them. */
  taken: { id: string; status: 'delivered' | 'started' }[];
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
  /** Undefined when nothing is noted. */
  journal: JournalRow | undefined;
  /** Absent in nearly all bursts; the statement is then the plain one. */
  events?: BurstEvents;
  /** Who holds a task, where that changed; as rare. */
  holders?: HolderRow[];
}

/** What lists show of a task besides its row: who has it, what for, and how often it was urged. */
export interface HolderRow {
  id: string;
  holder: string | null;
  holder_name: string | null;
  held_at: string | null;
  purpose: string | null;
  urged: number;
}

const commitText = 'SELECT lianban_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS id';
/** With events, the same statement and its second half in one; `$14` are the events. */
const commitEventsText = `SELECT lianban_commit_events($1, $14, ARRAY(${commitText})) AS id`;
/** With holders of tasks, the same again around either; their parameter is the last. */
const withHolders = (text: string, last: number) => `SELECT lianban_commit_tasks($1, $${last}, ARRAY(${text})) AS id`;
const separator = '\u001e';

/** Commits bursts of one region in one statement and one round trip; answers the ids that were committed. */
export async function commitBursts(pool: Pick<pg.Pool, 'query'>, region: string, bursts: readonly Burst[]): Promise<ReadonlySet<string>> {
  try {
    const events = eventsOf(bursts);
    const holders = withCase(bursts, (burst) => burst.holders ?? []);
    const text = events ? commitEventsText : commitText;
    const { rows } = await pool.query<{ id: string }>({
      name: `commit-bursts${events ? '-events' : ''}${holders ? '-holders' : ''}`,
      text: holders ? withHolders(text, events ? 15 : 14) : text,
      values: [
        region,
        casesOf(bursts, (burst) => burst.rev === 0),
        casesOf(bursts, (burst) => burst.rev > 0),
        bursts.map((burst) => burst.id).join(separator),
        bursts.map((burst) => burst.state).join(separator),
        withCase(bursts, (burst) => burst.tasks),
        withCase(bursts, (burst) => burst.clocks),
        withCase(bursts, (burst) => burst.jobs),
        withCase(bursts, (burst) => burst.doneJobs.map((id) => ({ id }))),
        ...journalOf(bursts),
        ...(events ? [events] : []),
        ...(holders ? [holders] : []),
      ],
    });
    return new Set(rows.map((row) => row.id));
  } catch (error) {
    throw asUnavailable(error);
  }
}

function eventsOf(bursts: readonly Burst[]): string | undefined {
  if (!bursts.some((burst) => burst.events)) return undefined;
  const rows = (of: (events: BurstEvents) => object[]) =>
    bursts.flatMap(({ id, events }) => (events ? of(events).map((row) => ({ case_id: id, ...row })) : []));
  return JSON.stringify({
    added: rows(({ added }) => added),
    dropped: rows(({ dropped }) => dropped.map((one) => ({ id: one }))),
    taken: rows(({ taken }) => taken),
  });
}

function withCase(bursts: readonly Burst[], rowsOf: (burst: Burst) => object[]): string | null {
  const rows: string[] = [];
  for (const burst of bursts) {
    const key = `{"case_id":${JSON.stringify(burst.id)}`;
    for (const row of rowsOf(burst)) rows.push(rowText(key, row));
  }
  return rows.length === 0 ? null : `[${rows.join(',')}]`;
}

/**
 * A column left out is null: half of a new task's columns are, and PostgreSQL reads every name. The text is put together
 * here: copying each row without its nulls first took three times as long.
 */
function rowText(key: string, row: object): string {
  let text = key;
  for (const name in row) {
    const value = (row as Record<string, unknown>)[name];
    if (value !== null && value !== undefined) text += `,"${name}":${JSON.stringify(value)}`;
  }
  return `${text}}`;
}

function casesOf(bursts: readonly Burst[], which: (burst: Burst) => boolean): string | null {
  const rows: string[] = [];
  for (const burst of bursts) if (which(burst)) rows.push(rowText(`{"id":${JSON.stringify(burst.id)},"rev":${burst.rev}`, burst.row));
  return rows.length === 0 ? null : `[${rows.join(',')}]`;
}

/** In the order of the ids; a burst without entries leaves its place empty. */
function journalOf(bursts: readonly Burst[]): [seqs: string, ats: string, hashes: string, entries: string] {
  const column = (value: (row: JournalRow) => string | number) =>
    bursts.map(({ journal }) => (journal ? value(journal) : '')).join(separator);
  return [column((row) => row.seq), column((row) => row.at), column((row) => row.hash), column((row) => row.entries)];
}
