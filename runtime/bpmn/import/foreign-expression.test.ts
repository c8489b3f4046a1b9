// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of other engines are written like this
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../expression/index.ts';
import { translate } from './foreign-expression.ts';
import { Variables } from './variables.ts';

const feel = (source: string, language?: string) => {
  const variables = new Variables();
  const result = translate(source, language, variables);
  return { result, types: Object.fromEntries([...variables.all()].map(([name, { type }]) => [name, type])) };
};

describe('expressions of other engines', () => {
  it.each([
    ['${true}', 'true'],
    ['${approved}', 'vars.approved'],
    ['${input == 1}', 'vars.input = 1'],
    ["${input == 'right'}", 'vars.input = "right"'],
    ['${not compensate}', 'not(vars.compensate)'],
    ['test.contains("a")', 'contains(vars.test, "a")'],
    ['!test.contains("a")', 'not(contains(vars.test, "a"))'],
    ['integerVariable<3', 'vars.integerVariable < 3'],
    ['${a > 1 && b || c}', '((vars.a > 1 and vars.b) or vars.c)'],
    ['${amount * 2 + 1 >= 10}', '((vars.amount * 2) + 1) >= 10'],
    ['${a ? 1 : 2}', 'if vars.a then 1 else 2'],
    ['${empty name}', '(vars.name = null or vars.name = "")'],
    ['${nrOfCompletedInstances == 5}', 'each.done = 5'],
    ['${x eq 1 and y lt 2}', '(vars.x = 1 and vars.y < 2)'],
    ['= amount > 100', 'vars.amount > 100'],
  ])('%s becomes %s', (source, expected) => {
    expect(feel(source).result).toEqual({ ok: true, feel: expected });
    expect(parseCondition(expected).ok).toBe(true);
  });

  it.each([
    'getDataObject("a")',
    '${service.call(x)}',
    '${a + }',
    'test.contains("a")>',
    '${a % 2 == 0}',
    '#{a} and ${b}',
    '${"a" > 1}',
    '${(}',
  ])('%s is refused, not guessed', (source) => {
    expect(feel(source).result.ok).toBe(false);
  });

  it('XPath is refused as such', () => {
    expect(feel('a/b = 1', 'http://www.w3.org/1999/XPath').result).toEqual({ ok: false, why: 'XPath' });
  });

  it('the use of a name tells its type', () => {
    expect(feel('${flag && name.contains("x") && n < 3}').types).toEqual({ flag: 'boolean', name: 'text', n: 'number' });
  });
});
