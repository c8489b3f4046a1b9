import { describe, expect, it } from 'vitest';
import { limits, parseCondition, parseExpression, parseUnaryTests } from './index.ts';

const first = (source: string) => {
  const parsed = parseExpression(source);
  return parsed.ok ? undefined : parsed.problems[0];
};

describe('problems of an expression', () => {
  it.each<[string, string, number, number]>([
    ['', 'expression.empty', 0, 0],
    ['a +', 'expression.syntax', 3, 3],
    ['a ==1', 'expression.doubleEquals', 2, 4],
    ['a = 1 && b = 2', 'expression.symbolAnd', 6, 8],
    ['a = 1 || b = 2', 'expression.symbolOr', 6, 8],
    ["a = 'x'", 'expression.singleQuote', 4, 5],
    ['a = （1）', 'expression.fullWidth', 4, 5],
    ['a = “x”', 'expression.fullWidth', 4, 5],
    ['foo(1)', 'expression.unknownFunction', 0, 3],
    ['substring("a")', 'expression.arguments', 0, 14],
    ['substring(text: "a", from: 1)', 'expression.arguments', 0, 29],
    ['@"2026-02-30"', 'expression.literal', 0, 13],
    ['{a: 1, a: 2}', 'expression.duplicateKey', 7, 8],
    [`${'('.repeat(300)}1${')'.repeat(300)}`, 'expression.tooDeep', 200, 201],
    [`"${'a'.repeat(limits.source)}"`, 'expression.tooLong', 5000, 5002],
  ])('%s is told as %s at its place', (source, code, from, to) => {
    expect(first(source)).toMatchObject({ code, from, to });
  });

  it('says in both languages what to do, without codes', () => {
    const message = first('a && b')?.message;
    expect(message).toEqual({ 'zh-CN': '「并且」请写 and。', en: 'Write "and" instead of "&&".' });
  });

  it('tells a chain that is too long from one that is wrong', () => {
    expect(first(`1${'+1'.repeat(900)}`)?.code).toBe('expression.tooDeep');
  });

  it('lets symbols of other languages stand inside texts', () => {
    expect(parseExpression('"a == b && c（’）"').ok).toBe(true);
  });

  it('reports every unknown function at once', () => {
    const parsed = parseExpression('foo(1) + bar(2)');
    expect(parsed.ok ? [] : parsed.problems.map((problem) => [problem.from, problem.to])).toEqual([
      [0, 3],
      [9, 12],
    ]);
  });

  it('gives conditions and unary tests the same problems', () => {
    expect(parseCondition('a &&')).toMatchObject({ ok: false, problems: [{ code: 'expression.symbolAnd' }] });
    expect(parseUnaryTests('> ')).toMatchObject({ ok: false, problems: [{ code: 'expression.syntax' }] });
  });
});

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['true', true],
    ['null', false],
    ['1', false],
    ['"true"', false],
    ['missing.name = "x"', false],
  ])('%s counts as %s', (source, value) => {
    const parsed = parseCondition(source);
    expect(parsed.ok && parsed.condition({}, { now: '' })).toEqual({ ok: true, value });
  });
});
