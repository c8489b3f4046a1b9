/** The values of FEEL, and how values from outside become them. */
import { Decimal } from 'decimal.js';
import { checkDepth, grow, type Run } from './limits.ts';
import { FeelNumber, finite } from './numbers.ts';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from './temporal.ts';

export type FeelList = readonly Feel[];
/** Contexts are maps, so a key like `__proto__` is only a key. */
export type FeelContext = ReadonlyMap<string, Feel>;
export type Feel =
  | null
  | boolean
  | string
  | FeelNumber
  | FeelDate
  | FeelTime
  | FeelDateTime
  | DayTimeDuration
  | YearMonthDuration
  | FeelRange
  | FeelFunction
  | FeelList
  | FeelContext;

/** An interval. A missing end (`null`) is unbounded. */
export class FeelRange {
  readonly start: Feel;
  readonly end: Feel;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  /** The operator of a range written as `> 5`: it is not the same range as `(5..null)`. */
  readonly operator?: string;
  constructor(start: Feel, end: Feel, startIncluded: boolean, endIncluded: boolean, operator?: string) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.operator = operator;
  }
}

/** Something that can be called: a built-in function, or a function literal with the scope it was made in. */
export class FeelFunction {
  /** Parameter names of each way to call it, for named arguments. */
  readonly signatures: readonly (readonly string[])[];
  /** `names` are those of a call by name; arguments come in order all the same. */
  readonly call: (run: Run, args: Feel[], names?: readonly string[]) => Feel;
  /** Types for `instance of`, where declared. */
  readonly declared?: { parameters: readonly (string | undefined)[] };
  /** The last parameter takes the rest of the arguments. */
  readonly variadic: boolean;
  /** Fewest arguments. */
  readonly least: number;
  constructor(
    signatures: readonly (readonly string[])[],
    call: (run: Run, args: Feel[], names?: readonly string[]) => Feel,
    variadic = false,
    declared?: { parameters: readonly (string | undefined)[] },
    least = 0,
  ) {
    this.signatures = signatures;
    this.call = call;
    this.variadic = variadic;
    this.declared = declared;
    this.least = least;
  }
}

export type Kind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'
  | 'range'
  | 'function'
  | 'list'
  | 'context';

/** The FEEL type of a value. */
export function kindOf(value: Feel): Kind {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (value instanceof FeelNumber) return 'number';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'context';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof DayTimeDuration) return 'days and time duration';
  if (value instanceof YearMonthDuration) return 'years and months duration';
  return value instanceof FeelRange ? 'range' : 'function';
}

export const isList = (value: Feel): value is FeelList => Array.isArray(value);
export const isContext = (value: Feel): value is FeelContext => value instanceof Map;
export const isNumber = (value: Feel): value is FeelNumber => value instanceof FeelNumber;

/** Plain objects only: a class instance, a proxy of a class or a function is no FEEL value. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isScalarClass = (value: unknown): value is Feel =>
  value instanceof FeelNumber ||
  value instanceof FeelDate ||
  value instanceof FeelDateTime ||
  value instanceof FeelTime ||
  value instanceof DayTimeDuration ||
  value instanceof YearMonthDuration ||
  value instanceof FeelRange ||
  value instanceof FeelFunction;

/** Turns a value of the evaluation context into a FEEL value. What FEEL does not know becomes null. */
export function lift(run: Run, value: unknown, depth = 0): Feel {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return finite(new FeelNumber(value));
  if (isScalarClass(value) || value instanceof Map) return value as Feel;
  if (Array.isArray(value) || isPlain(value)) return liftOnce(run, value, depth);
  return Decimal.isDecimal(value) ? finite(new FeelNumber(value as Decimal)) : null;
}

function liftOnce(run: Run, value: readonly unknown[] | Record<string, unknown>, depth: number): Feel {
  const known = run.lifted?.get(value);
  if (known !== undefined) return known as Feel;
  const made = Array.isArray(value) ? liftList(run, value, depth) : liftContext(run, value as Record<string, unknown>, depth);
  run.lifted ??= new Map();
  run.lifted.set(value, made);
  return made;
}

function liftList(run: Run, value: readonly unknown[], depth: number): FeelList {
  checkDepth(depth);
  grow(run, value.length);
  return value.map((element) => lift(run, element, depth + 1));
}

function liftContext(run: Run, value: Record<string, unknown>, depth: number): FeelContext {
  checkDepth(depth);
  const keys = Object.keys(value);
  grow(run, keys.length);
  return new Map(keys.map((key) => [key, lift(run, value[key], depth + 1)]));
}

/** Names are compared without their extra spaces: `a  b` is `a b`. */
export const normalName = (name: string): string =>
  name
    .replace(/\s*(\*\*|[./\-'+*])\s*/g, ' $1 ')
    .replace(/\s{2,}/g, ' ')
    .trim();

/** A copy of a list that may still grow. */
export function grown(run: Run, list: FeelList): FeelList {
  grow(run, list.length);
  return list.slice();
}
