/** Item definitions of a DMN model: what a value must be, and the names inside it that the parser has to know. */
import { equal } from '../../../expression/compare.ts';
import { compileTests } from '../../../expression/evaluate.ts';
import { startRun } from '../../../expression/limits.ts';
import type { NameTree } from '../../../expression/parse.ts';
import { type Feel, FeelFunction, isContext, isList, kindOf } from '../../../expression/values.ts';
import { all, first, textIn, type Xml } from './xml.ts';

export type Types = ReadonlyMap<string, Xml>;
const kinds: Record<string, string> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
  'days and time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
  context: 'context',
};

const baseName = (name: string): string => name.replace(/^feel[:.]/, '').trim();

/** The value as its declared type takes it: a list of one for its element and the other way round; null when it does not fit. */
export function conform(types: Types, typeName: string | undefined, value: Feel): Feel {
  if (!typeName || value === null || baseName(typeName) === 'Any') return value;
  if (fitsName(types, typeName, value)) return value;
  if (isList(value) && value.length === 1 && fitsName(types, typeName, value[0] as Feel)) return value[0] as Feel;
  return fitsName(types, typeName, [value]) ? [value] : null;
}

/** `instance of` looks at the shape alone, and wants every component; a declared type also checks the allowed values. */
export type Strictness = 'declared' | 'instance';

/** Whether a value is of a named type: one of the model's own, or of FEEL. */
export function fitsName(types: Types, typeName: string, value: Feel, how: Strictness = 'declared'): boolean {
  const name = baseName(typeName);
  const definition = types.get(name);
  if (definition) return fitsDefinition(types, definition, value, how);
  if (name === 'Any' || !(name in kinds)) return true;
  return kindOf(value) === kinds[name];
}

function fitsDefinition(types: Types, definition: Xml, value: Feel, how: Strictness): boolean {
  if (first(definition, 'functionItem')) return value instanceof FeelFunction;
  if (definition.attributes.isCollection !== 'true') return fitsOne(types, definition, value, how);
  return isList(value) && value.every((element) => element === null || fitsOne(types, definition, element, how));
}

function fitsOne(types: Types, definition: Xml, value: Feel, how: Strictness): boolean {
  const components = all(definition, 'itemComponent');
  if (components.length > 0) {
    if (!isContext(value)) return false;
    return components.every((component) => {
      const entry = value.get(component.attributes.name ?? '');
      if (entry === undefined) return how === 'declared';
      return entry === null || fitsDefinition(types, component, entry, how);
    });
  }
  const base = textIn(definition, 'typeRef');
  if (base && !fitsName(types, base, value, how)) return false;
  if (how === 'instance') return true;
  const allowed = textIn(first(definition, 'allowedValues'), 'text');
  return !allowed || passes(allowed, value);
}

/** Whether a value passes unary tests. */
export function passes(tests: string, value: Feel): boolean {
  const compiled = compileTests(tests);
  return !compiled.ok || compiled.code(startRun({}, { now: '' }), value);
}

/** Names of the components of a type. */
export function namesIn(types: Types, typeName: string | undefined, depth = 0): NameTree | true {
  const definition = typeName ? types.get(baseName(typeName)) : undefined;
  return definition && depth < 10 ? namesOf(types, definition, depth) : true;
}

function namesOf(types: Types, definition: Xml, depth: number): NameTree | true {
  const components = all(definition, 'itemComponent');
  if (components.length === 0) return namesIn(types, textIn(definition, 'typeRef'), depth + 1);
  const tree: NameTree = {};
  for (const component of components) tree[component.attributes.name ?? ''] = namesOf(types, component, depth + 1);
  return tree;
}

/** Whether a result is what a test expects; numbers to eight digits, as the test kit compares them. */
export function agrees(expected: Feel, actual: Feel): boolean {
  if (expected === null || actual === null) return expected === actual;
  if (isList(expected)) {
    return isList(actual) && expected.length === actual.length && expected.every((value, index) => agrees(value, actual[index] as Feel));
  }
  if (isContext(expected)) {
    return (
      isContext(actual) &&
      expected.size === actual.size &&
      [...expected].every(([key, value]) => actual.has(key) && agrees(value, actual.get(key) as Feel))
    );
  }
  if (kindOf(expected) !== kindOf(actual)) return false;
  if (kindOf(expected) === 'number') return closeTo(Number(String(expected)), Number(String(actual)));
  return String(expected) === String(actual) || equal(startRun({}, { now: '' }), expected, actual) === true;
}

const closeTo = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(a), Math.abs(b));
