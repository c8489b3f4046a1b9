/**
 * Which days of a calendar are worked, as one array per published year. Made once per calendar document: a document is
 * never changed in place, a new version is a new object.
 */
import type { Calendar, CalendarYear } from '../../schemas/generated/documents.ts';
import { civilOf, dateOfDay, dayOfCivil, weekday } from './dates.ts';

interface YearDays {
  /** Day number of 1 January. */
  first: number;
  /** 1 for a day worked. */
  working: Uint8Array;
}

const indexes = new WeakMap<Calendar, Map<number, YearDays | undefined>>();

/** Whether a day is worked; undefined in a year nobody has published. */
export function isWorked(calendar: Calendar, day: number): boolean | undefined {
  const year = daysOf(calendar, day);
  return year && year.working[day - year.first] === 1;
}

export function publishedYear(calendar: Calendar, year: string): CalendarYear | undefined {
  const found = Object.hasOwn(calendar.years, year) ? calendar.years[year] : undefined;
  return found?.status === 'published' ? found : undefined;
}

/** The days of the year a day lies in: walking on, a caller sees the same object again and again. */
export function daysOf(calendar: Calendar, day: number): YearDays | undefined {
  let index = indexes.get(calendar);
  if (!index) {
    index = new Map();
    indexes.set(calendar, index);
  }
  const { year } = civilOf(day);
  const known = index.get(year);
  if (known || index.has(year)) return known;
  const built = build(calendar, year);
  index.set(year, built);
  return built;
}

function build(calendar: Calendar, year: number): YearDays | undefined {
  const doc = publishedYear(calendar, String(year).padStart(4, '0'));
  if (!doc) return undefined;
  const first = dayOfCivil(year, 1, 1);
  const working = new Uint8Array(dayOfCivil(year + 1, 1, 1) - first);
  for (let index = 0; index < working.length; index++) if (isWorking(doc, first + index)) working[index] = 1;
  return { first, working };
}

function isWorking(year: CalendarYear, day: number): boolean {
  const date = dateOfDay(day);
  if (year.work[date] !== undefined) return true;
  if (year.off[date] !== undefined) return false;
  return weekday(day) !== 0 && weekday(day) !== 6;
}
