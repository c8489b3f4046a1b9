/**
 * Working days of one calendar document. The start date is never counted; a limit is due at the end of its Nth
 * working day; days of a suspension (both ends included) are not counted. A year that is not published has no
 * working days yet: a limit reaching into it is provisional, its certain part counted, no date promised.
 */
import type { Calendar, CalendarYear, Text } from '../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, weekday } from './dates.ts';
import { holidayText, makeUpText, startText, suspensionText, unpublishedText, weekendText, workingDayText } from './words.ts';

export interface SuspendedDays {
  from: string;
  /** Last day, included. */
  to: string;
  /** A reason of `Clock.suspendedBy`, or words. */
  reason: string;
}
export interface CountedDay {
  date: string;
  counted: boolean;
  reason: Text;
}
/** What is certain about a limit that reaches into a year nobody has published. */
export interface Provisional {
  /** Last day that could be counted; the start when there was none. */
  certainUntil: string;
  remainingDays: number;
  /** The year whose publication is awaited. */
  year: number;
}
export interface Limit {
  due?: string;
  provisional?: Provisional;
}
interface DayKind {
  working: boolean;
  published: boolean;
  reason: Text;
}

/** Whether offices work on a date, and why. In a year not published it is a guess by weekday, and says so. */
export function isWorkingDay(calendar: Calendar, date: string): DayKind {
  return kindOf(calendar, date, dayNumber(date));
}

/** The day a limit ends, with every day on the way explained. `days: 0` is due on the start date itself. */
export function addWorkingDays(
  calendar: Calendar,
  start: string,
  days: number,
  suspensions: readonly SuspendedDays[] = [],
): Limit & { days: CountedDay[] } {
  const list: CountedDay[] = [{ date: start, counted: false, reason: startText }];
  return { ...walk(calendar, start, days, suspensions, (day) => list.push(day)), days: list };
}

/** Like `addWorkingDays` without the explanation: what the engine calls on its hot path. */
export function limitOf(calendar: Calendar, start: string, days: number, suspensions: readonly SuspendedDays[] = []): Limit {
  return walk(calendar, start, days, suspensions);
}

/**
 * Working days after `from` up to and including `to`; negative when `to` lies before `from`.
 * Days of a year not published are not counted, so the figure is never more than what is certain.
 */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (first > last) return 0 - workingDaysBetween(calendar, to, from); // not a minus sign: that would answer -0
  let count = 0;
  for (let day = first + 1; day <= last; day++) {
    const year = yearOf(calendar, dateOfDay(day));
    if (year && isWorking(year, dateOfDay(day), day)) count++;
  }
  return count;
}

function walk(
  calendar: Calendar,
  start: string,
  days: number,
  suspensions: readonly SuspendedDays[],
  explain?: (day: CountedDay) => void,
): Limit {
  const stops = suspensions.map((stop) => ({ from: dayNumber(stop.from), to: dayNumber(stop.to), reason: stop.reason }));
  let day = dayNumber(start);
  let date = start;
  let counted = 0;
  while (counted < days) {
    const next = dateOfDay(day + 1);
    const year = yearOf(calendar, next);
    if (!year) {
      const missing = Number(next.slice(0, 4));
      explain?.({ date: next, counted: false, reason: unpublishedText(missing) });
      return { provisional: { certainUntil: date, remainingDays: days - counted, year: missing } };
    }
    day += 1;
    date = next;
    const working = isWorking(year, date, day);
    const stop = stops.find(({ from, to }) => from <= day && day <= to);
    if (working && !stop) counted += 1;
    explain?.(explained(calendar, { date, day, working, stop: stop?.reason }));
  }
  return { due: date };
}

/** A day off inside a suspension is explained by the day off: it would not have counted anyway. */
function explained(calendar: Calendar, at: { date: string; day: number; working: boolean; stop?: string }): CountedDay {
  const reason = at.working && at.stop !== undefined ? suspensionText(at.stop) : kindOf(calendar, at.date, at.day).reason;
  return { date: at.date, counted: at.working && at.stop === undefined, reason };
}

function kindOf(calendar: Calendar, date: string, day: number): DayKind {
  const year = yearOf(calendar, date);
  const weekend = weekday(day) === 0 || weekday(day) === 6;
  if (!year) return { working: !weekend, published: false, reason: unpublishedText(Number(date.slice(0, 4))) };
  const working = isWorking(year, date, day);
  if (year.work[date] !== undefined) return { working, published: true, reason: makeUpText(year.work[date]) };
  if (year.off[date] !== undefined) return { working, published: true, reason: holidayText(year.off[date]) };
  return { working, published: true, reason: weekend ? weekendText(weekday(day)) : workingDayText };
}

function isWorking(year: CalendarYear, date: string, day: number): boolean {
  if (year.work[date] !== undefined) return true;
  if (year.off[date] !== undefined) return false;
  return weekday(day) !== 0 && weekday(day) !== 6;
}

function yearOf(calendar: Calendar, date: string): CalendarYear | undefined {
  const year = calendar.years[date.slice(0, 4)];
  return year?.status === 'published' ? year : undefined;
}
