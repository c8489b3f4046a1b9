/** A calendar's year as rows of a table, and back. */
import type { CalendarYear } from '../../../schemas/generated/documents.ts';

export interface DayRow {
  key: string;
  /** YYYY-MM-DD, or what stands in the control. */
  date: string;
  kind: 'off' | 'work';
  reason: string;
}

export function dayRows({ off, work }: CalendarYear): DayRow[] {
  const rows = (days: Record<string, string>, kind: DayRow['kind']) =>
    Object.entries(days).map(([date, reason]) => ({ key: date, date, kind, reason }));
  return [...rows(off, 'off'), ...rows(work, 'work')].sort((a, b) => a.date.localeCompare(b.date));
}

export function yearFrom(
  before: CalendarYear,
  rows: readonly DayRow[],
  changes: Pick<CalendarYear, 'status'> & { source: string },
): CalendarYear {
  const days = (kind: DayRow['kind']) =>
    Object.fromEntries(
      rows
        .filter((row) => row.kind === kind)
        .map((row) => [row.date, row.reason.trim()] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  const { source: _old, ...rest } = before;
  return {
    ...rest,
    status: changes.status,
    ...(changes.source.trim() ? { source: changes.source.trim() } : {}),
    off: days('off'),
    work: days('work'),
  };
}

/** 0 Sunday to 6 Saturday, of a date as it stands in the calendar; undefined for no date. */
export function weekdayOf(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at).getUTCDay();
}

/** What is wrong with each row, as a text's key. A make-up day on a Monday would change nothing, so it is a slip of the hand. */
export function dayProblems(rows: readonly DayRow[], year: string): (string | undefined)[] {
  const seen = new Set<string>();
  return rows.map(({ date, kind, reason }) => {
    const weekday = weekdayOf(date);
    const twice = seen.has(date);
    seen.add(date);
    if (weekday === undefined) return 'admin.day.noDate';
    if (!date.startsWith(`${year}-`)) return 'admin.day.otherYear';
    if (twice) return 'admin.day.twice';
    if (kind === 'work' && weekday >= 1 && weekday <= 5) return 'admin.day.workday';
    return reason.trim() === '' ? 'admin.day.noReason' : undefined;
  });
}

/** How many days of each kind, to compare with the announcement at a glance. */
export function dayCounts(rows: readonly DayRow[]): { off: number; work: number } {
  const off = rows.filter((row) => row.kind === 'off').length;
  return { off, work: rows.length - off };
}

/** The year after the last one kept. */
export function nextYear(years: readonly string[], today: string): string {
  return String(years.length > 0 ? Math.max(...years.map(Number)) + 1 : Number(today.slice(0, 4)));
}

/** A new row starts the day after the last one of its kind, where the next date usually is. */
export function newDay(rows: readonly DayRow[], kind: DayRow['kind'], year: string, key: string): DayRow {
  const last = rows.filter((row) => row.kind === kind && weekdayOf(row.date) !== undefined).at(-1);
  const next = last && new Date(Date.parse(`${last.date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const taken = rows.some((row) => row.date === next);
  if (kind === 'work' || !last || !next?.startsWith(`${year}-`) || taken) return { key, kind, date: '', reason: '' };
  return { key, kind, date: next, reason: last.reason };
}
