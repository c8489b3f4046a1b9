/** Between the JSON of documents and cases and the values of FEEL. */
import type { ValueType } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { numberText, textOf } from './format.ts';
import { checkDepth, grow, growText, type Run, startRun } from './limits.ts';
import { FeelNumber, numberOf, parseNumber, roundTo } from './numbers.ts';
import { FeelDate, FeelDateTime } from './temporal.ts';
import { type Feel, FeelFunction, FeelRange, isContext, isList, isNumber, isPlain, lift } from './values.ts';

/**
 * The FEEL value of a JSON value of a declared type. A value that does not fit its type is null: an expression
 * never sees a number as text or a date as text by accident.
 * @example feelValue('1200.00', 'money') // the number 1200
 */
export function feelValue(value: JsonValue, type: ValueType, columns?: readonly FeelColumn[]): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'number':
    case 'integer':
    case 'money':
      return numeric(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? FeelDate.parse(value) : null;
    case 'dateTime':
      return typeof value === 'string' ? FeelDateTime.parse(value) : null;
    case 'codes':
    case 'cascade':
      return Array.isArray(value) ? value.filter((code) => typeof code === 'string') : null;
    case 'file':
      return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : typeof value === 'string' ? [value] : null;
    case 'dateRange':
      return isRecord(value) ? { from: feelValue(value.from ?? null, 'date'), to: feelValue(value.to ?? null, 'date') } : null;
    case 'table':
      return Array.isArray(value) ? value.filter(isRecord).map((row) => feelRow(row, columns ?? [])) : null;
    case 'signature':
      return isRecord(value) ? anyFeelValue(value) : null;
    case 'address':
      return typeof value === 'string' ? value : anyFeelValue(value);
    default:
      return typeof value === 'string' ? value : null;
  }
}

/** A column of a table, as far as its values are typed. */
export interface FeelColumn {
  id: string;
  type: ValueType;
}

/** One row of a table as expressions see it: every column is there, null where nothing was given. */
export function feelRow(row: Record<string, JsonValue>, columns: readonly FeelColumn[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ id, type }) => [id, feelValue(Object.hasOwn(row, id) ? row[id]! : null, type)]));
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function numeric(value: JsonValue): FeelNumber | null {
  if (typeof value === 'string') return parseNumber(value.trim());
  return typeof value === 'number' && Number.isFinite(value) ? numberOf(value) : null;
}

/** The FEEL value of JSON without a declared type: numbers become decimals, objects contexts, texts stay texts. */
export function anyFeelValue(value: unknown): Feel {
  try {
    return lift(startRun({}, { now: '' }), value);
  } catch {
    return null; // too large or too deep to be a value of an expression
  }
}

/**
 * JSON of a FEEL value: numbers as JSON numbers, dates and durations as ISO text, contexts as objects. A function has no
 * JSON and is null. Never throws; what is too large or deep is null.
 */
export function jsonValue(value: unknown): JsonValue {
  try {
    return toJson(startRun({}, { now: '' }), value, 0);
  } catch {
    return null;
  }
}

/** Like `jsonValue`, within the budget of an evaluation. */
export function toJson(run: Run, value: unknown, depth = 0): JsonValue {
  checkDepth(depth);
  if (value === null || value === undefined || value instanceof FeelFunction) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') {
    grow(run, value.length);
    return value;
  }
  const feel = value as Feel;
  if (isNumber(feel)) return numberJson(feel);
  if (isList(feel)) {
    grow(run, feel.length);
    return feel.map((element) => toJson(run, element, depth + 1));
  }
  if (isContext(feel)) return objectOf(run, feel, depth);
  if (feel instanceof FeelRange) return textOf(run, feel, depth);
  if (isPlain(value)) return objectOf(run, Object.entries(value), depth);
  const text = String(feel);
  growText(run, text.length);
  return text;
}

/** A JSON number, to the 17 digits it can hold; digits as text where the value is out of its range. */
function numberJson(value: FeelNumber): number | string {
  const plain = value.toNumber();
  return Number.isFinite(plain) && (plain !== 0 || value.isZero()) ? plain : numberText(value);
}

function objectOf(run: Run, entries: Iterable<[string, unknown]>, depth: number): JsonValue {
  // `__proto__` must become a key of its own, not a prototype.
  const made: { [key: string]: JsonValue } = {};
  for (const [key, value] of entries) {
    grow(run, key.length + 1);
    Object.defineProperty(made, key, { value: toJson(run, value, depth + 1), enumerable: true, configurable: true, writable: true });
  }
  return made;
}

/** JSON of a FEEL value as a declared type is written in a case: money is a text of two places. */
export function typedJson(run: Run, value: Feel, type: ValueType): JsonValue {
  if (type === 'money' && isNumber(value)) return roundTo(value, 2, FeelNumber.ROUND_HALF_EVEN)?.toFixed(2) ?? null;
  return toJson(run, value);
}
