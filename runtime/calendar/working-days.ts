/**
 * Working days of one calendar document. The start date is never counted; a limit is due at the end of its Nth
 * working day; days of a suspension (both ends included) are not counted. A year that is not published has no
 * working days yet: a limit reaching into it is provisional, its certain part counted, no date promised.
 */
import type { Calendar, Text } from '../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, weekday } from './dates.ts';
import { holidayText, makeUpText, startText, suspensionText, unpublishedText, weekendText, workingDayText } from './words.ts';
import { daysOf, isWorked, publishedYear } from './year-index.ts';

export interface SuspendedDays {
  from: string;
  /** Last day, included. */
  to: string;
  /** A reason of `Clock.suspendedBy`, or words. */
  reason: string;
  /** Legal basis in words, where the reason alone does not name it. */
  basis?: string;
  /** Instants of stopping and going on: limits in hours count by them. */
  fromAt?: string;
  toAt?: string;
}
export interface CountedDay {
  date: string;
  counted: boolean;
  reason: Text;
  /** A counted day is the nth of its limit. */
  nth?: number;
  /** Minutes counted on this day, by limits in hours. */
  minutes?: number;
  /** What the day is besides: the day counting starts after, the day that would have been the last, the day it is due. */
  mark?: 'received' | 'start' | 'rolled' | 'due';
}
/** What is certain about a limit that reaches into a year nobody has published. */
export interface Provisional {
  /** Last day that could be counted; the start when there was none. */
  certainUntil: string;
  /** 0 when only the rest days after the last day are open. */
  remainingDays: number;
  /** Minutes still to be counted, by limits in hours. */
  remainingMinutes?: number;
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
  let year = daysOf(calendar, first + 1);
  for (let day = first + 1; day <= last; day++) {
    if (!year || day < year.first || day >= year.first + year.working.length) year = daysOf(calendar, day);
    if (year && year.working[day - year.first] === 1) count++;
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
  const stops = suspensions.map((stop) => ({ ...stop, first: dayNumber(stop.from), last: dayNumber(stop.to) }));
  let day = dayNumber(start);
  let counted = 0;
  let year = daysOf(calendar, day + 1);
  while (counted < days) {
    if (year && day + 1 === year.first + year.working.length) year = daysOf(calendar, day + 1);
    if (!year) {
      const next = dateOfDay(day + 1);
      const missing = Number(next.slice(0, 4));
      explain?.({ date: next, counted: false, reason: unpublishedText(missing) });
      return { provisional: { certainUntil: dateOfDay(day), remainingDays: days - counted, year: missing } };
    }
    day += 1;
    const working = year.working[day - year.first] === 1;
    const stop = stops.length === 0 ? undefined : stops.find(({ first, last }) => first <= day && day <= last);
    if (working && !stop) counted += 1;
    if (!explain) continue;
    const line = explained(calendar, { date: dateOfDay(day), day, working, stop });
    explain(line.counted ? { ...line, nth: counted } : line);
  }
  return { due: dateOfDay(day) };
}

/** A day off inside a suspension is explained by the day off: it would not have counted anyway. */
function explained(calendar: Calendar, at: { date: string; day: number; working: boolean; stop?: SuspendedDays }): CountedDay {
  const reason = at.working && at.stop ? suspensionText(at.stop.reason, at.stop.basis) : dayReason(calendar, at.date, at.day);
  return { date: at.date, counted: at.working && !at.stop, reason };
}

/** Why a date is worked or not. */
export function dayReason(calendar: Calendar, date: string, day = dayNumber(date)): Text {
  return kindOf(calendar, date, day).reason;
}

function kindOf(calendar: Calendar, date: string, day: number): DayKind {
  const year = publishedYear(calendar, date.slice(0, 4));
  const weekend = weekday(day) === 0 || weekday(day) === 6;
  if (!year) return { working: !weekend, published: false, reason: unpublishedText(Number(date.slice(0, 4))) };
  const working = isWorked(calendar, day) === true;
  if (year.work[date] !== undefined) return { working, published: true, reason: makeUpText(year.work[date]) };
  if (year.off[date] !== undefined) return { working, published: true, reason: holidayText(year.off[date]) };
  return { working, published: true, reason: weekend ? weekendText(weekday(day)) : workingDayText };
}
