/** `+ - * / **` on numbers, texts, dates, times and durations; null for every other pair. */
import type { ArithmeticOp } from './ast.ts';
import { growText, type Run, spend } from './limits.ts';
import { FeelNumber, finite, integerOf } from './numbers.ts';
import { DAY_NANOS, DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from './temporal.ts';
import { type Feel, isNumber } from './values.ts';

/** Steps charged for a power: its cost grows with the precision, not with the values. */
const POWER_STEPS = 400;

export function arithmetic(run: Run, op: ArithmeticOp, left: Feel, right: Feel): Feel {
  if (isNumber(left) && isNumber(right)) return numbers(run, op, left, right);
  if (left === null || right === null) return null;
  switch (op) {
    case '+':
      return add(run, left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return scale(left, right) ?? scale(right, left);
    case '/':
      return divide(left, right);
    case '**':
      return null;
  }
}

function numbers(run: Run, op: ArithmeticOp, left: FeelNumber, right: FeelNumber): Feel {
  switch (op) {
    case '+':
      return finite(left.plus(right));
    case '-':
      return finite(left.minus(right));
    case '*':
      return finite(left.times(right));
    case '/':
      return right.isZero() ? null : finite(left.div(right));
    case '**':
      return power(run, left, right);
  }
}

/** A power. Results beyond decimal128 are told from the exponents, without computing them. */
export function power(run: Run, base: FeelNumber, exponent: FeelNumber): Feel {
  spend(run, POWER_STEPS);
  if (base.isZero() && exponent.isNegative() && !exponent.isZero()) return null;
  if (exponent.abs().greaterThan(1e9)) return hugePower(base, exponent);
  const digits = base.isZero() ? 0 : Math.abs(base.e) * Math.min(exponent.abs().toNumber(), 1e9);
  if (digits > 1e6 && base.e !== 0 && base.e !== -1) return base.e > 0 === exponent.isNegative() ? new FeelNumber(0) : null;
  return finite(base.pow(exponent));
}

function hugePower(base: FeelNumber, exponent: FeelNumber): Feel {
  if (base.isZero() || base.equals(1)) return base;
  if (base.equals(-1) && exponent.isInteger()) return exponent.mod(2).isZero() ? base.abs() : base;
  const shrinks = base.abs().lessThan(1) !== exponent.isNegative();
  return shrinks ? new FeelNumber(0) : null;
}

function add(run: Run, left: Feel, right: Feel): Feel {
  if (typeof left === 'string' && typeof right === 'string') {
    growText(run, left.length + right.length);
    return left + right;
  }
  if (isDuration(left) && !isDuration(right)) return shift(right, left, 1);
  if (isDuration(right) && !isDuration(left)) return shift(left, right, 1);
  return sum(left, right, 1);
}

function subtract(left: Feel, right: Feel): Feel {
  if (isDuration(right) && !isDuration(left)) return shift(left, right, -1);
  if (isDuration(right)) return sum(left, right, -1);
  if (left instanceof FeelTime && right instanceof FeelTime) return DayTimeDuration.of(BigInt(left.instant - right.instant));
  const from = midnight(left);
  const to = midnight(right);
  if (!from || !to || Boolean(from.time.zone) !== Boolean(to.time.zone)) return null;
  return DayTimeDuration.of(from.instant - to.instant);
}

const isDuration = (value: Feel): value is DayTimeDuration | YearMonthDuration =>
  value instanceof DayTimeDuration || value instanceof YearMonthDuration;

const utcMidnight = new FeelTime(0, { offset: 0 });
const localMidnight = new FeelTime(0, null);

/** A date counts as midnight UTC where it meets a date-time with a zone (DMN 10.3.2.3.6), else as local midnight. */
function midnight(value: Feel): FeelDateTime | null {
  if (value instanceof FeelDateTime) return value;
  return value instanceof FeelDate ? new FeelDateTime(value, utcMidnight) : null;
}

function sum(left: Feel, right: Feel, sign: 1 | -1): Feel {
  if (left instanceof DayTimeDuration && right instanceof DayTimeDuration) {
    return DayTimeDuration.of(left.nanos + right.nanos * BigInt(sign));
  }
  if (left instanceof YearMonthDuration && right instanceof YearMonthDuration)
    return YearMonthDuration.of(left.months + right.months * sign);
  return null;
}

function shift(point: Feel, duration: DayTimeDuration | YearMonthDuration, sign: 1 | -1): Feel {
  if (duration instanceof YearMonthDuration) {
    return point instanceof FeelDate || point instanceof FeelDateTime ? point.plusMonths(duration.months * sign) : null;
  }
  const nanos = duration.nanos * BigInt(sign);
  if (point instanceof FeelTime) return point.plus(nanos);
  if (point instanceof FeelDateTime) return point.plus(nanos);
  if (!(point instanceof FeelDate)) return null;
  return new FeelDateTime(point, localMidnight).plus(nanos)?.date ?? null;
}

/** A duration times a number. */
function scale(duration: Feel, factor: Feel): Feel {
  if (!isDuration(duration) || !isNumber(factor)) return null;
  if (duration instanceof YearMonthDuration) return months(new FeelNumber(duration.months).times(factor));
  return nanoseconds(new FeelNumber(String(duration.nanos)).times(factor));
}

function months(value: FeelNumber): Feel {
  const whole = integerOf(value.trunc());
  return whole === null ? null : YearMonthDuration.of(whole);
}

function nanoseconds(value: FeelNumber): Feel {
  const whole = value.trunc();
  return whole.e > 30 ? null : DayTimeDuration.of(BigInt(whole.toFixed(0)));
}

function divide(left: Feel, right: Feel): Feel {
  if (isDuration(left) && isNumber(right)) return right.isZero() ? null : quotient(left, right);
  if (left instanceof DayTimeDuration && right instanceof DayTimeDuration) {
    return right.nanos === 0n ? null : finite(new FeelNumber(String(left.nanos)).div(String(right.nanos)));
  }
  if (left instanceof YearMonthDuration && right instanceof YearMonthDuration) {
    return right.months === 0 ? null : finite(new FeelNumber(left.months).div(right.months));
  }
  return null;
}

const quotient = (duration: DayTimeDuration | YearMonthDuration, divisor: FeelNumber): Feel =>
  duration instanceof YearMonthDuration
    ? months(new FeelNumber(duration.months).div(divisor))
    : nanoseconds(new FeelNumber(String(duration.nanos)).div(divisor));

/** `-value`. */
export function negate(value: Feel): Feel {
  if (isNumber(value)) return value.negated();
  if (value instanceof DayTimeDuration) return DayTimeDuration.of(-value.nanos);
  return value instanceof YearMonthDuration ? YearMonthDuration.of(-value.months) : null;
}

/** Whole days between two dates; used by ranges over dates. */
export const daysBetween = (from: FeelDate, to: FeelDate): number => to.epochDay - from.epochDay;
export { DAY_NANOS };
