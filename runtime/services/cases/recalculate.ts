/** Brings a changed calendar to the running cases, batch by batch; any worker goes on where another stopped. */
import { randomUUID } from 'node:crypto';
import { advanceRound, type CalendarRound, claimRound, listRoundCases, type RoundCounts } from '../../store/calendar-rounds.ts';
import type { CaseKey } from '../../store/cases.ts';
import { UnavailableError } from '../errors.ts';
import { systemActor } from '../run-burst.ts';
import type { CaseParts } from './parts.ts';

export interface RoundOptions {
  /** Cases of one batch; a batch must end within its lease. Default 100. */
  batch?: number;
  /** Seconds a batch may take before another worker may take the round. Default 60. */
  lease?: number;
}

const nothing: RoundCounts = { looked: 0, fixed: 0, moved: 0, kept: 0, failed: 0 };
/** Cases counted side by side: few, because people work meanwhile. */
const sideBySide = 4;

/**
 * Does one batch of the oldest open round; false when there is none. Counting a case again that was counted changes nothing,
 * so a batch that dies half-way is done again from its first case.
 */
export function createCalendarRounds(parts: CaseParts) {
  return async function runBatch({ batch = 100, lease = 60 }: RoundOptions = {}): Promise<boolean> {
    const owner = randomUUID();
    const round = await claimRound(parts.store, { owner, lease });
    if (!round) return false;
    // Kept for seconds only, but the round must not count by the calendar before.
    parts.plans.forgetCalendars();
    const keys = await listRoundCases(parts.store, round, batch);
    const counts = { ...nothing };
    for (let index = 0; index < keys.length; index += sideBySide) {
      const results = await Promise.all(keys.slice(index, index + sideBySide).map((key) => recount(parts, round, key)));
      for (const result of results) for (const name of Object.keys(nothing) as (keyof RoundCounts)[]) counts[name] += result[name];
    }
    await advanceRound(parts.store, round, { owner, last: keys.at(-1), counts, done: keys.length < batch });
    return true;
  };
}

/** One case that cannot be counted holds nobody up; it is logged, counted, and counts anew with its next command. */
async function recount(parts: CaseParts, round: CalendarRound, { region, id }: CaseKey): Promise<RoundCounts> {
  try {
    const { journal } = await parts.runBurst({
      region,
      caseId: id,
      commandsFor: ({ state }) => [
        {
          id: `calendar:${round.region}/${round.version}@${state.counters.journal}`,
          at: parts.clock(),
          actor: systemActor,
          type: 'recalculate',
        },
      ],
    });
    const changes = journal.filter((entry) => entry.code === 'clock.due_changed');
    const fixed = changes.filter((entry) => entry.data?.before === null).length;
    const kept = journal.filter((entry) => entry.code === 'clock.promise_kept').length;
    return { looked: 1, fixed, moved: changes.length - fixed, kept, failed: 0 };
  } catch (error) {
    // The database is away: the batch is not done, the lease brings it back.
    if (error instanceof UnavailableError) throw error;
    parts.logger.error({ error, caseId: id }, 'a case could not be counted by the new calendar');
    return { ...nothing, looked: 1, failed: 1 };
  }
}
