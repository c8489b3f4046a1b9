/** Equality and order of FEEL values: three-valued, `null` where two values cannot be compared. */
import { checkDepth, type Run, spend } from './limits.ts';
import { compareNumbers } from './numbers.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from './temporal.ts';
import { type Feel, type FeelContext, type FeelList, FeelRange, isContext, isList, isNumber, kindOf } from './values.ts';

/** A value and a list of one value are the same where one is compared with the other. */
const unwrap = (value: Feel, other: Feel): Feel => (isList(value) && value.length === 1 && !isList(other) ? (value[0] as Feel) : value);

/** `a = b`. Null equals only null; values of different types give null. */
export function equal(run: Run, left: Feel, right: Feel, depth = 0): boolean | null {
  if (left === right) return true;
  if (typeof left === 'string' && typeof right === 'string') return false;
  const a = unwrap(left, right);
  const b = unwrap(right, left);
  if (a === null || b === null) return a === b;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) === 0 : null;
  checkDepth(depth);
  if (isList(a)) return isList(b) ? equalLists(run, a, b, depth) : null;
  if (isContext(a)) return isContext(b) ? equalContexts(run, a, b, depth) : null;
  if (a instanceof FeelRange) return b instanceof FeelRange ? equalRanges(run, a, b, depth) : null;
  if (kindOf(a) === 'function' || kindOf(a) !== kindOf(b)) return null;
  if (a instanceof FeelTime || a instanceof FeelDateTime) return sameSecond(a, b);
  const order = compare(a, b);
  return order === null ? a === b : order === 0;
}

const nanosPerSecond = 1_000_000_000n;

/** DMN gives times the value of their whole seconds, and equal values are equal; their order still sees the fraction. */
function sameSecond(a: FeelTime | FeelDateTime, b: Feel): boolean {
  if (!(b instanceof FeelTime || b instanceof FeelDateTime)) return false;
  const [left, right] = [BigInt(a.instant), BigInt(b.instant)];
  return left - floorMod(left) === right - floorMod(right);
}

const floorMod = (nanos: bigint): bigint => ((nanos % nanosPerSecond) + nanosPerSecond) % nanosPerSecond;

function equalLists(run: Run, a: FeelList, b: FeelList, depth: number): boolean {
  if (a.length !== b.length) return false;
  spend(run, a.length);
  return a.every((element, index) => equal(run, element, b[index] as Feel, depth + 1) === true);
}

function equalContexts(run: Run, a: FeelContext, b: FeelContext, depth: number): boolean {
  if (a.size !== b.size) return false;
  spend(run, a.size);
  for (const [key, value] of a) {
    if (!b.has(key) || equal(run, value, b.get(key) as Feel, depth + 1) !== true) return false;
  }
  return true;
}

const equalRanges = (run: Run, a: FeelRange, b: FeelRange, depth: number): boolean =>
  a.operator === b.operator &&
  a.startIncluded === b.startIncluded &&
  a.endIncluded === b.endIncluded &&
  equal(run, a.start, b.start, depth + 1) === true &&
  equal(run, a.end, b.end, depth + 1) === true;

const sign = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order of strings by code point, not by the 16-bit units of JavaScript. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (a.charCodeAt(index) !== b.charCodeAt(index)) return sign(a.codePointAt(index) ?? 0, b.codePointAt(index) ?? 0);
  }
  return sign(a.length, b.length);
}

/** Negative, zero or positive; null when the two have no order between them. */
export function compare(a: Feel, b: Feel): number | null {
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : null;
  if (a instanceof FeelDate) return b instanceof FeelDate ? sign(a.epochDay, b.epochDay) : null;
  if (a instanceof FeelDateTime) return b instanceof FeelDateTime ? sign(a.instant, b.instant) : null;
  if (a instanceof FeelTime) return b instanceof FeelTime ? sign(a.instant, b.instant) : null;
  if (a instanceof DayTimeDuration) return b instanceof DayTimeDuration ? sign(a.nanos, b.nanos) : null;
  if (a instanceof YearMonthDuration) return b instanceof YearMonthDuration ? sign(a.months, b.months) : null;
  return null;
}

/** Whether a value lies in a range; null when it cannot be compared with its ends. */
export function within(range: FeelRange, value: Feel): boolean | null {
  if (value === null) return null;
  const low = range.start === null ? -1 : compare(range.start, value);
  const high = range.end === null ? 1 : compare(range.end, value);
  if (low === null || high === null) return null;
  return (range.startIncluded ? low <= 0 : low < 0) && (range.endIncluded ? high >= 0 : high > 0);
}
