/** Built-in functions on days and times, and the comparison of exact values. */
import { equal } from '../compare.ts';
import type { Run } from '../limits.ts';
import { numberOf } from '../numbers.ts';
import { FeelDate, FeelDateTime, FeelTime, localOf } from '../temporal.ts';
import { type Feel, kindOf } from '../values.ts';
import type { Zone } from '../zones.ts';
import { fn, way } from './define.ts';

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const dayFunction = (read: (date: FeelDate) => Feel) =>
  fn(way('date: day', (_run: Run, value: FeelDate | FeelDateTime) => read(value instanceof FeelDate ? value : value.date)));

const zoneKey = (zone: Zone | null): string => (zone ? `${zone.offset}` : 'local');

/** `is`: the same type, value and, for times, the same offset. */
function isSame(run: Run, a: Feel, b: Feel): Feel {
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof FeelTime && b instanceof FeelTime) return a.nanos === b.nanos && zoneKey(a.zone) === zoneKey(b.zone);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return equal(run, a.date, b.date) === true && isSame(run, a.time, b.time);
  return equal(run, a, b) === true;
}

const now = (run: Run): FeelDateTime | null => localOf(run.env.now);

export const dateFunctions = {
  is: fn(way('value1: any, value2: any', isSame)),
  now: fn(way('', now)),
  today: fn(way('', (run) => now(run)?.date ?? null)),
  'day of year': dayFunction((date) => numberOf(date.dayOfYear)),
  'day of week': dayFunction((date) => dayNames[date.weekday - 1] ?? null),
  'month of year': dayFunction((date) => monthNames[date.month - 1] ?? null),
  'week of year': dayFunction((date) => numberOf(date.weekOfYear)),
  'last day of month': dayFunction((date) => {
    const next = FeelDate.of(date.year, date.month, 1)?.plusMonths(1);
    return next?.plusDays(-1) ?? null;
  }),
};
