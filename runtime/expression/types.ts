/** `instance of` and the types of parameters. */
import type { TypeAst } from './ast.ts';
import { checkDepth, type Run, spend } from './limits.ts';
import { type Feel, FeelFunction, FeelRange, isContext, isList, kindOf } from './values.ts';

/** Whether a value belongs to a type. Null belongs to `Null` and to nothing else. */
export function belongs(run: Run, value: Feel, type: TypeAst, depth = 0): boolean {
  checkDepth(depth);
  switch (type.kind) {
    case 'name':
      return named(value, type.name);
    case 'host':
      return value !== null && type.test(value);
    case 'list':
      if (!isList(value)) return false;
      spend(run, value.length);
      return value.every((element) => isOrNull(run, element, type.of, depth + 1));
    case 'range':
      return value instanceof FeelRange && [value.start, value.end].every((end) => end === null || belongs(run, end, type.of, depth + 1));
    case 'context':
      return (
        isContext(value) &&
        type.entries.every((entry) => value.has(entry.name) && isOrNull(run, value.get(entry.name) as Feel, entry.type, depth + 1))
      );
    case 'function':
      return value instanceof FeelFunction && functionFits(value, type.parameters);
  }
}

const isOrNull = (run: Run, value: Feel, type: TypeAst, depth: number): boolean => value === null || belongs(run, value, type, depth);

function named(value: Feel, name: string): boolean {
  if (name === 'Null') return value === null;
  if (value === null) return false;
  const kind = kindOf(value);
  if (name === 'Any') return true;
  if (name === 'dateTime') return kind === 'date and time';
  if (name === 'duration') return kind === 'days and time duration' || kind === 'years and months duration';
  return (
    kind === name ||
    (name === 'yearMonthDuration' && kind === 'years and months duration') ||
    (name === 'dayTimeDuration' && kind === 'days and time duration')
  );
}

/** Finds the test of a type that is not FEEL's own. */
export type TypeLookup = (name: string) => ((value: Feel) => boolean) | undefined;

/** The type with names of the host's own types resolved. */
export function resolved(type: TypeAst, lookup: TypeLookup | undefined): TypeAst {
  if (!lookup) return type;
  switch (type.kind) {
    case 'name': {
      const test = lookup(type.name);
      return test ? { kind: 'host', name: type.name, test } : type;
    }
    case 'list':
    case 'range':
      return { ...type, of: resolved(type.of, lookup) };
    case 'context':
      return { ...type, entries: type.entries.map((entry) => ({ ...entry, type: resolved(entry.type, lookup) })) };
    default:
      return type;
  }
}

/** How a parameter type is compared: by what is written. */
export const typeText = (type: TypeAst): string => {
  if (type.kind === 'name' || type.kind === 'host') return type.name;
  if (type.kind === 'list' || type.kind === 'range') return `${type.kind}<${typeText(type.of)}>`;
  if (type.kind === 'context') return `context<${type.entries.map((entry) => `${entry.name}: ${typeText(entry.type)}`).join(', ')}>`;
  return `function<${type.parameters.map(typeText).join(', ')}>`;
};

/** Parameter types are contravariant; with nothing declared any type fits. */
function functionFits(value: FeelFunction, parameters: readonly TypeAst[]): boolean {
  const count = value.signatures.some((names) => names.length === parameters.length);
  if (!count && !value.variadic) return false;
  return parameters.every((parameter, index) => {
    const own = value.declared?.parameters[index];
    return own === undefined || own === 'Any' || own === typeText(parameter) || typeText(parameter) === 'Null';
  });
}

/** The value as the type wants it: a list of one becomes its element, a value becomes a list of one; null when it does not fit. */
export function coerced(run: Run, value: Feel, type: TypeAst): Feel {
  if (value === null || belongs(run, value, type)) return value;
  if (isList(value) && value.length === 1 && type.kind !== 'list') {
    const only = value[0] as Feel;
    return only !== null && belongs(run, only, type) ? only : null;
  }
  if (type.kind === 'list' && belongs(run, value, type.of)) return [value];
  return null;
}
