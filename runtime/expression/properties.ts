/** `value.name`: entries of contexts and the properties of dates, times, durations and ranges. */
import { grow, type Run } from './limits.ts';
import { numberOf } from './numbers.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, NANOS, YearMonthDuration } from './temporal.ts';
import { type Feel, type FeelContext, FeelRange, isContext, isList, normalName } from './values.ts';

/** A property of a value; of a list, the list of its elements' properties. Null when there is none. */
export function propertyOf(run: Run, value: Feel, name: string): Feel {
  if (isContext(value)) return entryOf(value, name);
  if (isList(value)) {
    grow(run, value.length);
    return value.map((element) => propertyOf(run, element, name));
  }
  if (value instanceof FeelDate) return dateProperty(value, name);
  if (value instanceof FeelDateTime) return dateProperty(value.date, name) ?? timeProperty(value.time, name);
  if (value instanceof FeelTime) return timeProperty(value, name);
  if (value instanceof DayTimeDuration) return pick(value.parts, name);
  if (value instanceof YearMonthDuration) {
    return pick({ years: Math.trunc(value.months / 12), months: value.months % 12 }, name);
  }
  return value instanceof FeelRange ? rangeProperty(value, name) : null;
}

/** An entry by name, then by name without extra spaces; undefined is told from null by `has`. */
export function entryOf(context: FeelContext, name: string): Feel {
  const own = context.get(name);
  if (own !== undefined) return own;
  const key = spacedKey(context.keys(), name);
  return key === undefined ? null : (context.get(key) ?? null);
}

/** The key that is `name` but for spaces around symbols. Only names with a space can differ from their key. */
export function spacedKey(keys: Iterable<string>, name: string): string | undefined {
  if (!name.includes(' ')) return undefined;
  for (const key of keys) if (normalName(key) === name) return key;
  return undefined;
}

function pick(parts: Readonly<Record<string, number>>, name: string): Feel {
  const value = Object.hasOwn(parts, name) ? parts[name] : undefined;
  return value === undefined ? null : numberOf(value === 0 ? 0 : value);
}

const dateProperty = (date: FeelDate, name: string): Feel =>
  pick({ year: date.year, month: date.month, day: date.day, weekday: date.weekday }, name);

function timeProperty(time: FeelTime, name: string): Feel {
  if (name === 'time offset') return time.zone ? DayTimeDuration.of(BigInt(time.zone.offset) * BigInt(NANOS)) : null;
  if (name === 'timezone') return time.zone?.name ?? null;
  return pick({ hour: time.hour, minute: time.minute, second: time.second }, name);
}

function rangeProperty(range: FeelRange, name: string): Feel {
  switch (name) {
    case 'start':
      return range.start;
    case 'end':
      return range.end;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return null;
  }
}
