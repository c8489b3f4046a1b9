/**
 * The values of a column, cut into pieces within which no cell can tell two values apart: for ordered values each limit
 * and the stretch between two, else each value named and one for all the others.
 */
import type { TableInputType } from '../../../schemas/generated/documents.ts';
import { compare } from '../compare.ts';
import { FeelNumber } from '../numbers.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from '../temporal.ts';
import { type Feel, isNumber } from '../values.ts';
import { allBits, type Bits, fill, noBits, put } from './bits.ts';

interface Base {
  size: number;
  /** Pieces that hold a value at all: between 18 and 19 there is no whole number. */
  full: Bits;
  /** Piece of a missing value, when a cell speaks of it. */
  missing?: number;
}
/** Pieces 2i+1 are the limits, 2i what lies before limit i. */
export type Ordered = Base & { kind: 'ordered'; limits: readonly Feel[]; step?: 'whole' | 'cent' };
/** `values`, and after them the others unless the list is closed. */
export type Listed = Base & { kind: 'listed'; values: readonly Feel[]; closed: boolean };
/** Sets of values: piece i has the values whose bits are set in i. The highest bit stands for any other value. */
export type Sets = Base & { kind: 'sets'; values: readonly string[]; closed: boolean };
/** Nothing is known of the values: cells other than `-` cannot be judged. */
export type Opaque = Base & { kind: 'opaque' };
export type Domain = Ordered | Listed | Sets | Opaque;

/** What is known of a column beside its type. */
export interface ColumnFacts {
  /** The only texts there can be. */
  codes?: readonly string[];
  minimum?: number;
  maximum?: number;
}

const MOST_IN_SETS = 8;

type Kind = 'ordered' | 'listed' | 'sets' | 'opaque';
export function kindOfType(type: TableInputType): Kind {
  if (['number', 'integer', 'money', 'date', 'dateTime', 'time', 'dayTimeDuration', 'yearMonthDuration'].includes(type)) return 'ordered';
  if (type === 'codes') return 'sets';
  return ['address', 'table', 'dateRange', 'signature', 'cascade', 'file'].includes(type) ? 'opaque' : 'listed';
}

/** Whether a constant is of the column's type: a cell that compares with anything else is not judged. */
export function suits(type: TableInputType, value: Feel): boolean {
  switch (type) {
    case 'number':
    case 'integer':
    case 'money':
      return isNumber(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return value instanceof FeelDate;
    // Times are equal by the second and ordered by less: a limit with a fraction would have two meanings.
    case 'dateTime':
      return value instanceof FeelDateTime && value.time.nanos % 1_000_000_000 === 0;
    case 'time':
      return value instanceof FeelTime && value.zone === null && value.nanos % 1_000_000_000 === 0;
    case 'dayTimeDuration':
      return value instanceof DayTimeDuration;
    case 'yearMonthDuration':
      return value instanceof YearMonthDuration;
    default:
      return typeof value === 'string';
  }
}

/** The domain of a column whose cells name these constants. */
export function domainOf(type: TableInputType, constants: readonly Feel[], facts: ColumnFacts = {}): Domain {
  const missing = constants.includes(null);
  const named = constants.filter((value) => suits(type, value));
  switch (kindOfType(type)) {
    case 'ordered':
      return ordered(type, [...named, ...bounds(type, facts)], facts, missing);
    case 'sets':
      return sets(named as string[], facts, missing);
    case 'opaque':
      return { kind: 'opaque', size: 1, full: allBits(1) };
    default:
      return type === 'boolean' ? listed([true, false], true, missing) : texts(named as string[], facts, missing);
  }
}

function texts(named: readonly string[], { codes }: ColumnFacts, missing: boolean): Domain {
  return codes ? listed([...codes], true, missing) : listed([...new Set(named)], false, missing);
}

function listed(values: Feel[], closed: boolean, missing: boolean): Listed {
  const size = values.length + (closed ? 0 : 1) + (missing ? 1 : 0);
  return { kind: 'listed', values, closed, size, full: allBits(size), ...(missing ? { missing: size - 1 } : {}) };
}

function sets(named: readonly string[], { codes }: ColumnFacts, missing: boolean): Domain {
  // Codes no cell names are all alike: they are the others.
  const values = [...new Set(named)].filter((value) => !codes || codes.includes(value));
  if (values.length > MOST_IN_SETS) return { kind: 'opaque', size: 1, full: allBits(1) };
  const closed = codes !== undefined && codes.every((code) => values.includes(code));
  const count = 2 ** (values.length + (closed ? 0 : 1));
  const size = count + (missing ? 1 : 0);
  return { kind: 'sets', values, closed, size, full: allBits(size), ...(missing ? { missing: count } : {}) };
}

const bounds = (type: TableInputType, { minimum, maximum }: ColumnFacts): Feel[] =>
  isNumeric(type) ? [minimum, maximum].flatMap((bound) => (bound === undefined ? [] : [new FeelNumber(bound)])) : [];
const isNumeric = (type: TableInputType): boolean => type === 'number' || type === 'integer' || type === 'money';

function ordered(type: TableInputType, constants: Feel[], facts: ColumnFacts, missing: boolean): Ordered {
  const sorted = [...constants].sort((a, b) => compare(a, b) ?? 0);
  const limits = sorted.filter((value, index) => index === 0 || compare(value, sorted[index - 1] as Feel) !== 0);
  const count = limits.length * 2 + 1;
  const size = count + (missing ? 1 : 0);
  const full = noBits(size);
  const indexOf = (bound: number | undefined, otherwise: number): number => {
    const at = bound === undefined ? -1 : limits.findIndex((limit) => isNumber(limit) && limit.eq(bound));
    return at < 0 ? otherwise : at * 2 + 1;
  };
  const [lowest, highest] = isNumeric(type) ? [indexOf(facts.minimum, 0), indexOf(facts.maximum, count - 1)] : [0, count - 1];
  for (let piece = lowest; piece <= highest; piece += 1) if (holdsValue(type, limits, piece)) put(full, piece);
  if (missing) put(full, count);
  const step = type === 'integer' ? { step: 'whole' as const } : type === 'money' ? { step: 'cent' as const } : {};
  return { kind: 'ordered', limits, size, full, ...step, ...(missing ? { missing: count } : {}) };
}

function holdsValue(type: TableInputType, limits: readonly Feel[], piece: number): boolean {
  const limit = limits[piece >>> 1];
  if (piece % 2 === 1) return isNumber(limit as Feel) ? isStep(type, limit as FeelNumber) : true;
  const before = limits[(piece >>> 1) - 1];
  if (type === 'time' && before === undefined && limit !== undefined) return (limit as FeelTime).nanos > 0;
  if (before === undefined || limit === undefined) return true;
  return !isNext(type, before, limit);
}

function isStep(type: TableInputType, value: FeelNumber): boolean {
  if (type === 'integer') return value.isInteger();
  return type === 'money' ? value.times(100).isInteger() : true;
}

/** Whether no value lies between the two. */
function isNext(type: TableInputType, before: Feel, after: Feel): boolean {
  if (before instanceof FeelDate && after instanceof FeelDate) return after.epochDay - before.epochDay === 1;
  if (before instanceof YearMonthDuration && after instanceof YearMonthDuration) return after.months - before.months === 1;
  if (!isNumber(before) || !isNumber(after) || type === 'number') return false;
  const scale = type === 'money' ? 100 : 1;
  const next = before.times(scale).floor().plus(1);
  return next.gte(after.times(scale));
}

/** A value of a piece, to ask a cell about; undefined when the piece stands for values nobody named. */
export function sampleOf(domain: Domain, piece: number): Feel | undefined {
  if (piece === domain.missing) return null;
  if (domain.kind === 'listed') return domain.values[piece];
  if (domain.kind !== 'sets') return undefined;
  const chosen: Feel[] = domain.values.filter((_, index) => (piece & (1 << index)) !== 0);
  const other = !domain.closed && (piece & (1 << domain.values.length)) !== 0;
  return other ? [...chosen, otherThan(domain.values)] : chosen;
}

/** A text that is none of those named. */
export function otherThan(texts: readonly Feel[]): string {
  let other = '其他';
  while (texts.includes(other)) other += '*';
  return other;
}

/** Pieces of an ordered domain that compare so with a limit. */
export function piecesAround(domain: Ordered, at: number, op: '<' | '<=' | '=' | '>=' | '>'): Bits {
  const bits = noBits(domain.size);
  const last = domain.limits.length * 2;
  if (op === '=') put(bits, at * 2 + 1);
  else if (op === '<' || op === '<=') fill(bits, 0, at * 2 + (op === '<=' ? 1 : 0));
  else fill(bits, at * 2 + (op === '>=' ? 1 : 2), last);
  return bits;
}

export const limitIndex = (domain: Ordered, value: Feel): number => {
  let low = 0;
  let high = domain.limits.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compare(domain.limits[middle] as Feel, value) ?? 0;
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
};
