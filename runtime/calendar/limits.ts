/**
 * Legal limits of every unit, counted and explained.
 *
 * - Working days (行政许可法 第八十二条): the day of acceptance is not counted, holidays are not, make-up days are.
 * - Natural days (民法典 第二百零一条, 第二百零三条): the first day is not counted; a last day that is a rest day moves to the
 *   first day after the rest days.
 * - Months (民法典 第二百零二条): to the corresponding day, or the month's last; then as natural days.
 * - Hours (民法典 第二百零一条 第二款): from their moment; working hours run only while the office is open.
 * - Suspended time counts in none of them (行政许可法 第四十五条).
 */
import type { Calendar, Clock } from '../../schemas/generated/documents.ts';
import {
  civilOf,
  dateOfDay,
  dayNumber,
  dayOfCivil,
  daysInMonth,
  instantAt,
  isLocalDate,
  localDate,
  milliseconds,
  timeOfDay,
} from './dates.ts';
import { type AfterHours, acceptedOn, clockTime, hoursOn, receivedDays, windowsOn } from './office.ts';
import {
  hoursStartText,
  naturalDayText,
  naturalHoursText,
  officeHoursText,
  rolledText,
  startText,
  suspensionText,
  unpublishedText,
  withStopText,
} from './words.ts';
import { addWorkingDays, type CountedDay, dayReason, type Limit, limitOf, type SuspendedDays } from './working-days.ts';
import { isWorked } from './year-index.ts';

export type LimitUnit = NonNullable<Clock['unit']>;
export interface LimitRequest {
  /** How many of the unit. */
  amount: number;
  /** Default: workingDays. */
  unit?: LimitUnit;
  /** An instant; or a local date, which is then the day of acceptance itself. */
  start: string;
  /** What arrives after closing or on a day off counts as the next working day, unless this says `sameDay`. */
  afterHours?: AfterHours;
  suspensions?: readonly SuspendedDays[];
  /** Units less, days for a limit in months: what a promise keeps although the calendar would give more. */
  less?: number;
}
export interface CountedLimit extends Limit {
  /** Day of acceptance; absent while its year is not published. */
  accepted?: string;
  /** The instant a limit in hours ends; `due` is then its local date. */
  dueAt?: string;
}
export type ExplainedLimit = CountedLimit & { days: CountedDay[] };

const dayMs = 86_400_000;
const minuteMs = 60_000;
type Explain = ((day: CountedDay) => void) | undefined;

/** Example: countLimit(calendar, { amount: 20, start: '2026-03-02T02:00:00Z' }).due -> '2026-03-30'. */
export function countLimit(calendar: Calendar, request: LimitRequest): CountedLimit {
  return count(calendar, request, undefined);
}

/** The same with every day on the way, for people. */
export function explainLimit(calendar: Calendar, request: LimitRequest): ExplainedLimit {
  const days: CountedDay[] = [];
  const limit = count(calendar, request, (day) => days.push(day));
  const last = days.at(-1);
  if (last && limit.due === last.date && last.mark === undefined) days[days.length - 1] = { ...last, mark: 'due' };
  return { ...limit, days };
}

function count(calendar: Calendar, request: LimitRequest, explain: Explain): CountedLimit {
  const { unit = 'workingDays' } = request;
  if (unit === 'hours' || unit === 'workingHours') return countHours(calendar, request, unit, explain);
  const dated = isLocalDate(request.start);
  const accepted = dated ? request.start : acceptedOn(calendar, request.start, request.afterHours);
  if (explain && !dated) for (const day of receivedDays(calendar, request.start, accepted)) explain(day);
  if (accepted === undefined) return notAccepted(calendar, request);
  const limit =
    unit === 'workingDays'
      ? countWorkingDays(calendar, accepted, request, explain)
      : countNaturalDays(calendar, accepted, request, unit, explain);
  return { accepted, ...limit };
}

/**
 * The instant at which a part of a limit's time is used up; undefined while a year on the way is not published. Of working
 * days the office hours count, so that 80 % of two working days is early in the afternoon of the second; natural days and
 * months count from the end of the day of acceptance to the end of the last.
 * Example: partOfLimit(calendar, { amount: 2, start: '2026-03-02T02:00:00Z' }, 50) -> the end of office hours on 3 March.
 */
export function partOfLimit(calendar: Calendar, request: LimitRequest, percent: number): string | undefined {
  const { unit = 'workingDays' } = request;
  const part = (Math.max(0, request.amount - (request.less ?? 0)) * percent) / 100;
  const { less: _, ...whole } = request;
  if (unit === 'hours' || unit === 'workingHours') return countLimit(calendar, { ...whole, amount: part }).dueAt;
  if (unit === 'workingDays') {
    const nth = Math.max(1, Math.ceil(part));
    const { due } = countLimit(calendar, { ...whole, amount: nth });
    return due && officeInstant(calendar, due, part - (nth - 1));
  }
  const { accepted, due } = countLimit(calendar, request);
  if (accepted === undefined || due === undefined) return undefined;
  const [from, to] = [dayNumber(accepted) + 1, dayNumber(due) + 1];
  return instantAt(0, (from + ((to - from) * percent) / 100) * dayMs);
}

/** When this part of the office hours of a day is over, to the minute. */
function officeInstant(calendar: Calendar, date: string, part: number): string {
  const left = Math.round((lengthOf(calendar, date) * part) / minuteMs) * minuteMs;
  const { end } = consume(windowsOn(calendar, date), left);
  return instantAt(dayNumber(date), end ?? dayMs - 1);
}

/** Received in a year, or before one, whose working days nobody knows: nothing can be counted yet. */
function notAccepted(calendar: Calendar, { start, amount }: LimitRequest): CountedLimit {
  let day = dayNumber(localDate(start));
  while (isWorked(calendar, day) !== undefined) day += 1;
  const certainUntil = dateOfDay(Math.max(day - 1, dayNumber(localDate(start))));
  return { provisional: { certainUntil, remainingDays: amount, year: civilOf(day).year } };
}

function countWorkingDays(
  calendar: Calendar,
  accepted: string,
  { amount: whole, less = 0, suspensions }: LimitRequest,
  explain: Explain,
): Limit {
  const amount = Math.max(0, whole - less);
  if (!explain) return limitOf(calendar, accepted, amount, suspensions);
  const { days, ...limit } = addWorkingDays(calendar, accepted, amount, suspensions);
  for (const [index, day] of days.entries()) explain(index === 0 ? { ...day, mark: 'start' } : day);
  return limit;
}

/** Days of the calendar, or months to the corresponding day; then past the rest days. */
function countNaturalDays(calendar: Calendar, accepted: string, request: LimitRequest, unit: 'days' | 'months', explain: Explain): Limit {
  const stops = (request.suspensions ?? []).map((stop) => ({ ...stop, first: dayNumber(stop.from), last: dayNumber(stop.to) }));
  const start = dayNumber(accepted);
  explain?.({ date: accepted, counted: false, reason: startText, mark: 'start' });
  const whole = unit === 'days' ? request.amount : correspondingDay(start, request.amount) - start;
  const amount = Math.max(0, whole - (request.less ?? 0));
  let day = start;
  for (let counted = 0; counted < amount; ) {
    day += 1;
    const stop = stops.find(({ first, last }) => first <= day && day <= last);
    if (!stop) counted += 1;
    const date = dateOfDay(day);
    if (stop) explain?.({ date, counted: false, reason: suspensionText(stop.reason, stop.basis) });
    else if (counted < amount || isWorked(calendar, day)) explain?.({ date, counted: true, reason: naturalDayText, nth: counted });
  }
  return amount === 0 ? { due: accepted } : pastRestDays(calendar, day, amount, explain);
}

/** 民法典 第二百零三条. The last day itself still has its number; the days after it only move the end. */
function pastRestDays(calendar: Calendar, last: number, amount: number, explain: Explain): Limit {
  for (let day = last; ; day++) {
    const working = isWorked(calendar, day);
    const date = dateOfDay(day);
    if (working === undefined) {
      const { year } = civilOf(day);
      const reason = unpublishedText(year);
      explain?.(day === last ? { date, counted: true, reason, nth: amount } : { date, counted: false, reason });
      return { provisional: { certainUntil: dateOfDay(day === last ? last : day - 1), remainingDays: 0, year } };
    }
    if (working) {
      if (day > last) explain?.({ date, counted: false, reason: dayReason(calendar, date, day), mark: 'due' });
      return { due: date };
    }
    const reason = rolledText(dayReason(calendar, date, day), day === last);
    explain?.({ date, counted: day === last, reason, mark: 'rolled', ...(day === last ? { nth: amount } : {}) });
  }
}

/** 民法典 第二百零二条: the corresponding day of the month; where there is none, the month's last day. */
function correspondingDay(start: number, amount: number): number {
  const { year, month, day } = civilOf(start);
  const index = year * 12 + month - 1 + amount;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  return dayOfCivil(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

interface Span {
  from: number;
  to: number;
  reason: string;
  basis?: string;
}

/** Hours from their moment. A suspension without instants stops whole days. */
function countHours(calendar: Calendar, request: LimitRequest, unit: 'hours' | 'workingHours', explain: Explain): CountedLimit {
  const moment = isLocalDate(request.start) ? openingOf(calendar, request.start, unit) : request.start;
  const accepted = localDate(moment);
  let day = dayNumber(accepted);
  let from = timeOfDay(moment);
  let left = Math.max(0, request.amount - (request.less ?? 0)) * 60 * minuteMs;
  const stops = (request.suspensions ?? []).map(spanOf);
  explain?.({ date: accepted, counted: false, reason: hoursStartText, mark: 'start' });
  for (; ; day++, from = 0) {
    const date = dateOfDay(day);
    const working = unit === 'hours' ? true : isWorked(calendar, day);
    if (working === undefined) {
      const year = civilOf(day).year;
      explain?.({ date, counted: false, reason: unpublishedText(year) });
      const remaining = Math.ceil(left / minuteMs);
      const remainingDays = Math.ceil(left / lengthOf(calendar, dateOfDay(day - 1)));
      return { accepted, provisional: { certainUntil: dateOfDay(day - 1), remainingDays, remainingMinutes: remaining, year } };
    }
    const open = !working ? [] : unit === 'hours' ? [{ from: 0, to: dayMs }] : windowsOn(calendar, date);
    const stop = stops.find((span) => span.from < (day + 1) * dayMs && span.to > day * dayMs + from);
    const free = without(open, stops, day).flatMap((window) =>
      window.to > from ? [{ from: Math.max(window.from, from), to: window.to }] : [],
    );
    const { used, end } = consume(free, left);
    left -= used;
    explain?.(hourLine(calendar, { date, day, unit, used, working, stop, ended: left <= 0 }));
    if (left <= 0) return { accepted, due: date, dueAt: instantAt(day, end ?? from) };
  }
}

/** A date alone means when the office opens, or midnight for hours that run through the night. */
function openingOf(calendar: Calendar, date: string, unit: 'hours' | 'workingHours'): string {
  return instantAt(dayNumber(date), unit === 'hours' ? 0 : clockTime(hoursOn(calendar, date).from));
}

/** Local milliseconds since 1970 of a suspension. */
function spanOf(stop: SuspendedDays): Span {
  const local = (instant: string) => milliseconds(instant) + 8 * 3_600_000;
  return {
    from: stop.fromAt === undefined ? dayNumber(stop.from) * dayMs : local(stop.fromAt),
    to: stop.toAt === undefined ? (dayNumber(stop.to) + 1) * dayMs : local(stop.toAt),
    reason: stop.reason,
    ...(stop.basis === undefined ? {} : { basis: stop.basis }),
  };
}

function without(windows: { from: number; to: number }[], stops: readonly Span[], day: number): { from: number; to: number }[] {
  let rest = windows;
  for (const stop of stops) {
    const [from, to] = [stop.from - day * dayMs, stop.to - day * dayMs];
    if (to <= 0 || from >= dayMs) continue;
    rest = rest.flatMap((window) =>
      to <= window.from || from >= window.to
        ? [window]
        : [
            { from: window.from, to: Math.max(window.from, from) },
            { from: Math.min(window.to, to), to: window.to },
          ].filter((part) => part.to > part.from),
    );
  }
  return rest;
}

/** Takes time from the stretches of one day; `end` is when the limit ran out. */
function consume(free: readonly { from: number; to: number }[], left: number): { used: number; end?: number } {
  let used = 0;
  for (const { from, to } of free) {
    if (left - used <= to - from) return { used: left, end: from + left - used };
    used += to - from;
  }
  return { used };
}

function lengthOf(calendar: Calendar, date: string): number {
  return windowsOn(calendar, date).reduce((sum, { from, to }) => sum + to - from, 0) || dayMs;
}

function hourLine(
  calendar: Calendar,
  at: { date: string; day: number; unit: 'hours' | 'workingHours'; used: number; working: boolean; stop?: Span; ended: boolean },
): CountedDay {
  const minutes = at.used / minuteMs;
  const mark = at.ended ? { mark: 'due' as const } : {};
  if (at.stop && minutes === 0) return { date: at.date, counted: false, reason: suspensionText(at.stop.reason, at.stop.basis), minutes };
  if (!at.working) return { date: at.date, counted: false, reason: dayReason(calendar, at.date, at.day), minutes };
  const { from, to } = hoursOn(calendar, at.date);
  const plain = at.unit === 'hours' ? naturalHoursText(minutes) : officeHoursText(`${from}–${to}`, minutes);
  const reason = at.stop ? withStopText(plain, at.stop.reason) : plain;
  return { date: at.date, counted: minutes > 0, reason, minutes, ...mark };
}
