/** How built-in functions are declared: a name, its parameters in words, and what it does with arguments that fit. */
import type { Run } from '../limits.ts';
import { type Feel, FeelFunction, isList, type Kind, kindOf } from '../values.ts';

interface Parameter {
  name: string;
  type: string;
  /** May be left out. */
  optional: boolean;
  /** May be null. */
  nullable: boolean;
}
interface Way {
  parameters: Parameter[];
  least: number;
  call: (run: Run, ...args: never[]) => Feel;
}

const kinds: Record<string, readonly Kind[]> = {
  string: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  list: ['list'],
  context: ['context'],
  date: ['date'],
  time: ['time'],
  dateTime: ['date and time'],
  day: ['date', 'date and time'],
  duration: ['days and time duration'],
  months: ['years and months duration'],
  range: ['range'],
  function: ['function'],
};

/** `substring(string: string, start position: number, length?: number)`; `~` behind a type lets null in. */
function parametersOf(words: string): Parameter[] {
  if (words === '') return [];
  return words.split(', ').map((word) => {
    const [name = '', type = ''] = word.split(': ');
    return {
      name: name.replace('?', ''),
      type: type.replace('~', ''),
      optional: name.endsWith('?'),
      nullable: type.endsWith('~') || type === 'any',
    };
  });
}

/** One way to call a function. The declared types are what `call` gets, so its parameters may be typed by them. */
export function way(words: string, call: (run: Run, ...args: never[]) => Feel): Way {
  const parameters = parametersOf(words);
  return { parameters, least: parameters.filter((parameter) => !parameter.optional).length, call };
}

const missed = Symbol('argument does not fit');

function fitted(value: Feel, { type, nullable }: Parameter): Feel | typeof missed {
  if (type === 'any') return value;
  if (value === null) return nullable ? null : missed;
  const allowed = kinds[type] ?? [];
  const kind = kindOf(value);
  if (allowed.includes(kind)) return value;
  if (type === 'list') return [value];
  // A list of one value stands for the value (DMN 10.3.2.9.4).
  if (isList(value) && value.length === 1) return fitted(value[0] as Feel, { name: '', type, nullable, optional: false });
  return missed;
}

function arranged(ways: readonly Way[], args: readonly Feel[], names: readonly string[] = []): { way: Way; values: Feel[] } | undefined {
  for (const one of ways) {
    if (args.length < one.least || args.length > one.parameters.length) continue;
    if (!names.every((name) => one.parameters.some((parameter) => parameter.name === name))) continue;
    const values: Feel[] = [];
    for (const [index, value] of args.entries()) {
      const fit = fitted(value, one.parameters[index] as Parameter);
      if (fit === missed) break;
      values.push(fit);
    }
    if (values.length === args.length) return { way: one, values };
  }
  return undefined;
}

/** A function of fixed parameters; the first way its arguments fit is taken, null when none does. */
export const fn = (...ways: Way[]): FeelFunction =>
  new FeelFunction(
    ways.map((one) => one.parameters.map((parameter) => parameter.name)),
    (run, args, names) => {
      const found = arranged(ways, args, names);
      return found ? (found.way.call as (run: Run, ...values: Feel[]) => Feel)(run, ...found.values) : null;
    },
    false,
    undefined,
    Math.min(...ways.map((one) => one.least)),
  );

/** A function over one list, which may also be called with the elements one by one. */
export const overList = (call: (run: Run, list: readonly Feel[]) => Feel): FeelFunction =>
  new FeelFunction(
    [['list']],
    (run, args) => {
      const [first] = args;
      if (args.length !== 1) return args.length === 0 ? null : call(run, args);
      if (first === null || first === undefined) return null;
      return call(run, isList(first) ? first : [first]);
    },
    true,
    undefined,
    1,
  );
