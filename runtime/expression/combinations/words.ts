/** Combinations of values in words: `年龄 18 到 59 且 户籍 = 外县`. */
import type { TableInputType, Text } from '../../../schemas/generated/documents.ts';
import { numberText } from '../format.ts';
import { FeelNumber } from '../numbers.ts';
import { DayTimeDuration, FeelDate, YearMonthDuration } from '../temporal.ts';
import { type Feel, isNumber } from '../values.ts';
import { type Bits, has, members, within } from './bits.ts';
import type { Domain, Ordered, Sets } from './domain.ts';
import type { Box } from './search.ts';

export interface Dimension {
  /** Columns that ask the same; cells of all of them meet in it. */
  columns: string[];
  name: Text;
  type: TableInputType;
  domain: Domain;
  /** Names of codes. */
  codes?: Readonly<Record<string, Text>>;
}
type Language = 'zh-CN' | 'en';

/** The box in words; dimensions it does not restrict are left out. */
export function boxWords(dimensions: readonly Dimension[], box: Box, language: Language): string {
  const parts = dimensions.flatMap((dimension, at) => {
    const set = box[at]!;
    return within(dimension.domain.full, set) ? [] : [`${named(dimension.name, language)} ${setWords(dimension, set, language)}`];
  });
  if (parts.length === 0) return language === 'en' ? 'anything' : '任何情况';
  return parts.join(language === 'en' ? ' and ' : ' 且 ');
}

const named = (text: Text, language: Language): string => text[language] ?? text['zh-CN'];

function setWords(dimension: Dimension, set: Bits, language: Language): string {
  const { domain } = dimension;
  const absent = domain.missing !== undefined && has(set, domain.missing) ? [language === 'en' ? 'missing' : '没有值'] : [];
  if (domain.kind === 'ordered') return joined([...stretches(dimension, domain, set, language), ...absent], language);
  if (domain.kind === 'sets') return joined([...setsWords(dimension, domain, set, language), ...absent], language);
  if (domain.kind !== 'listed') return '?';
  const chosen = domain.values.filter((_, index) => has(set, index));
  const others = !domain.closed && has(set, domain.values.length);
  if (others) {
    const left = domain.values.filter((value) => !chosen.includes(value)).map((value) => valueWords(dimension, value, language));
    const words = left.length === 0 ? any(language) : language === 'en' ? `other than ${left.join(', ')}` : `不是 ${left.join('、')}`;
    return joined([words, ...absent], language);
  }
  return joined([...chosen.map((value) => `= ${valueWords(dimension, value, language)}`), ...absent], language);
}

const any = (language: Language): string => (language === 'en' ? 'is anything' : '任意');
const joined = (parts: string[], language: Language): string => {
  const most = 6;
  const shown = parts.length > most ? [...parts.slice(0, most), '…'] : parts;
  return shown.join(language === 'en' ? ' or ' : ' 或 ');
};

/** Neighbouring pieces as one stretch each. */
function stretches(dimension: Dimension, domain: Ordered, set: Bits, language: Language): string[] {
  const found: [number, number][] = [];
  let open: [number, number] | undefined;
  for (let piece = 0; piece <= domain.limits.length * 2; piece += 1) {
    // A piece without values neither parts nor joins.
    if (!has(domain.full, piece)) continue;
    if (!has(set, piece)) {
      open = undefined;
      continue;
    }
    if (open) open[1] = piece;
    else {
      open = [piece, piece];
      found.push(open);
    }
  }
  return found.map(([from, to]) => stretchWords(dimension, domain, [from, to], language));
}

function stretchWords(dimension: Dimension, domain: Ordered, [from, to]: [number, number], language: Language): string {
  const last = domain.limits.length * 2;
  const zh = language === 'zh-CN';
  const low = from === 0 ? undefined : { value: domain.limits[(from - 1) >>> 1] as Feel, included: from % 2 === 1 };
  const high = to === last ? undefined : { value: domain.limits[to >>> 1] as Feel, included: to % 2 === 1 };
  const start = low && included(domain, low, 1);
  const end = high && included(domain, high, -1);
  const words = (value: Feel) => valueWords(dimension, value, language);
  if (!start && !end) return any(language);
  if (start && end) {
    if (start.included && end.included)
      return words(start.value) === words(end.value)
        ? `= ${words(start.value)}`
        : zh
          ? `${words(start.value)} 到 ${words(end.value)}`
          : `${words(start.value)} to ${words(end.value)}`;
    const left = lowWords(start, words, zh);
    return zh ? `${left}、${highWords(end, words, zh)}` : `${left}, ${highWords(end, words, zh)}`;
  }
  return start ? lowWords(start, words, zh) : highWords(end!, words, zh);
}

interface End {
  value: Feel;
  included: boolean;
}
const lowWords = ({ value, included: with_ }: End, words: (value: Feel) => string, zh: boolean): string =>
  zh ? `${with_ ? '大于等于' : '大于'} ${words(value)}` : `${with_ ? '>=' : '>'} ${words(value)}`;
const highWords = ({ value, included: with_ }: End, words: (value: Feel) => string, zh: boolean): string =>
  zh ? `${with_ ? '小于等于' : '小于'} ${words(value)}` : `${with_ ? '<=' : '<'} ${words(value)}`;

/** Where values come in steps, an end that does not count is told by its neighbour: `> 17` of whole numbers is `18`. */
function included(domain: Ordered, end: End, direction: 1 | -1): End {
  if (end.included) return end;
  const next = neighbour(domain, end.value, direction);
  return next === undefined ? end : { value: next, included: true };
}

function neighbour(domain: Ordered, value: Feel, direction: 1 | -1): Feel | undefined {
  if (value instanceof FeelDate) return value.plusDays(direction) ?? undefined;
  if (!isNumber(value) || !domain.step) return undefined;
  const scale = domain.step === 'cent' ? 100 : 1;
  const scaled = value.times(scale);
  const whole = direction === 1 ? scaled.floor().plus(1) : scaled.ceil().minus(1);
  return whole.div(new FeelNumber(scale));
}

/** What all chosen sets hold and lack, when that says it all; else one of them. */
function setsWords(dimension: Dimension, domain: Sets, set: Bits, language: Language): string[] {
  const pieces = [...members(set)].filter((piece) => piece !== domain.missing);
  if (pieces.length === 0) return [];
  const free = domain.values.length + (domain.closed ? 0 : 1);
  const holds = pieces.reduce((all, piece) => all & piece, -1);
  const lacks = pieces.reduce((all, piece) => all & ~piece, -1);
  const fixed = Array.from({ length: free }, (_, index) => index).filter((index) => ((holds | lacks) & (1 << index)) !== 0);
  const whole = pieces.length === 2 ** (free - fixed.length);
  const parts = (whole ? fixed : Array.from({ length: free }, (_, index) => index)).map((index) => {
    const inside = ((whole ? holds : pieces[0]!) & (1 << index)) !== 0;
    const value = domain.values[index];
    const name = value === undefined ? (language === 'en' ? 'another' : '其他') : valueWords(dimension, value, language);
    return language === 'en' ? `${inside ? 'with' : 'without'} ${name}` : `${inside ? '含' : '不含'} ${name}`;
  });
  return [parts.join(language === 'en' ? ', ' : '、')];
}

const quoted = (text: string, language: Language): string => (text === '' ? (language === 'en' ? 'empty' : '空白') : text);

function valueWords({ codes }: Dimension, value: Feel, language: Language): string {
  if (typeof value === 'string') return codes && Object.hasOwn(codes, value) ? named(codes[value]!, language) : quoted(value, language);
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';
  if (isNumber(value)) return numberText(value);
  if (value instanceof YearMonthDuration) return monthsWords(value.months, language);
  if (value instanceof DayTimeDuration) return timeWords(value, language);
  return String(value).replace('T', ' ');
}

function monthsWords(months: number, language: Language): string {
  const [years, rest] = [Math.trunc(months / 12), months % 12];
  const parts = language === 'en' ? [`${years} years`, `${rest} months`] : [`${years} 年`, `${rest} 个月`];
  return [years === 0 ? '' : parts[0]!, rest === 0 && years !== 0 ? '' : parts[1]!].filter((part) => part !== '').join(' ');
}

function timeWords(duration: DayTimeDuration, language: Language): string {
  const { days, hours, minutes, seconds } = duration.parts;
  const units = language === 'en' ? ['days', 'hours', 'minutes', 'seconds'] : ['天', '小时', '分', '秒'];
  const parts = [days, hours, minutes, seconds].flatMap((count, at) => (count === 0 ? [] : [`${count} ${units[at]}`]));
  return parts.length > 0 ? parts.join(' ') : `0 ${units[0]}`;
}

/** One value of a piece as FEEL, for an example. */
export function exampleOf(dimension: Dimension, set: Bits): string | undefined {
  const { domain } = dimension;
  for (const piece of members(set)) {
    if (piece === domain.missing) return 'null';
    if (domain.kind === 'listed') return JSON.stringify(domain.values[piece] ?? '其他');
    if (domain.kind === 'ordered') return orderedExample(domain, piece);
  }
  return undefined;
}

const feelText = (value: Feel): string => (isNumber(value) ? numberText(value) : `@"${String(value)}"`);

function orderedExample(domain: Ordered, piece: number): string | undefined {
  const [before, limit] = [domain.limits[(piece >>> 1) - 1], domain.limits[piece >>> 1]];
  if (piece % 2 === 1) return feelText(limit as Feel);
  if (before !== undefined && limit !== undefined && isNumber(before) && isNumber(limit))
    return feelText(domain.step ? neighbour(domain, before, 1)! : before.plus(limit).div(2));
  if (before instanceof FeelDate) return feelText(before.plusDays(1));
  if (limit instanceof FeelDate) return feelText(limit.plusDays(-1));
  if (before !== undefined && isNumber(before)) return feelText(before.plus(1));
  if (limit !== undefined && isNumber(limit)) return feelText(limit.minus(1));
  return undefined;
}
