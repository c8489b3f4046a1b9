/** Built-in functions on numbers. */
import { Decimal } from 'decimal.js';
import { type Run, spend } from '../limits.ts';
import { type FeelNumber, finite, integerOf, roundTo, zero } from '../numbers.ts';
import { DayTimeDuration, YearMonthDuration } from '../temporal.ts';
import type { Feel } from '../values.ts';
import { fn, way } from './define.ts';

/** Steps for roots, logarithms and exponentials. */
const SERIES_STEPS = 400;
/** e to more than this is beyond decimal128. */
const MAX_EXPONENT = 14_150;

const rounding = (mode: Decimal.Rounding) =>
  fn(
    way('n: number, scale?: number', (_run: Run, n: FeelNumber, scale: FeelNumber = zero) => {
      const places = integerOf(scale);
      return places === null ? null : roundTo(n, places, mode);
    }),
  );

function modulo(_run: Run, dividend: FeelNumber, divisor: FeelNumber): Feel {
  if (divisor.isZero()) return null;
  // Beyond 34 digits of quotient a remainder means nothing, and division would cost its length.
  if (dividend.e - divisor.e > 34) return null;
  const remainder = dividend.mod(divisor);
  const isOff = !remainder.isZero() && remainder.isNegative() !== divisor.isNegative();
  return finite(isOff ? remainder.plus(divisor) : remainder);
}

function exponential(run: Run, n: FeelNumber): Feel {
  spend(run, SERIES_STEPS);
  if (n.abs().greaterThan(MAX_EXPONENT)) return n.isNegative() ? zero : null;
  return finite(n.exp());
}

const isMultipleOfTwo = (n: FeelNumber): boolean => n.e > 40 || n.mod(2).isZero();

export const numberFunctions = {
  decimal: fn(
    way('n: number, scale: number', (_run, n: FeelNumber, scale: FeelNumber) => {
      const places = integerOf(scale.trunc());
      return places === null ? null : roundTo(n, places, Decimal.ROUND_HALF_EVEN);
    }),
  ),
  floor: rounding(Decimal.ROUND_FLOOR),
  ceiling: rounding(Decimal.ROUND_CEIL),
  'round up': rounding(Decimal.ROUND_UP),
  'round down': rounding(Decimal.ROUND_DOWN),
  'round half up': rounding(Decimal.ROUND_HALF_UP),
  'round half down': rounding(Decimal.ROUND_HALF_DOWN),
  'round half even': rounding(Decimal.ROUND_HALF_EVEN),
  abs: fn(
    way('n: number', (_run, n: FeelNumber) => n.abs()),
    way('n: duration', (_run, n: DayTimeDuration) => DayTimeDuration.of(n.nanos < 0n ? -n.nanos : n.nanos)),
    way('n: months', (_run, n: YearMonthDuration) => YearMonthDuration.of(Math.abs(n.months))),
  ),
  modulo: fn(way('dividend: number, divisor: number', modulo)),
  sqrt: fn(
    way('number: number', (run, n: FeelNumber) => {
      spend(run, SERIES_STEPS);
      return n.isNegative() && !n.isZero() ? null : finite(n.sqrt());
    }),
  ),
  log: fn(
    way('number: number', (run, n: FeelNumber) => {
      spend(run, SERIES_STEPS);
      return n.isNegative() || n.isZero() ? null : finite(n.ln());
    }),
  ),
  exp: fn(way('number: number', exponential)),
  odd: fn(way('number: number', (_run, n: FeelNumber) => n.isInteger() && !isMultipleOfTwo(n))),
  even: fn(way('number: number', (_run, n: FeelNumber) => n.isInteger() && isMultipleOfTwo(n))),
};
