/** Built-in functions that make one kind of value of another. */
import { textOf } from '../format.ts';
import type { Run } from '../limits.ts';
import { type FeelNumber, integerOf, parseNumber } from '../numbers.ts';
import { type DayTimeDuration, FeelDate, FeelDateTime, FeelTime, NANOS, parseDuration, YearMonthDuration } from '../temporal.ts';
import { parseTemporal } from '../temporal-literal.ts';
import { type Feel, FeelRange, isNumber } from '../values.ts';
import { parseZone, type Zone } from '../zones.ts';
import { fn, way } from './define.ts';

const dayOf = (value: FeelDate | FeelDateTime): FeelDate => (value instanceof FeelDate ? value : value.date);
const whole = (value: FeelNumber): number => integerOf(value) ?? Number.NaN;

function timeOf(hour: FeelNumber, minute: FeelNumber, second: FeelNumber, zone: Zone | null): FeelTime | null {
  const seconds = second.toNumber();
  if (!(seconds >= 0 && seconds < 60)) return null;
  const nano = Math.floor(second.minus(second.floor()).times(NANOS).toNumber());
  return FeelTime.of(whole(hour), whole(minute), Math.floor(seconds), nano, zone);
}

function offsetZone(duration: DayTimeDuration | null | undefined): Zone | null {
  if (!duration) return null;
  return { offset: Number(duration.nanos / BigInt(NANOS)) };
}

const tooFar = (zone: Zone | null): boolean => zone !== null && Math.abs(zone.offset) > 18 * 3600;

function numberOfText(_run: Run, text: string, grouping: string | null, decimal: string | null): Feel {
  if (grouping !== null && ![' ', ',', '.'].includes(grouping)) return null;
  if (decimal !== null && !['.', ','].includes(decimal)) return null;
  if (grouping !== null && grouping === decimal) return null;
  const ungrouped = grouping ? text.replaceAll(grouping, '') : text;
  if (decimal === ',') return ungrouped.includes('.') ? null : parseNumber(ungrouped.replace(',', '.'));
  return parseNumber(ungrouped);
}

function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): Feel {
  const [start, end] = [dayOf(from), dayOf(to)];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const startTime = from instanceof FeelDateTime ? from.time.nanos : 0;
  const endTime = to instanceof FeelDateTime ? to.time.nanos : 0;
  const order = end.day - start.day || endTime - startTime;
  if (months > 0 && order < 0) return YearMonthDuration.of(months - 1);
  return YearMonthDuration.of(months < 0 && order > 0 ? months + 1 : months);
}

/** `[1..3]`, `("a".."c")`, `[2026-01-01..2026-02-01]` with literals of one type; a missing end is unbounded. */
function rangeOfText(text: string): Feel {
  const match = /^\s*([[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])[])\s*$/s.exec(text);
  if (!match) return null;
  const [, open, low = '', high = '', close] = match;
  const [start, end] = [endOf(low), endOf(high)];
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  if ((start === null && open === '[') || (end === null && close === ']')) return null;
  return checkedRange(start, end, open === '[', close === ']');
}

function checkedRange(start: Feel, end: Feel, startIncluded: boolean, endIncluded: boolean): Feel {
  if (start === null || end === null) return new FeelRange(start, end, startIncluded, endIncluded);
  const order = compare(start, end);
  return order === null || order > 0 ? null : new FeelRange(start, end, startIncluded, endIncluded);
}

/** The literal at one end: null when there is none, undefined when it is no literal. */
function endOf(text: string): Feel | undefined {
  if (text === '' || text === 'null') return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(text);
  if (quoted) return unescapeText(quoted[1] ?? '');
  const call = /^@"(.*)"$|^(?:date|time|date and time|duration)\(\s*"(.*)"\s*\)$/s.exec(text);
  return parseNumber(text) ?? parseTemporal(call ? (call[1] ?? call[2] ?? '') : text) ?? undefined;
}

import { compare } from '../compare.ts';
import { unescapeText } from '../text-literal.ts';

export const conversionFunctions = {
  date: fn(
    way('from: string', (_run, from: string) => FeelDate.parse(from)),
    way('from: day', (_run, from: FeelDate | FeelDateTime) => dayOf(from)),
    way('year: number, month: number, day: number', (_run, year: FeelNumber, month: FeelNumber, day: FeelNumber) =>
      FeelDate.of(whole(year), whole(month), whole(day)),
    ),
  ),
  time: fn(
    way('from: string', (_run, from: string) => FeelTime.parse(from)),
    way('from: time', (_run, from: FeelTime) => from),
    way('from: dateTime', (_run, from: FeelDateTime) => from.time),
    way('from: date', () => new FeelTime(0, { offset: 0 })),
    way(
      'hour: number, minute: number, second: number, offset?: duration~',
      (_run, hour: FeelNumber, minute: FeelNumber, second: FeelNumber, offset?: DayTimeDuration | null) => {
        const zone = offsetZone(offset);
        return tooFar(zone) ? null : timeOf(hour, minute, second, zone);
      },
    ),
  ),
  'date and time': fn(
    way('from: string', (_run, from: string) => {
      const date = FeelDate.parse(from);
      return date ? new FeelDateTime(date, new FeelTime(0, null)) : FeelDateTime.parse(from);
    }),
    way('from: dateTime', (_run, from: FeelDateTime) => from),
    way('from: date', (_run, from: FeelDate) => new FeelDateTime(from, new FeelTime(0, null))),
    way('date: day, time: time', (_run, date: FeelDate | FeelDateTime, time: FeelTime) => new FeelDateTime(dayOf(date), time)),
    way('date: day, timezone: string', (_run, date: FeelDate | FeelDateTime, timezone: string) => inZone(date, timezone)),
    way(
      'year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: duration~',
      (_run, year, month, day, hour, minute, second, offset?: DayTimeDuration | null) =>
        assembled([year, month, day, hour, minute, second], offsetZone(offset)),
    ),
    way(
      'year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string',
      (_run, year, month, day, hour, minute, second, timezone: string) => {
        const local = assembled([year, month, day, hour, minute, second], null);
        return local && inZone(local, timezone);
      },
    ),
  ),
  number: fn(
    way('from: string, grouping separator?: string~, decimal separator?: string~', (run, text, grouping, decimal) =>
      numberOfText(run, text, grouping ?? null, decimal ?? null),
    ),
    way('from: number', (_run, from: FeelNumber) => from),
  ),
  string: fn(way('from: any', (run, from: Feel) => (from === null ? null : textOf(run, from)))),
  duration: fn(
    way('from: string', (_run, from: string) => parseDuration(from)),
    way('from: duration', (_run, from: DayTimeDuration) => from),
    way('from: months', (_run, from: YearMonthDuration) => from),
  ),
  'years and months duration': fn(way('from: day, to: day', (_run, from, to) => monthsBetween(from, to))),
  range: fn(way('from: string', (_run, from: string) => rangeOfText(from))),
};

function assembled(parts: FeelNumber[], zone: Zone | null): FeelDateTime | null {
  if (!parts.every(isNumber) || tooFar(zone)) return null;
  const [year, month, day, hour, minute, second] = parts as [FeelNumber, FeelNumber, FeelNumber, FeelNumber, FeelNumber, FeelNumber];
  const date = FeelDate.of(whole(year), whole(month), whole(day));
  const time = timeOf(hour, minute, second, zone);
  return date && time && new FeelDateTime(date, time);
}

function inZone(value: FeelDate | FeelDateTime, timezone: string): Feel {
  const date = dayOf(value);
  const nanos = value instanceof FeelDateTime ? value.time.nanos : 0;
  const zone = parseZone(/^[A-Za-z]+\//.test(timezone) ? `@${timezone}` : timezone, date.epochDay * 86_400 + Math.floor(nanos / NANOS));
  return zone ? new FeelDateTime(date, new FeelTime(nanos, zone)) : null;
}
