import { describe, expect, it } from 'vitest';
import { anyFeelValue, jsonValue, limits, outcomeText, parseExpression, parseUnaryTests } from './index.ts';
import { feel } from './testing/evaluate.ts';

const times = (call: string, count: number, inner: string): string => `${`${call}(`.repeat(count)}${inner}${')'.repeat(count)}`;
const doubling = (body: string, start: string, read = 'r'): string => `{d: function(x) ${body}, r: ${times('d', 40, start)}, e: ${read}}.e`;
const long = 'string join(for i in 1..10000 return "aaaaaaaaaaaaaaaaaaaa")';

/** Each of these would run for years, or fill the memory, without a budget. */
const over: Record<string, string> = {
  'a huge loop': 'for i in 1..1e8 return i',
  'nested loops in one': 'for a in 1..1000, b in 1..1000, c in 1..1000 return a * b * c',
  'loops inside loops': 'for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return 1',
  'a huge quantifier': 'some i in 1..1e12 satisfies i < 0',
  'a recursion without end': '{f: function(x) f(x + 1), r: f(0)}.r',
  'a function given to itself': '{f: function(g) g(g), r: f(f)}.r',
  'an exponential recursion': '{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(40)}.r',
  'a doubling text': doubling('x + x', '"xxxxxxxxxx"'),
  'a doubling list, flattened': doubling('[x, x]', '[1]', 'flatten(r)'),
  'a list that shares its parts, as a result': '{d: function(l) [l, l, l, l, l, l, l, l, l, l], r: d(d(d(d(d(d(d(d([1]))))))))}.r',
  'two such lists compared':
    '{d: function(l) [l, l, l, l, l, l, l, l, l, l], r: d(d(d(d(d(d(d(d([1])))))))), s: d(d(d(d(d(d(d(d([1])))))))), e: r = s}.e',
  'such a list as text': '{d: function(l) [l, l, l, l, l, l, l, l, l, l], r: string(d(d(d(d(d(d(d(d([1])))))))))}.r',
  'a long join': 'string join(for i in 1..100000 return "xxxxxxxxxxxxxxxxxxxx")',
  'a growing replace': `replace(${long}, "a", "bbbbbbbbbbbbbbbbbbbb")`,
  'a growing concatenate':
    '{l: for i in 1..50000 return i, r: concatenate(l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l, l)}.r',
  'partial copied at every turn': 'for i in 1..100000 return partial',
  'a pattern with many optional parts': 'matches(string join(for i in 1..1000 return "a"), "(a?){900}a{900}")',
  'a pattern that looks to the end at every match': 'replace(string join(for i in 1..20000 return "a"), "a(.*b)?", "c")',
  'a sort with a slow order': 'sort(for i in 1..20000 return modulo(i * 7919, 10007), function(a, b) a < b)',
  'distinct values that are lists': 'distinct values(for i in 1..3000 return [i])',
  'roots without end': 'for i in 1..100000 return sqrt(i)',
  'long texts compared again and again': `{s: ${long}, t: s + "b", r: for i in 1..100000 return s < t}.r`,
  'long texts searched again and again': `{s: ${long}, t: substring(s, 1, 100000) + "b", r: for i in 1..1000 return contains(s, t)}.r`,
  'a context nested by a function': '{f: function(c, n) if n = 0 then c else f(context put({}, "a", c), n - 1), r: f({}, 500)}.r',
  'a list nested deep, as text': '{f: function(c, n) if n = 0 then c else f([c], n - 1), r: string(f([], 100))}.r',
};

/** These look dangerous and are answered at once. */
const answered: Record<string, [string, unknown]> = {
  'a pattern with nested quantifiers': ['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', false],
  'a pattern of a million parts': ['matches("a", "(a{1,1000}){1,1000}")', null],
  'a huge exponent': ['2 ** 1e9', null],
  'a tower of exponents': ['10 ** (10 ** 10)', null],
  'an exponent near one': ['1.0000001 ** 1e15', null],
  'a vanishing power': ['0.5 ** 1e18', 0],
  'a number beyond decimal128': ['1e999999 * 1e999999', null],
  'an exponential beyond decimal128': ['exp(1e9)', null],
  'a remainder of a huge number': ['modulo(1e6000, 3)', null],
  'a huge range as a test': ['5 in [1..1e300]', true],
  'a date beyond the calendar': ['date(999999999, 12, 31) + @"P9999D"', null],
  'a duration beyond time': ['@"P9999999D" * 1e20', null],
};

describe('the budget', () => {
  it.each(Object.entries(over))('ends %s with a typed outcome', (_name, source) => {
    const started = performance.now();
    expect(feel(source)).toBe('failure budget');
    // Alone each takes well under half a second; the rest is room for a busy machine.
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each(Object.entries(answered))('answers %s', (_name, [source, value]) => {
    expect(feel(source)).toEqual(value);
  });

  it.each([
    ['10,000 brackets', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['2,400 brackets', `${'('.repeat(2400)}1${')'.repeat(2400)}`],
    ['nested lists', `${'['.repeat(2400)}${']'.repeat(2400)}`],
    ['a row of minus signs', `${'-'.repeat(4000)}1`],
    ['a long sum', `1${'+1'.repeat(2400)}`],
    ['a long path', `a${'.a'.repeat(2400)}`],
    ['open comments', '/*'.repeat(2400)],
    ['a lone quote', '"'],
    ['a null character', '\0'],
  ])('refuses source of %s with a problem', (_name, source) => {
    expect(parseExpression(source)).toMatchObject({ ok: false, problems: [{ code: expect.stringMatching(/^expression\./) }] });
    expect(parseUnaryTests(source)).toMatchObject({ ok: false });
  });

  it('has words for its outcome', () => {
    const parsed = parseExpression('for i in 1..1e9 return i');
    const result = parsed.ok && parsed.expression({}, { now: '' });
    expect(result && !result.ok && outcomeText(result.message).en).toMatch(/^The calculation was stopped/);
  });

  it('starts afresh with every evaluation', () => {
    const parsed = parseExpression('count(for i in 1..50000 return i)');
    const results = Array.from({ length: 8 }, () => parsed.ok && parsed.expression({}, { now: '' }));
    expect(results).toEqual(results.map(() => ({ ok: true, value: 50_000 })));
  });

  it('counts what the evaluation context brings along', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(feel('string(a.list)', { a: { list: new Array(limits.size + 1).fill(0) } })).toBe('failure budget');
    expect(feel('count(get entries(a))', { a: cyclic })).toBe('failure budget');
    expect(jsonValue(cyclic)).toBeNull();
    expect(anyFeelValue(cyclic)).toBeNull();
  });
});

describe('prototypes', () => {
  const context = { mother: { name: 'x' } };

  it.each([
    'toString',
    'constructor',
    '__proto__',
    'hasOwnProperty',
    'mother.__proto__',
    'mother.constructor.constructor',
    'mother.toString',
  ])('are out of reach of %s', (source) => {
    expect(feel(source, context)).toBeNull();
  });

  it.each([
    'constructor("return 1")',
    'mother.constructor("return 1")',
    'get value(mother, "__proto__")',
    '"a".constructor',
    '(1).constructor',
  ])('are not reached by the call or path %s', (source) => {
    expect(feel(source, context)).toBeNull();
  });

  it('are not changed by a key called __proto__', () => {
    const made = feel('context put({"__proto__": {polluted: true}}, "b", 1)');
    expect(Object.keys(made as object)).toEqual(['__proto__', 'b']);
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(feel('{"__proto__": 1}.__proto__')).toBe(1);
    expect(feel('a.__proto__', { a: JSON.parse('{"__proto__": 5}') })).toBe(5);
  });

  it('keep functions and class instances of the host out of FEEL', () => {
    const host = { run: () => 1, date: new Date(0), map: new WeakMap() };
    expect(feel('[host.run, host.date, host.map]', { host })).toEqual([null, null, null]);
    expect(feel('host.run()', { host })).toBeNull();
  });
});
