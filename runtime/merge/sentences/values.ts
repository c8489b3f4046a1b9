/** Values in words: with their unit, by their name, never as an id. */
import type { JsonValue } from '../../compile/plan.ts';
import { isText } from '../shape.ts';
import { isObject, type Maybe } from '../tree.ts';
import { elementName, find, pathName, type Sources } from './names.ts';
import { lookUp, stepWords, valueWords, type Words, wordsOfText } from './words.ts';

/** Property -> map its value names an entry of. */
const references: Record<string, string> = {
  ...every('nodes', 'starts ends from to parent attachedTo retain separate nodes at'),
  ...every('departments', 'department departments'),
  ...every('items', 'item'),
  ...every('roles', 'role'),
  ...every('subjects', 'party holder subject'),
  ...every('forms', 'form forms'),
  ...every('data', 'data prefill'),
  ...every('scripts', 'script'),
  ...every('tables', 'table'),
  ...every('notifications', 'notification'),
  ...every('outcomes', 'outcome'),
  ...every('materials', 'slot'),
};
function every(map: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, map]));
}

const workingDays: Words = ['个工作日', 'working days'];
const units: Record<string, Words> = {
  dueDays: workingDays,
  promisedDays: workingDays,
  statutoryDays: workingDays,
  amberDays: workingDays,
  days: workingDays,
  amberHours: ['小时', 'hours'],
  minutes: ['分钟', 'minutes'],
  retentionDays: ['天', 'days'],
  validDays: ['天', 'days'],
  quotaPerDay: ['次', 'times'],
  minRows: ['行', 'rows'],
  maxRows: ['行', 'rows'],
  sensitivity: ['级', ''],
};
const clockUnits: Record<string, Words> = {
  days: ['天', 'days'],
  months: ['个月', 'months'],
  workingHours: ['个工作小时', 'working hours'],
  hours: ['小时', 'hours'],
};
/** Expressions are worded through the names of what they read. */
const expressions = new Set([
  'when',
  'then',
  'visibleWhen',
  'applicable',
  'computed',
  'default',
  'expression',
  'required',
  'while',
  'until',
]);
const longest = 60;

export interface Valued {
  /** Name of the property, or of the map for a cell. */
  name: string;
  value: JsonValue;
  /** The element it belongs to. */
  element?: Maybe;
}

/** A value as people say it; undefined where only "changed" can be said. */
export function valueInWords(sources: Sources, { name, value, element }: Valued): Words | undefined {
  if (isText(value)) return short(filledIn(sources, wordsOfText(value)));
  if (typeof value === 'boolean') return value ? ['是', 'yes'] : ['否', 'no'];
  if (typeof value === 'number') return withUnit(name, value, element);
  if (typeof value === 'string') return stringInWords(sources, name, value);
  if (Array.isArray(value)) return listInWords(sources, name, value);
  if (isObject(value) && typeof value.amount === 'number') return amountInWords(value);
  return undefined;
}

/** A text with the names of the values it will hold: {mother.name} is said as 〔母亲姓名〕. */
function filledIn(sources: Sources, words: Words): Words {
  const turn = (language: 0 | 1) =>
    words[language].replace(
      /\{\s*([A-Za-z_]\w*(?:\.\w+)+)\s*\}/g,
      (_, path: string) => `〔${nameOfValue(sources, path)?.[language] ?? '…'}〕`,
    );
  return [turn(0), turn(1)];
}

function withUnit(name: string, value: number, element: Maybe): Words {
  const own = name === 'days' && isObject(element) && typeof element.unit === 'string' ? lookUp(clockUnits, element.unit) : undefined;
  const [zh, en] = own ?? lookUp(units, name) ?? ['', ''];
  const english = value === 1 && en.endsWith('s') ? en.slice(0, -1) : en;
  return [zh ? `${value} ${zh}` : String(value), english ? `${value} ${english}` : String(value)];
}

function amountInWords(value: { [key: string]: JsonValue }): Words {
  const unit = lookUp({ ...valueWords, days: ['天', 'days'], minutes: ['分钟', 'minutes'] }, String(value.unit)) ?? ['', ''];
  return [`${String(value.amount)} ${unit[0]}`.trim(), `${String(value.amount)} ${unit[1]}`.trim()];
}

function stringInWords(sources: Sources, name: string, value: string): Words | undefined {
  const map = lookUp(references as unknown as Record<string, Words>, name) as unknown as string | undefined;
  if (map)
    return find(sources, ['scenario', map, value]) === undefined
      ? undefined
      : elementName(sources, { map, id: value, path: ['scenario', map, value] });
  if (name === 'kind') return lookUp(stepWords, value) ?? lookUp(valueWords, value);
  if (name === 'value' || name === 'help' || name === 'synonyms' || name === 'numberPrefix' || name === 'example')
    return short([`「${value}」`, `“${value}”`]);
  if (name === 'reads' || name === 'writes' || name === 'path' || name === 'number' || name === 'given') return pathName(sources, value);
  if (expressions.has(name)) return expressionInWords(sources, value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return [value, value];
  return lookUp(valueWords, value);
}

const operators: readonly [RegExp, string][] = [
  [/ and /g, ' 且 '],
  [/ or /g, ' 或 '],
];

/** An expression with the names of what it reads; undefined where something has no name. */
export function expressionInWords(sources: Sources, source: string): Words | undefined {
  let isNamed = true;
  const turn = (language: 0 | 1) =>
    source.replace(/"[^"]*"|[A-Za-z_][\w]*(?:\s*\.\s*[A-Za-z_]\w*)+|[A-Za-z_]\w*/g, (part) => {
      if (part.startsWith('"')) return codeInWords(sources, part)?.[language] ?? part;
      if (/^(and|or|not|true|false|null|in|if|then|else|between|count|date|duration|contains|today|now)$/.test(part)) return part;
      const name = nameOfValue(sources, part.replace(/\s/g, ''));
      if (!name) isNamed = false;
      return name?.[language] ?? part;
    });
  const [zh, en] = [turn(0), turn(1)];
  if (!isNamed || /"[a-z]\w*"/.test(zh)) return undefined;
  return short([operators.reduce((words, [from, to]) => words.replace(from, to), zh), en]);
}

const nameOfValue = (sources: Sources, path: string): Words | undefined =>
  path.startsWith('param.') ? textOfParam(sources, path.slice(6)) : pathName(sources, path);

function textOfParam(sources: Sources, id: string): Words | undefined {
  const name = find(sources, ['scenario', 'params', id, 'name']);
  return isText(name) ? wordsOfText(name) : undefined;
}

/** A code in an expression, by the name it has in some list of options. */
function codeInWords(sources: Sources, literal: string): Words | undefined {
  const code = literal.slice(1, -1);
  for (const source of sources) {
    const lists = [
      ...Object.values(source.forms).flatMap(({ fields }) => Object.values(fields)),
      ...Object.values(source.elements),
      ...Object.values(source.scenario.variables ?? {}),
    ];
    for (const { codes } of lists) {
      if (codes && Object.hasOwn(codes, code)) {
        const [zh, en] = wordsOfText(codes[code]!.name);
        return [`「${zh}」`, `“${en}”`];
      }
    }
  }
  return undefined;
}

function listInWords(sources: Sources, name: string, list: JsonValue[]): Words | undefined {
  const words = list.map((value) => entryInWords(sources, name, value));
  if (words.length === 0) return ['（无）', 'none'];
  if (words.length > 6 || words.some((one) => one === undefined)) return [`${list.length} 项`, `${list.length} entries`];
  return [words.map((one) => one![0]).join('、'), words.map((one) => one![1]).join(', ')];
}

/** One entry of a list: by its own name, else as a value of that property. */
export function entryInWords(sources: Sources, name: string, value: JsonValue): Words | undefined {
  const own = isObject(value) ? (value.name ?? value.label ?? value.text) : undefined;
  if (own !== undefined && isText(own)) return quoted(wordsOfText(own));
  return valueInWords(sources, { name, value });
}

const quoted = ([zh, en]: Words): Words => [`「${zh}」`, `“${en}”`];

function short([zh, en]: Words): Words {
  const cut = (words: string) => {
    const line = words.replace(/\s+/g, ' ').trim();
    return line.length > longest ? `${line.slice(0, longest)}…` : line;
  };
  return [cut(zh), cut(en)];
}
