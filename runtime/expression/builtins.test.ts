import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { builtins } from './builtins/index.ts';
import { parseExpression } from './index.ts';
import { env, feel } from './testing/evaluate.ts';

const cases: [string, JsonValue][] = [
  ['date("2026-02-29")', null],
  ['date(2026, 2, 28)', '2026-02-28'],
  ['date(date and time("2026-02-28T10:00:00"))', '2026-02-28'],
  ['date(year: 2026, month: 2, day: 1)', '2026-02-01'],
  ['time("10:20:30.5+08:00")', '10:20:30.5+08:00'],
  ['time(10, 20, 30)', '10:20:30'],
  ['time(10, 20, 30, @"PT8H")', '10:20:30+08:00'],
  ['time(25, 0, 0)', null],
  ['date and time("2026-01-01")', '2026-01-01T00:00:00'],
  ['date and time("2026-01-01T24:00:00")', '2026-01-02T00:00:00'],
  ['date and time(date("2026-01-01"), time("10:00:00"))', '2026-01-01T10:00:00'],
  ['date and time(2026, 1, 2, 3, 4, 5)', '2026-01-02T03:04:05'],
  ['date and time("2026-07-01T10:00:00@Europe/Paris") = date and time("2026-07-01T08:00:00Z")', true],
  ['duration("P1Y1D")', null],
  ['duration("P2M")', 'P2M'],
  ['years and months duration(date("2011-12-22"), date("2013-08-24"))', 'P1Y8M'],
  ['years and months duration(date("2013-08-24"), date("2011-12-22"))', '-P1Y8M'],
  ['number("1 000,5", " ", ",")', 1000.5],
  ['number(from: "1,000.5", grouping separator: ",", decimal separator: ".")', 1000.5],
  ['number("abc")', null],
  ['string(1.10)', '1.1'],
  ['string([1, "a", null, {b: @"2026-01-01"}])', '[1, "a", null, {b: 2026-01-01}]'],
  ['string(null)', null],
  ['range("[1..3)") = [1..3)', true],
  ['range("[3..1]")', null],
  ['substring("foobar", 3)', 'obar'],
  ['substring("foobar", 3, 3)', 'oba'],
  ['substring("foobar", -2, 1)', 'a'],
  ['substring("𠮷野家", 2, 1)', '野'],
  ['string length("𠮷野家")', 3],
  ['string length("")', 0],
  ['upper case("aBc4")', 'ABC4'],
  ['lower case("aBc4")', 'abc4'],
  ['substring before("foobar", "bar")', 'foo'],
  ['substring before("foobar", "xyz")', ''],
  ['substring after("foobar", "ob")', 'ar'],
  ['substring after("foobar", "xyz")', ''],
  ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
  ['replace("aaa", "a*?", "b")', null],
  ['replace("a.b", ".", "-", "s")', '---'],
  ['contains("foobar", "of")', false],
  ['starts with("foobar", "fo")', true],
  ['ends with("foobar", "r")', true],
  ['matches("foobar", "^fo*b")', true],
  ['matches("FOO", "foo", "i")', true],
  ['matches("a", "(a)\\\\1")', null],
  ['matches("330102199602031234", "^\\\\d{17}[\\\\dX]$")', true],
  ['split("John Doe", "\\\\s")', ['John', 'Doe']],
  ['split("a;b;c;;", ";")', ['a', 'b', 'c', '', '']],
  ['string join(["a", "b", null, "c"], "_and_")', 'a_and_b_and_c'],
  ['string join([], "X")', ''],
  ['string join(["a", 1])', null],
  ['list contains([1, 2, null], null)', true],
  ['count([1, null])', 2],
  ['min([1, 2, 3])', 1],
  ['max(1, 2, 3)', 3],
  ['min([])', null],
  ['max([1, "a"])', null],
  ['sum([1, 2, 3])', 6],
  ['sum([])', null],
  ['sum([@"P1D", @"PT12H"])', 'P1DT12H'],
  ['mean([1, 2, 3])', 2],
  ['all([true, null])', null],
  ['all([])', true],
  ['any([false, true, null])', true],
  ['any([])', false],
  ['sublist([4, 5, 6], 1, 2)', [4, 5]],
  ['sublist([4, 5, 6], -2)', [5, 6]],
  ['append([1], 2, 3)', [1, 2, 3]],
  ['concatenate([1, 2], [3])', [1, 2, 3]],
  ['insert before([1, 3], 1, 2)', [2, 1, 3]],
  ['remove([1, 2, 3], 2)', [1, 3]],
  ['remove([1], 5)', null],
  ['list replace([2, 4, 7, 8], 3, 6)', [2, 4, 6, 8]],
  ['list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)', [5, 5, 7, 8]],
  ['reverse([1, 2, 3])', [3, 2, 1]],
  ['index of([1, 2, 3, 2], 2)', [2, 4]],
  ['union([1, 2], [2, 3])', [1, 2, 3]],
  ['distinct values([1, 2, 1, null, null, [1], [1]])', [1, 2, null, [1]]],
  ['flatten([[1, 2], [[3]], 4])', [1, 2, 3, 4]],
  ['product(2, 3, 4)', 24],
  ['median(8, 2, 5, 3, 4)', 4],
  ['median([6, 1, 2, 3])', 2.5],
  ['stddev(2, 4, 7, 5)', 2.0816659994661326],
  ['stddev([47])', null],
  ['mode(6, 3, 9, 6, 6)', [6]],
  ['mode([6, 1, 9, 6, 1])', [1, 6]],
  ['mode([])', []],
  ['sort([3, 1, 2])', [1, 2, 3]],
  ['decimal(1/3, 2)', 0.33],
  ['decimal(1.5, 0)', 2],
  ['decimal(2.5, 0)', 2],
  ['floor(-1.5)', -2],
  ['floor(-1.56, 1)', -1.6],
  ['ceiling(1.5)', 2],
  ['round up(-5.5, 0)', -6],
  ['round down(5.5, 0)', 5],
  ['round half up(1.125, 2)', 1.13],
  ['round half down(-1.125, 2)', -1.12],
  ['abs(-10)', 10],
  ['abs(@"-PT5H")', 'PT5H'],
  ['modulo(-12, 5)', 3],
  ['modulo(10.1, -4.5)', -3.4],
  ['sqrt(16)', 4],
  ['sqrt(-1)', null],
  ['log(1)', 0],
  ['exp(5)', 148.4131591025766],
  ['odd(5)', true],
  ['even(5)', false],
  ['is(time("10:00:00Z"), time("10:00:00+00:00"))', true],
  ['is(@"2026-01-01T08:00:00+08:00", @"2026-01-01T00:00:00Z")', false],
  ['day of year(date(2019, 9, 17))', 260],
  ['day of week(date(2019, 9, 17))', 'Tuesday'],
  ['month of year(date(2019, 9, 17))', 'September'],
  ['week of year(date(2003, 12, 29))', 1],
  ['week of year(date(2005, 1, 1))', 53],
  ['now()', '2026-11-23T04:00:00+08:00'],
  ['today()', '2026-11-23'],
  ['get value({a: 1}, "a")', 1],
  ['get entries({a: 1})', [{ key: 'a', value: 1 }]],
  ['context([{key: "a", value: 1}])', { a: 1 }],
  ['context([{key: "a", value: 1}, {key: "a", value: 2}])', null],
  ['context put({a: 1}, "b", 2)', { a: 1, b: 2 }],
  ['context put({x: {y: 1}}, ["x", "y"], 2)', { x: { y: 2 } }],
  ['context merge([{a: 1}, {a: 2, b: 3}])', { a: 2, b: 3 }],
  ['before(1, 10)', true],
  ['before([1..5), [5..10])', true],
  ['before([1..5], [5..10])', false],
  ['after([5..10], 4)', true],
  ['meets([1..5], [5..10])', true],
  ['meets([1..5), [5..10])', false],
  ['met by([5..10], [1..5])', true],
  ['overlaps([1..5], [3..8])', true],
  ['overlaps([1..5), [5..8])', false],
  ['overlaps before([1..5], [3..8])', true],
  ['overlaps after([3..8], [1..5])', true],
  ['finishes(10, [1..10])', true],
  ['finishes((5..10), [1..10))', true],
  ['finished by([1..10], 10)', true],
  ['includes([1..10], 5)', true],
  ['includes([1..10], [4..6])', true],
  ['during(5, [1..10])', true],
  ['starts(1, [1..10])', true],
  ['started by([1..10], [1..5])', true],
  ['coincides([1..5], [1..5])', true],
  ['coincides([1..5], (1..5))', false],
];

describe('built-in functions', () => {
  it.each(cases)('%s', (source, expected) => {
    expect(feel(source)).toEqual(expected);
  });

  it('never fail, whatever the number and kind of their arguments', () => {
    const values = [null, true, 'a', '2026-01-01', [], ['a', null], new Map([['a', 'b']])];
    for (const one of builtins.values()) {
      for (let count = 0; count < 9; count += 1) {
        for (const value of values) {
          const run = { steps: 0, size: 0, depth: 0, context: {}, env };
          expect(
            one.call(
              run,
              Array.from({ length: count }, () => value),
            ),
          ).not.toBeUndefined();
        }
      }
    }
  });
});

describe('working days', () => {
  const year = { status: 'published' as const, off: { '2026-01-01': '元旦', '2026-01-02': '元旦' }, work: { '2026-01-04': '元旦调休' } };
  const calendar = {
    format: 'lianban.calendar/1',
    id: 'cn',
    region: '000000',
    name: { 'zh-CN': '法定' },
    version: 1,
    years: { 2026: year },
  } as Calendar;
  const at = (source: string) => {
    const parsed = parseExpression(source);
    return parsed.ok ? parsed.expression({}, { ...env, calendar }) : parsed;
  };

  it.each<[string, JsonValue]>([
    ['is working day(@"2026-01-04")', true],
    ['is working day(@"2026-01-02")', false],
    ['is working day(@"2027-01-04")', null],
    ['add working days(@"2026-01-01", 1)', '2026-01-04'],
    ['add working days(@"2026-01-01T10:00:00", 2)', '2026-01-05'],
    ['add working days(@"2026-12-30", 5)', null],
    ['working days between(@"2026-01-01", @"2026-01-09")', 6],
    ['working days between(@"2026-01-09", @"2026-01-01")', -6],
    ['working days between(@"2026-12-01", @"2027-01-09")', null],
    ['add working days(date: @"2026-01-01", days: 1e9)', null],
  ])('%s is %j', (source, value) => {
    expect(at(source)).toEqual({ ok: true, value });
  });

  it('are unknown without a calendar', () => {
    expect(feel('add working days(@"2026-01-01", 1)')).toBeNull();
  });
});
