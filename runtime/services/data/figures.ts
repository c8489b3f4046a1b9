/** Figures of the last 30 days as people are shown them, from sums. Pure. */
import type { DataDay, DataFigures } from '../../../schemas/generated/api.ts';
import type { FieldFigures, ReadDay, ResourceFigures } from '../../store/read-figures.ts';
import { daysBefore, figureDays } from './parts.ts';

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000);

/** Refused reads never reached the owner, so they say nothing about its register. */
export function figures(sums: ResourceFigures | undefined, { since, disputes = 0 }: { since: string; disputes?: number }): DataFigures {
  const { reads = 0, hits = 0, absent = 0, invalid = 0, failed = 0, refused = 0, ms = 0, lastAt = null } = sums ?? {};
  const asked = reads - refused;
  return {
    since,
    reads,
    hitRate: rate(hits, hits + absent),
    failRate: rate(failed + invalid, asked),
    uptime: rate(asked - failed, asked),
    invalidRate: rate(invalid, asked),
    averageMs: asked === 0 ? null : Math.round(ms / asked),
    lastReadAt: lastAt,
    zeroUse: reads === 0,
    disputes,
  };
}

export const nullRate = ({ asked, nulls }: Pick<FieldFigures, 'asked' | 'nulls'>): number | null => rate(nulls, asked);

/** All days up to today, those without a read included, so that a line chart has no gaps. */
export function everyDay(days: readonly ReadDay[], today: string): DataDay[] {
  const known = new Map(days.map((one) => [one.day, one]));
  return Array.from({ length: figureDays }, (_, index) => {
    const day = daysBefore(today, figureDays - 1 - index);
    const { reads = 0, hits = 0, failed = 0 } = known.get(day) ?? {};
    return { day, reads, hits, failed };
  });
}
