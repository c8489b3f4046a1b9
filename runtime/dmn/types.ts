/** Types of a model, as far as values of a case have them. */
import type { TableInputType, ValueType } from '../../schemas/generated/documents.ts';
import { all, first, nameOf, textIn, type Xml } from './elements.ts';

export type ModelType =
  | { kind: 'simple'; type: TableInputType; allowed?: string; list: boolean }
  | { kind: 'record'; parts: Map<string, ModelType>; list: boolean }
  | { kind: 'unknown'; name: string };

const simple: Record<string, TableInputType> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'dateTime',
  dateTime: 'dateTime',
  'days and time duration': 'dayTimeDuration',
  dayTimeDuration: 'dayTimeDuration',
  'years and months duration': 'yearMonthDuration',
  yearMonthDuration: 'yearMonthDuration',
  // Written by older tools.
  integer: 'number',
  long: 'number',
  double: 'number',
};

const plain = (name: string): string => name.replace(/^feel[:.]/, '').trim();

export class Types {
  readonly #definitions: ReadonlyMap<string, Xml>;
  constructor(definitions: Xml) {
    this.#definitions = new Map(all(definitions, 'itemDefinition').map((one) => [nameOf(one), one]));
  }

  /** The type of a `typeRef`; undefined when nothing is declared. */
  of(name: string | undefined, depth = 0): ModelType | undefined {
    if (!name || plain(name) === 'Any') return undefined;
    const definition = this.#definitions.get(plain(name)) ?? this.#definitions.get(name.replace(/^.*[:.]/, ''));
    if (definition) return depth > 20 ? { kind: 'unknown', name } : this.ofDefinition(definition, depth);
    const type = simple[plain(name)];
    return type ? { kind: 'simple', type, list: false } : { kind: 'unknown', name };
  }

  ofDefinition(definition: Xml, depth = 0): ModelType {
    const list = definition.attributes.isCollection === 'true';
    const components = all(definition, 'itemComponent');
    if (components.length > 0)
      return { kind: 'record', list, parts: new Map(components.map((one) => [nameOf(one), this.ofDefinition(one, depth + 1)])) };
    const base = this.of(textIn(definition, 'typeRef'), depth + 1);
    const allowed = textIn(first(definition, 'allowedValues'), 'text');
    if (base?.kind === 'simple') return { ...base, list: list || base.list, ...(allowed ? { allowed } : {}) };
    if (base?.kind === 'record') return { ...base, list: list || base.list };
    return base ?? { kind: 'unknown', name: nameOf(definition) };
  }
}

/** How a value of an input type is kept in a case, and read back: cases have no times and durations of their own. */
export function keptAs(type: TableInputType): { type: ValueType; read?: string } {
  if (type === 'time') return { type: 'string', read: 'time' };
  if (type === 'dayTimeDuration' || type === 'yearMonthDuration') return { type: 'string', read: 'duration' };
  return { type };
}

const feelNames: Partial<Record<TableInputType, string>> = {
  number: 'number',
  integer: 'number',
  money: 'number',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'date and time',
  time: 'time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
  codes: 'tTexts',
  cascade: 'tTexts',
  file: 'tTexts',
  address: 'Any',
  table: 'Any',
  dateRange: 'Any',
  signature: 'Any',
};
/** What a type is called in DMN; texts of every kind are strings. */
export const feelTypeOf = (type: TableInputType): string => feelNames[type] ?? 'string';
/** Types DMN knows as such; the others are written beside it. */
export const isExact = (type: TableInputType): boolean => simple[feelTypeOf(type)] === type;
