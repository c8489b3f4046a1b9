/** One race: two deeds at the same moment through two processes, then what the database holds is looked at. */

import type { CaseState, JournalEntry } from '../../engine/types.ts';
import { waitsOf } from '../../engine/waits.ts';
import { CodedError } from '../../services/errors.ts';
import { listJournal, verifyJournal } from '../../store/journal.ts';
import { region, type Site, stateOf } from './site.ts';

export type Side = 'first' | 'second';
export interface Outcome {
  ok: boolean;
  value?: unknown;
  /** Code of the refusal. */
  code?: string;
}
export interface After {
  state: CaseState;
  journal: JournalEntry[];
  first: Outcome;
  second: Outcome;
  /** Is the line of the history there, and how often? */
  told(code: string): number;
}
export interface Contest {
  id: string;
  first: () => Promise<unknown>;
  second: () => Promise<unknown>;
  /** Who won, or what is wrong. */
  judge(after: After): Side | string;
}
export interface Race {
  name: string;
  /** Makes a case that stands where the two meet. */
  prepare(site: Site): Promise<Contest>;
}
export interface RaceTally {
  name: string;
  runs: number;
  first: number;
  second: number;
  problems: string[];
}

async function outcomeOf(deed: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { ok: true, value: await deed() };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.status >= 500) throw error;
    return { ok: false, code: error.code };
  }
}

/** Runs a race once; the answer is the winner or what is wrong. `ahead`: milliseconds the first one is held back, below 0 the second. */
export async function runRace(site: Site, race: Race, ahead: number): Promise<Side | string> {
  const contest = await race.prepare(site);
  const pause = (ms: number) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);
  const start = async (side: Side): Promise<Outcome> => {
    await pause(side === 'first' ? ahead : -ahead);
    return outcomeOf(contest[side]);
  };
  const [one, other] = await Promise.all([start('first'), start('second')]);
  const state = await stateOf(site, contest.id);
  const journal = await listJournal(site.a.store, region, contest.id);
  const told = (code: string) => journal.filter((entry) => entry.code === code).length;
  const problem = await inconsistency(site, contest.id, state, journal);
  return problem ?? contest.judge({ state, journal, first: one, second: other, told });
}

/** What must be true after any race: state, rows, jobs and history say the same. */
async function inconsistency({ a }: Site, id: string, state: CaseState, journal: JournalEntry[]): Promise<string | undefined> {
  const gap = journal.findIndex((entry, index) => entry.seq !== index + 1);
  if (gap >= 0) return `line ${gap + 1} of the history has number ${journal[gap]!.seq}`;
  const chain = await verifyJournal(a.store, region, id);
  if (!chain.ok) return `the chain of the history is broken: ${JSON.stringify(chain)}`;
  const waits = Map.groupBy(waitsOf(state), ({ token }) => token);
  for (const token of Object.values(state.tokens))
    if (token.status !== 'waiting' || waits.get(token.id)?.length !== 1)
      return `${token.id} at ${token.node} has ${waits.get(token.id)?.length ?? 0} reasons to wait`;
  const rows = await a.store.withRegions([region], async (client) => ({
    tasks: (
      await client.query<{ id: string; status: string }>('SELECT id, status FROM tasks WHERE region = $1 AND case_id = $2', [region, id])
    ).rows,
    jobs: (await client.query<{ id: string; kind: string }>('SELECT id, kind FROM jobs WHERE region = $1 AND case_id = $2', [region, id]))
      .rows,
  }));
  const statuses = new Map(rows.tasks.map((row) => [row.id, row.status]));
  for (const task of Object.values(state.tasks))
    if (task.kind === 'desk' && statuses.get(task.id) !== task.status)
      return `${task.id} is ${task.status} in the case and ${statuses.get(task.id)} in its row`;
  const timers = rows.jobs
    .filter(({ kind }) => kind === 'timer')
    .map(({ id: job }) => job)
    .sort();
  const wanted = Object.keys(state.timers).sort();
  return timers.join() === wanted.join() ? undefined : `timers ${wanted.join()} are waited for and ${timers.join()} are ordered`;
}

/** Exactly one of two was accepted, the other refused. */
export function exclusive({ first, second }: Pick<After, 'first' | 'second'>): Side | string {
  if (first.ok && second.ok) return 'both were accepted';
  if (!first.ok && !second.ok) return `both were refused: ${first.code}, ${second.code}`;
  return first.ok ? 'first' : 'second';
}

/** Milliseconds one side is held back at most, and by how much that changes after a run: more while one keeps winning. */
const MOST_AHEAD = 400;
const STEP_MS = 0.5;

/** Runs a race so many times, a few at once. */
export async function runRaces(
  site: Site,
  race: Race,
  runs: number,
  { lanes = 4, stop }: { lanes?: number; stop?: AbortSignal } = {},
): Promise<RaceTally> {
  const tally: RaceTally = { name: race.name, runs: 0, first: 0, second: 0, problems: [] };
  let next = 0;
  // Whoever won is held back a little longer the next time: the two meet where either may win.
  let ahead = 0;
  let winner: Side | undefined;
  let streak = 0;
  const lane = async () => {
    for (let number = next++; number < runs && !stop?.aborted; number = next++) {
      const result = await runRace(site, race, ahead);
      tally.runs += 1;
      if (result === 'first' || result === 'second') {
        tally[result] += 1;
        streak = result === winner ? Math.min(streak + 1, 20) : 0;
        winner = result;
        const step = STEP_MS * 1.4 ** streak;
        ahead = Math.max(-MOST_AHEAD, Math.min(MOST_AHEAD, ahead + (result === 'first' ? step : -step)));
      } else tally.problems.push(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally;
}
