import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import { parseExpression } from './index.ts';
import { feel, feelRaw, passes } from './testing/evaluate.ts';

const context = {
  mother: { idNumber: '330102199602031234', age: 30, name: '王芳', county: '330102' },
  param: { county: '330102' },
  母亲: { 年龄: 30 },
  children: [
    { name: '大宝', age: 5 },
    { name: '二宝', age: 1 },
  ],
  numbers: [1, 2, 3, 4],
};

const constructs: Record<string, [string, JsonValue][]> = {
  literals: [
    ['1', 1],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['"a\\"b\\n\\u6211"', 'a"b\n我'],
    ['"\\U01F40E"', '🐎'],
    ['true', true],
    ['null', null],
    ['@"2026-02-28"', '2026-02-28'],
    ['@"P1Y2M"', 'P1Y2M'],
    ['@"PT36H"', 'P1DT12H'],
    ['/* note */ 1 // end', 1],
  ],
  arithmetic: [
    ['0.1 + 0.2', 0.3],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ** 3', 8],
    ['-2 ** 2', 4],
    ['10 / 4', 2.5],
    ['1 / 0', null],
    ['"a" + "b"', 'ab'],
    ['"a" + 1', null],
    ['1 + null', null],
    ['9999999999999999999999999999999999 + 1 = 10000000000000000000000000000000000', true],
    ['@"2026-01-31" + @"P1M"', '2026-02-28'],
    ['@"2024-02-29" + @"P1Y"', '2025-02-28'],
    ['@"2026-01-31" + @"P1D"', '2026-02-01'],
    ['@"2026-03-01" - @"2026-02-01"', 'P28D'],
    ['@"2026-01-01T23:30:00" + @"PT1H"', '2026-01-02T00:30:00'],
    ['@"23:30:00" + @"PT1H"', '00:30:00'],
    ['@"P1D" * 2.5', 'P2DT12H'],
    ['@"P1Y" / @"P1M"', 12],
    ['@"P1D" / 2', 'PT12H'],
    ['-@"P1D"', '-P1D'],
    ['@"2026-01-01" + 1', null],
  ],
  comparison: [
    ['1 = 1.0', true],
    ['1 != 2', true],
    ['"a" < "b"', true],
    ['"𠮷" > "﹏"', true],
    ['1 < "a"', null],
    ['1 = "1"', null],
    ['null = null', true],
    ['1 = null', false],
    ['null < 1', null],
    ['[1, 2] = [1, 2]', true],
    ['[1] = 1', true],
    ['{a: 1, b: 2} = {b: 2, a: 1}', true],
    ['@"2026-01-01" < @"2026-01-02"', true],
    ['@"2026-01-01T00:00:00" = @"2025-12-31T16:00:00Z"', true],
    ['3 between 1 and 3', true],
    ['null between 1 and 3', null],
    ['3 in [1..3)', false],
    ['3 in (2..4)', true],
    ['3 in > 2', true],
    ['3 in (1, 2, > 2)', true],
    ['3 in ([1..2], 4)', false],
    ['"a" in ["a", "b"]', true],
    ['1 in [[1..3], [5..7]]', true],
  ],
  'three-valued logic': [
    ['true and null', null],
    ['false and null', false],
    ['true or null', true],
    ['false or null', null],
    ['true and 1', null],
    ['not(null)', null],
    ['not(true)', false],
  ],
  'conditionals and loops': [
    ['if 1 < 2 then "a" else "b"', 'a'],
    ['if null then "a" else "b"', 'b'],
    ['for i in 1..3 return i * i', [1, 4, 9]],
    ['for i in 3..1 return i', [3, 2, 1]],
    ['for i in [1, 2], j in [i, 10] return i * j', [1, 10, 4, 20]],
    ['for i in 0..4 return if i < 2 then 1 else partial[-1] + partial[-2]', [1, 1, 2, 3, 5]],
    ['for d in @"2026-02-27"..@"2026-03-01" return d', ['2026-02-27', '2026-02-28', '2026-03-01']],
    ['for i in (1..4) return i', [2, 3]],
    ['for i in null return i', null],
    ['some i in [1, 2] satisfies i > 1', true],
    ['every i in [1, 2] satisfies i > 1', false],
    ['some i in [] satisfies true', false],
    ['every i in [] satisfies false', true],
    ['some i in [null, 1] satisfies i > 1', null],
  ],
  'lists, contexts, filters and paths': [
    ['[1, 2, 3][1]', 1],
    ['[1, 2, 3][-1]', 3],
    ['[1, 2, 3][4]', null],
    ['[1, 2, 3][item > 1]', [2, 3]],
    ['[1, 2, 3][count([1, 2])]', 2],
    ['children[age > 2].name', ['大宝']],
    ['children[age > 2][1].name', '大宝'],
    ['children.name', ['大宝', '二宝']],
    ['children[name = mother.name]', []],
    ['{a: 1, b: a + 1}.b', 2],
    ['{"a b": 1}.a b', 1],
    ['母亲.年龄 >= 18', true],
    ['mother.missing', null],
    ['nobody.name', null],
    ['@"2026-05-04".month', 5],
    ['@"2026-05-04".weekday', 1],
    ['@"10:20:30+08:00".time offset', 'PT8H'],
    ['@"P1Y2M".months', 2],
    ['[1..3].end included', true],
    ['null[1]', null],
    ['[][count([1])]', null],
    ['[][item > 1]', []],
    ['5[1]', 5],
  ],
  functions: [
    ['(function(x, y) x + y)(1, 2)', 3],
    ['{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(20)}.r', 2432902008176640000],
    ['{f: function(a: number) a, r: f("x")}.r', null],
    ['{f: function(a) function(b) a * b, r: f(3)(4)}.r', 12],
    ['{f: function(a, b) a - b, r: f(b: 1, a: 5)}.r', 4],
    ['(function(x) x)(1, 2)', null],
    ['sort([3, 1, 2], function(a, b) a > b)', [3, 2, 1]],
    ['[1..5](3)', true],
  ],
  types: [
    ['1 instance of number', true],
    ['"a" instance of number', false],
    ['null instance of Any', false],
    ['null instance of Null', true],
    ['[1, 2] instance of list<number>', true],
    ['{a: 1} instance of context<a: number>', true],
    ['[1..3] instance of range<number>', true],
    ['@"P1D" instance of days and time duration', true],
    ['@"2026-01-01T00:00:00" instance of date and time', true],
    ['(function(a: string) a) instance of function<string> -> Any', true],
  ],
};

describe('the language', () => {
  for (const [name, cases] of Object.entries(constructs)) {
    it.each(cases)(`evaluates ${name}: %s`, (source, expected) => {
      expect(feel(source, context)).toEqual(expected);
    });
  }

  it('reads names at the top level, as subject and name', () => {
    const parsed = parseExpression('mother.idNumber = param.county and children[age > limit.low].name = x and today() > y.z.year');
    expect(parsed.ok && parsed.reads).toEqual(['children', 'limit.low', 'mother.idNumber', 'param.county', 'x', 'y.z']);
  });

  it('does not report names bound inside the expression as read', () => {
    const parsed = parseExpression('for i in a.list return {k: i, l: k + partial[1]}.l');
    expect(parsed.ok && parsed.reads).toEqual(['a.list']);
  });

  it('lets a function keep the context it was made in', () => {
    const made = feelRaw('function(n) n * rate.base', { rate: { base: 3 } });
    expect(feel('f(2) + rate.base', { f: made, rate: { base: 100 } })).toBe(106);
  });

  it('reads a list of the context again and again at the price of once', () => {
    const items = Array.from({ length: 2000 }, (_none, index) => ({ n: index }));
    expect(feel('sum(for i in 1..2000 return a.items[i].n)', { a: { items } })).toBe(1999000);
  });
});

describe('unary tests', () => {
  it.each<[string, JsonValue, boolean]>([
    ['-', 1, true],
    ['> 5', 6, true],
    ['> 5', null, false],
    ['> 5, < 2', 1, true],
    ['[1..3]', 3, true],
    ['(1..3)', 3, false],
    ['"a", "b"', 'b', true],
    ['not("a", "b")', 'b', false],
    ['not("a", "b")', 'c', true],
    ['not(null)', null, false],
    ['null', null, true],
    ['true', true, true],
    ['false', false, true],
    ['false', true, false],
    ['? > 3 and ? < 5', 4, true],
    ['? > mother.age', 31, true],
    ['mother.age', 30, true],
    ['= 3', 3, true],
    ['!= 3', 3, false],
    ['list contains(?, "a")', ['a', 'b'], true],
    ['["a", "b"]', 'a', true],
    ['starts with(?, "33")', '330102', true],
    ['"1"', 1, false],
  ])('%s for %j is %s', (tests, input, expected) => {
    expect(passes(tests, input, context)).toBe(expected);
  });
});
