/** Built-in functions on lists. */

import { arithmetic } from '../arithmetic.ts';
import { compare, equal } from '../compare.ts';
import { callFunction } from '../invoke.ts';
import { checkDepth, grow, type Run, spend } from '../limits.ts';
import { type FeelNumber, finite, integerOf, numberOf, one, zero } from '../numbers.ts';
import { DayTimeDuration, YearMonthDuration } from '../temporal.ts';
import { type Feel, FeelFunction, type FeelList, isList, isNumber } from '../values.ts';
import { fn, overList, way } from './define.ts';

/** Characters of text that cost a step when it is compared. */
const CHARACTERS_PER_STEP = 64;
const spendOn = (run: Run, value: Feel): void => spend(run, 1 + (typeof value === 'string' ? value.length / CHARACTERS_PER_STEP : 0));

/** The least (`sign` 1) or greatest (-1) value; null when any two cannot be compared. */
function extreme(run: Run, list: FeelList, sign: 1 | -1): Feel {
  let best: Feel | undefined;
  for (const value of list) {
    spendOn(run, value);
    const order = compare(value, best ?? value);
    if (order === null) return null;
    if (best === undefined || order * sign < 0) best = value;
  }
  return best ?? null;
}

const isDuration = (value: Feel) => value instanceof DayTimeDuration || value instanceof YearMonthDuration;

function sum(run: Run, list: FeelList): Feel {
  const [first, ...rest] = list;
  if (first === undefined || !(isNumber(first) || isDuration(first))) return null;
  spend(run, list.length);
  return rest.reduce((total: Feel, value) => (isNumber(value) || isDuration(value) ? arithmetic(run, '+', total, value) : null), first);
}

/** Numbers of the list, or null when it is empty or has anything else. */
const numbersOf = (list: FeelList): FeelNumber[] | null => (list.length > 0 && list.every(isNumber) ? (list as FeelNumber[]) : null);

function median(run: Run, list: FeelList): Feel {
  const numbers = numbersOf(list);
  if (!numbers) return null;
  spend(run, numbers.length * 4);
  const sorted = [...numbers].sort((a, b) => a.comparedTo(b));
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as FeelNumber;
  return sorted.length % 2 ? upper : finite(upper.plus(sorted[middle - 1] as FeelNumber).div(2));
}

function stddev(run: Run, list: FeelList): Feel {
  const numbers = numbersOf(list);
  if (!numbers || numbers.length < 2) return null;
  spend(run, numbers.length * 4 + 400);
  const mean = numbers.reduce((total, n) => total.plus(n), zero).div(numbers.length);
  const squares = numbers.reduce((total, n) => total.plus(n.minus(mean).pow(2)), zero);
  return finite(squares.div(numbers.length - 1).sqrt());
}

function mode(run: Run, list: FeelList): Feel {
  if (list.length === 0) return [];
  const numbers = numbersOf(list);
  if (!numbers) return null;
  spend(run, numbers.length * 4);
  const counts = new Map<string, { value: FeelNumber; count: number }>();
  for (const value of numbers) {
    const key = value.toString();
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { value, count: 1 });
  }
  const most = Math.max(...[...counts.values()].slice(0, 10_000).map((entry) => entry.count));
  return [...counts.values()]
    .filter((entry) => entry.count >= most)
    .map((entry) => entry.value)
    .sort((a, b) => a.comparedTo(b));
}

/** Three-valued: `stop` decides alone; anything that is no boolean makes the answer unknown. */
function junction(list: FeelList, stop: boolean): Feel {
  if (list.includes(stop)) return stop;
  return list.every((value) => value === !stop) ? !stop : null;
}

const same = (run: Run, a: Feel, b: Feel): boolean => {
  spendOn(run, a);
  return equal(run, a, b) === true;
};
const has = (run: Run, list: FeelList, value: Feel): boolean => list.some((element) => same(run, element, value));

/** A key under which equal scalars meet; undefined for values that need `equal`. */
function keyOf(value: Feel): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `"${value}`;
  return isNumber(value) ? `#${value.toString()}` : undefined;
}

function distinct(run: Run, list: FeelList): Feel[] {
  const seen = new Set<string>();
  const others: Feel[] = [];
  return list.filter((value) => {
    spendOn(run, value);
    const key = keyOf(value);
    if (key === undefined) {
      if (has(run, others, value)) return false;
      others.push(value);
      return true;
    }
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function flatten(run: Run, list: FeelList, depth = 0): Feel[] {
  checkDepth(depth);
  grow(run, list.length);
  const flat: Feel[] = [];
  for (const value of list) {
    if (isList(value)) for (const inner of flatten(run, value, depth + 1)) flat.push(inner);
    else flat.push(value);
  }
  return flat;
}

function joined(run: Run, lists: readonly FeelList[]): Feel[] {
  grow(
    run,
    lists.reduce((size, list) => size + list.length, 0),
  );
  return lists.flat() as Feel[];
}

/** Index of a position counted from 1 or from the end; undefined outside. */
function indexAt(list: FeelList, position: FeelNumber): number | undefined {
  const at = integerOf(position);
  if (at === null || at === 0 || Math.abs(at) > list.length) return undefined;
  return at > 0 ? at - 1 : list.length + at;
}

function sublist(run: Run, list: FeelList, start: FeelNumber, length?: FeelNumber): Feel {
  const from = indexAt(list, start);
  const count = length === undefined ? list.length : integerOf(length);
  if (from === undefined || count === null || count < 0 || (length !== undefined && from + count > list.length)) return null;
  grow(run, count);
  return list.slice(from, from + count);
}

const copied = (run: Run, list: FeelList, extra = 0): Feel[] => {
  grow(run, list.length + extra);
  return [...list];
};

function sorted(run: Run, list: FeelList, precedes: FeelFunction): Feel {
  const copy = copied(run, list);
  return copy.sort((a, b) => {
    if (callFunction(run, precedes, [a, b], undefined) === true) return -1;
    return callFunction(run, precedes, [b, a], undefined) === true ? 1 : 0;
  });
}

function sortedByValue(run: Run, list: FeelList): Feel {
  if (list.length > 0 && list.some((value) => compare(value, list[0] as Feel) === null)) return null;
  return copied(run, list).sort((a, b) => {
    spendOn(run, a);
    return compare(a, b) ?? 0;
  });
}

function replacedWhere(run: Run, list: FeelList, match: FeelFunction, item: Feel): Feel {
  const answers = list.map((element) => callFunction(run, match, [element, item], undefined));
  if (!answers.every((answer) => typeof answer === 'boolean')) return null;
  grow(run, list.length);
  return list.map((element, index) => (answers[index] === true ? item : element));
}

const variadicLists = (call: (run: Run, lists: FeelList[]) => Feel): FeelFunction =>
  new FeelFunction(
    [['list']],
    (run, args) =>
      args.some((arg) => arg === null)
        ? null
        : call(
            run,
            args.map((arg) => (isList(arg) ? arg : [arg])),
          ),
    true,
    undefined,
    1,
  );

const append = new FeelFunction(
  [['list', 'item']],
  (run, [first, ...items]) => {
    if (first === undefined || first === null || items.length === 0) return null;
    const list = isList(first) ? first : [first];
    grow(run, list.length + items.length);
    return [...list, ...items];
  },
  true,
  undefined,
  2,
);

export const listFunctions = {
  'list contains': fn(way('list: list, element: any', (run, list: FeelList, element: Feel) => has(run, list, element))),
  count: overCount(),
  min: overList((run, list) => extreme(run, list, 1)),
  max: overList((run, list) => extreme(run, list, -1)),
  sum: overList(sum),
  mean: overList((run, list) => {
    const total = sum(run, list);
    return total === null ? null : arithmetic(run, '/', total, numberOf(list.length));
  }),
  product: overList((run, list) => {
    const numbers = numbersOf(list);
    spend(run, list.length);
    return numbers && finite(numbers.reduce((total, n) => total.times(n), one));
  }),
  median: overList(median),
  stddev: overList(stddev),
  mode: overList(mode),
  all: overList((_run, list) => junction(list, false)),
  any: overList((_run, list) => junction(list, true)),
  and: overList((_run, list) => junction(list, false)),
  or: overList((_run, list) => junction(list, true)),
  sublist: fn(way('list: list, start position: number, length?: number', sublist)),
  append,
  concatenate: variadicLists(joined),
  union: variadicLists((run, lists) => distinct(run, joined(run, lists))),
  'insert before': fn(
    way('list: list, position: number, newItem: any', (run, list: FeelList, position: FeelNumber, item: Feel) => {
      const at = indexAt(list, position);
      return at === undefined ? null : copied(run, list, 1).toSpliced(at, 0, item);
    }),
  ),
  remove: fn(
    way('list: list, position: number', (run, list: FeelList, position: FeelNumber) => {
      const at = indexAt(list, position);
      return at === undefined ? null : copied(run, list).toSpliced(at, 1);
    }),
  ),
  'list replace': fn(
    way('list: list, position: number, newItem: any', (run, list: FeelList, position: FeelNumber, item: Feel) => {
      const at = indexAt(list, position);
      return at === undefined ? null : copied(run, list).with(at, item);
    }),
    way('list: list, match: function, newItem: any', replacedWhere),
  ),
  reverse: fn(way('list: list', (run, list: FeelList) => copied(run, list).reverse())),
  'index of': fn(
    way('list: list, match: any', (run, list: FeelList, match: Feel) => {
      grow(run, list.length);
      return list.flatMap((element, index) => (same(run, element, match) ? [numberOf(index + 1)] : []));
    }),
  ),
  'distinct values': fn(way('list: list', distinct)),
  flatten: fn(way('list: list', (run, list: FeelList) => flatten(run, list))),
  sort: fn(way('list: list, precedes: function', sorted), way('list: list', sortedByValue)),
};

function overCount(): FeelFunction {
  return fn(way('list: list', (_run, list: FeelList) => numberOf(list.length)));
}
