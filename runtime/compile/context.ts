/** Flat values by path <-> the nested context expressions read. */
import type { ValueType } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import type { Declared } from './declared.ts';
import { feelValue } from './expressions.ts';
import { emptyMap, entry, partsOf } from './maps.ts';
import type { EvaluationContext, JsonValue, ScenarioPackage } from './plan.ts';

type Nested = Record<string, Record<string, unknown>>;

/** Types of what an expression reads under `case`. */
const caseTypes: Record<string, ValueType> = { region: 'region', submittedDate: 'date' };

export interface ContextParts {
  outcomes: Record<string, string>;
  case: Record<string, JsonValue>;
}

/** Makes `Plan.contextOf`: parameters are converted once, values by their declared type. */
export function contextMaker(
  pkg: ScenarioPackage,
  declared: Readonly<Record<string, Declared>>,
  overrides: Record<string, JsonValue> = {},
): (values: Record<string, JsonValue>, extra: ContextParts) => EvaluationContext {
  const param = paramsOf(pkg, overrides);
  return (values, extra) => {
    const context: EvaluationContext = { param, outcome: { ...extra.outcomes }, case: caseOf(extra.case) };
    overlay(context, declared, values);
    return context;
  };
}

/**
 * Writes values into a context in place, by their declared type. Null stays null. Plain objects, because V8 is three
 * times slower on objects without prototype; expressions look at own properties only, and `__proto__` is left out.
 */
export function overlay(context: EvaluationContext, declared: Readonly<Record<string, Declared>>, values: Record<string, JsonValue>): void {
  const nested = context as Nested;
  for (const path of Object.keys(values)) {
    const one = entry(declared, path);
    const { subject, key } = one ?? partsOf(path);
    if (key === '' || path.includes('__proto__')) continue;
    if (!Object.hasOwn(nested, subject)) nested[subject] = {};
    nested[subject]![key] = typed(values[path]!, one?.type, one?.columns);
  }
}

/** A copy whose subjects may be overlaid without changing the given context. */
export function copyOf(context: EvaluationContext): EvaluationContext {
  const copy: EvaluationContext = {};
  for (const [key, value] of Object.entries(context)) {
    copy[key] = value !== null && typeof value === 'object' && isPlain(value) ? { ...value } : value;
  }
  return copy;
}

/** The FEEL value at a path of a context; null when there is none. */
export function read(context: EvaluationContext, path: string): unknown {
  const { subject, key } = partsOf(path);
  const values = entry(context, subject);
  return values !== null && typeof values === 'object' && Object.hasOwn(values, key) ? (values as Record<string, unknown>)[key] : null;
}

function typed(value: JsonValue, type: ValueType | undefined, columns?: Declared['columns']): unknown {
  if (value === null || value === undefined) return null;
  return type === undefined ? value : feelValue(value, type, columns);
}

function paramsOf(pkg: ScenarioPackage, overrides: Record<string, JsonValue>): Record<string, unknown> {
  const params = emptyMap<unknown>();
  for (const [id, param] of Object.entries(pkg.scenario.params ?? {})) params[id] = typed(entry(overrides, id) ?? param.value, param.type);
  return params;
}

function caseOf(values: Record<string, JsonValue>): Record<string, unknown> {
  const result = emptyMap<unknown>();
  for (const [key, value] of Object.entries(values)) {
    // An instant given as a date is the local date it falls on.
    const date = entry(caseTypes, key) === 'date' && typeof value === 'string' && value.includes('T') ? localDate(value) : value;
    result[key] = typed(date, entry(caseTypes, key));
  }
  return result;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
