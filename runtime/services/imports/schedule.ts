/** When a file is fetched next. Local times are Asia/Shanghai. Turns that were missed are not made up for one by one. */
import type { BatchSource, Calendar } from '../../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, isWorkingDay, localDate } from '../../calendar/index.ts';

/** Longest row of days off that is looked through. */
const mostDays = 60;

/** What the next turn is worked out from: another text means another schedule. */
export function scheduleOf({ everyMinutes, daily }: BatchSource): string {
  return JSON.stringify(daily ?? { everyMinutes });
}

/** The first turn after `now`: at the time of the next day that counts, or so many minutes on. */
export function nextTurn({ everyMinutes, daily }: BatchSource, calendar: Calendar | undefined, now: string): string {
  if (!daily) return new Date(Date.parse(now) + (everyMinutes ?? 1440) * 60_000).toISOString();
  const today = dayNumber(localDate(now));
  for (let day = today; day < today + mostDays; day += 1) {
    const date = dateOfDay(day);
    if (daily.workingDays && !counts(calendar, date)) continue;
    const at = new Date(`${date}T${daily.time}:00+08:00`).toISOString();
    if (at > now) return at;
  }
  return new Date(`${dateOfDay(today + mostDays)}T${daily.time}:00+08:00`).toISOString();
}

/** Of a year that is not published the weekdays count. */
function counts(calendar: Calendar | undefined, date: string): boolean {
  if (!calendar) return new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0;
  const { working, published } = isWorkingDay(calendar, date);
  return published ? working : new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0;
}

/** The first turn of a new schedule: a cycle begins at once. */
export function firstTurn(source: BatchSource, calendar: Calendar | undefined, now: string): string {
  return source.daily ? nextTurn(source, calendar, now) : now;
}
