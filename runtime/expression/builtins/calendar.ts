/** Working-day functions. They count by the calendar of the evaluation; null without one and in years not published. */
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { isWorkingDay, limitOf, workingDaysBetween } from '../../calendar/index.ts';
import { type Run, spend } from '../limits.ts';
import { type FeelNumber, integerOf, numberOf } from '../numbers.ts';
import { FeelDate, type FeelDateTime } from '../temporal.ts';
import type { Feel } from '../values.ts';
import { fn, way } from './define.ts';

/** Days one call may walk over: far more than any limit in law. */
const MAX_DAYS = 5000;

const dayOf = (value: FeelDate | FeelDateTime): FeelDate => (value instanceof FeelDate ? value : value.date);

function isPublished(calendar: Calendar, year: number): boolean {
  const key = String(year);
  return Object.hasOwn(calendar.years, key) && calendar.years[key]?.status === 'published';
}

function add(run: Run, start: FeelDate | FeelDateTime, days: FeelNumber): Feel {
  const { calendar } = run.env;
  const count = integerOf(days);
  const date = dayOf(start);
  if (!calendar || count === null || count < 0 || count > MAX_DAYS || !isPublished(calendar, date.year)) return null;
  spend(run, count * 2);
  const { due } = limitOf(calendar, date.toString(), count);
  return due === undefined ? null : FeelDate.parse(due);
}

function between(run: Run, from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): Feel {
  const { calendar } = run.env;
  const [first, last] = [dayOf(from), dayOf(to)].sort((a, b) => a.epochDay - b.epochDay) as [FeelDate, FeelDate];
  const days = last.epochDay - first.epochDay;
  if (!calendar || days > MAX_DAYS) return null;
  for (let year = first.year; year <= last.year; year += 1) if (!isPublished(calendar, year)) return null;
  spend(run, days);
  return numberOf(workingDaysBetween(calendar, dayOf(from).toString(), dayOf(to).toString()));
}

function isWorking(run: Run, value: FeelDate | FeelDateTime): Feel {
  const { calendar } = run.env;
  const date = dayOf(value);
  return calendar && isPublished(calendar, date.year) ? isWorkingDay(calendar, date.toString()).working : null;
}

export const calendarFunctions = {
  'add working days': fn(way('date: day, days: number', add)),
  'working days between': fn(way('from: day, to: day', between)),
  'is working day': fn(way('date: day', isWorking)),
};
