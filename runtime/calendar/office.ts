/**
 * Office hours, and the day something received counts as accepted.
 *
 * 行政许可法 第八十二条 counts limits in working days, without statutory holidays. 民法典 第二百零三条 ends a period, where there
 * are business hours, at the end of business: what arrives after closing or on a rest day cannot be taken in that day, and
 * counts as received on the next working day. 第二百零一条: that day itself is not counted; hours count from their moment.
 */
import type { Calendar, OfficeHours, Text } from '../../schemas/generated/documents.ts';
import { dateOfDay, dayNumber, localDate, timeOfDay } from './dates.ts';
import { receivedText, unpublishedText } from './words.ts';
import { type CountedDay, dayReason, isWorkingDay } from './working-days.ts';
import { isWorked } from './year-index.ts';

export type AfterHours = 'nextDay' | 'sameDay';
/** A stretch of work, in milliseconds after midnight. */
export interface Window {
  from: number;
  to: number;
}
type Hours = Pick<OfficeHours, 'from' | 'to' | 'breaks'>;

/** What a calendar without office hours works by. */
const usual: Hours = { from: '09:00', to: '17:00' };

/** Office hours of a date; some offices keep summer and winter hours. */
export function hoursOn(calendar: Calendar, date: string): Hours {
  const { office } = calendar;
  if (!office) return usual;
  const day = date.slice(5);
  const season = office.seasons?.find(({ first, last }) => (first <= last ? first <= day && day <= last : day >= first || day <= last));
  return season ?? office;
}

/** The stretches of work of a date, without the breaks. */
export function windowsOn(calendar: Calendar, date: string): Window[] {
  const { from, to, breaks = [] } = hoursOn(calendar, date);
  const pauses = breaks.map((pause) => ({ from: clockTime(pause.from), to: clockTime(pause.to) })).sort((a, b) => a.from - b.from);
  const windows: Window[] = [];
  let start = clockTime(from);
  const end = clockTime(to);
  for (const pause of pauses) {
    if (pause.from > start) windows.push({ from: start, to: Math.min(pause.from, end) });
    start = Math.max(start, pause.to);
  }
  if (start < end) windows.push({ from: start, to: end });
  return windows;
}

/** '17:30' in milliseconds after midnight. */
export function clockTime(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000;
}

export function isAfterClosing(calendar: Calendar, instant: string, date = localDate(instant)): boolean {
  return timeOfDay(instant) >= clockTime(hoursOn(calendar, date).to);
}

/** The day something received counts as accepted; undefined while the year of that day is not published. */
export function acceptedOn(calendar: Calendar, instant: string, afterHours: AfterHours = 'nextDay'): string | undefined {
  const date = localDate(instant);
  if (afterHours === 'sameDay' || !calendar.office) return date;
  let day = dayNumber(date);
  const first = isWorked(calendar, day);
  if (first === undefined) return undefined;
  if (first && !isAfterClosing(calendar, instant, date)) return date;
  for (day += 1; ; day++) {
    const working = isWorked(calendar, day);
    if (working === undefined) return undefined;
    if (working) return dateOfDay(day);
  }
}

/** The days between receipt and acceptance, explained; empty when they are the same. */
export function receivedDays(calendar: Calendar, instant: string, accepted: string | undefined): CountedDay[] {
  const date = localDate(instant);
  if (accepted === date) return [];
  const { working, published, reason } = isWorkingDay(calendar, date);
  if (!published) return [{ date, counted: false, reason: unpublishedText(Number(date.slice(0, 4))), mark: 'received' }];
  const closing = hoursOn(calendar, date).to;
  const words: Text = working ? receivedText('afterHours', closing) : receivedText('dayOff', closing, reason);
  const days: CountedDay[] = [{ date, counted: false, reason: words, mark: 'received' }];
  for (let day = dayNumber(date) + 1; accepted === undefined || dateOfDay(day) < accepted; day++) {
    const between = dateOfDay(day);
    if (isWorked(calendar, day) === undefined) {
      days.push({ date: between, counted: false, reason: unpublishedText(Number(between.slice(0, 4))) });
      break;
    }
    days.push({ date: between, counted: false, reason: dayReason(calendar, between, day) });
  }
  return days;
}

/** Hours that can be worked: from before to, breaks inside and apart. Used by the form and by the server. */
export function hoursAreRight({ from, to, breaks = [] }: Hours): boolean {
  const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  const times = [from, ...[...breaks].sort((a, b) => (a.from < b.from ? -1 : 1)).flatMap((pause) => [pause.from, pause.to]), to];
  return times.every(isTime) && times.every((time, index) => index === 0 || times[index - 1]! < time);
}
