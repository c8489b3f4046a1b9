/** All built-in functions by name. */
import type { FeelFunction } from '../values.ts';
import { calendarFunctions } from './calendar.ts';
import { contextFunctions } from './contexts.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './dates.ts';
import { fn, way } from './define.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { rangeFunctions } from './ranges.ts';
import { stringFunctions } from './strings.ts';

const booleanFunctions = {
  not: fn(way('negand: any', (_run, negand) => (typeof negand === 'boolean' ? !negand : null))),
};

/** Built-in functions by name; a map, so that no name reaches a prototype. */
export const builtins: ReadonlyMap<string, FeelFunction> = new Map(
  Object.entries({
    ...booleanFunctions,
    ...calendarFunctions,
    ...contextFunctions,
    ...conversionFunctions,
    ...dateFunctions,
    ...listFunctions,
    ...numberFunctions,
    ...rangeFunctions,
    ...stringFunctions,
  }),
);
