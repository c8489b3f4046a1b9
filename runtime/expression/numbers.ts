/** FEEL numbers: decimals of 34 digits, rounded half to even, as DMN asks for (IEEE 754 decimal128). */
import { Decimal } from 'decimal.js';

/** The number class of every FEEL number. Its exponents end where decimal128 ends: beyond that a result is null. */
export const FeelNumber = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  minE: -6176,
  maxE: 6144,
  toExpNeg: -20,
  toExpPos: 40,
  defaults: true,
});
export type FeelNumber = Decimal;

export const zero: FeelNumber = new FeelNumber(0);
export const one: FeelNumber = new FeelNumber(1);

/** A FEEL number of a JavaScript number. */
export const numberOf = (value: number | string | bigint): FeelNumber => new FeelNumber(typeof value === 'bigint' ? String(value) : value);

/** Infinity and NaN are no FEEL numbers. */
export const finite = (value: FeelNumber): FeelNumber | null => (value.isFinite() ? value : null);

const numeral = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,6})?$/;

/** Reads a number as XML Schema decimals and FEEL literals are written; null for all else. */
export function parseNumber(text: string): FeelNumber | null {
  if (text.length > 7000 || !numeral.test(text)) return null;
  return finite(new FeelNumber(text).plus(zero));
}

/** The value as a JavaScript integer, when it is one and is safe. */
export function integerOf(value: unknown): number | null {
  if (!(value instanceof FeelNumber) || !value.isInteger()) return null;
  const plain = value.toNumber();
  return Number.isSafeInteger(plain) ? plain : null;
}

/** Order of two FEEL numbers. The library's own makes a copy of its argument first, which costs more than comparing. */
export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  const [left, right] = [a.d, b.d];
  const [leftZero, rightZero] = [left[0] === 0, right[0] === 0];
  if (leftZero || rightZero) return (leftZero ? 0 : a.s) - (rightZero ? 0 : b.s);
  if (a.s !== b.s) return a.s;
  if (a.e !== b.e) return a.e > b.e ? a.s : -a.s;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] as number) - (right[index] as number);
    if (difference !== 0) return difference > 0 ? a.s : -a.s;
  }
  return left.length === right.length ? 0 : left.length > right.length ? a.s : -a.s;
}

/** Rounds to `scale` places after the point; a negative scale rounds before it. */
export function roundTo(value: FeelNumber, scale: number, mode: Decimal.Rounding): FeelNumber | null {
  if (scale < -6111 || scale > 6176) return null;
  if (scale >= 0) return finite(value.toDecimalPlaces(scale, mode));
  const unit = new FeelNumber(10).pow(-scale);
  return finite(value.div(unit).toDecimalPlaces(0, mode).times(unit));
}
