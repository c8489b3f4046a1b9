import { describe, expect, it } from 'vitest';
import type { DecisionTable, ValueType } from '../../schemas/generated/documents.ts';
import { tableFindings } from './index.ts';

const name = { 'zh-CN': '年龄', en: 'Age' };

/** One input; each row is `cell -> result`. */
function table(hitPolicy: DecisionTable['hitPolicy'], rows: string[], type: ValueType = 'integer', allowed?: string[]): DecisionTable {
  const parts = rows.map((row) => row.split(' -> '));
  return {
    name,
    hitPolicy,
    inputs: { age: { name, rank: 'a', expression: 'mother.age', type, allowed } },
    outputs: { out: { name, rank: 'a', path: 'r.out', type: 'code' } },
    rows: Object.fromEntries(
      parts.map(([cell = '', result = ''], index) => [
        `r${index + 1}`,
        // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
        { rank: `a${index}`, when: { age: cell }, then: { out: `"${result}"` } },
      ]),
    ),
  };
}
const found = (document: DecisionTable) => tableFindings(document).map(({ code, rows, example }) => [code, rows.join(' '), example.age]);

describe('findings of a table', () => {
  it('are none when every input meets one row', () => {
    expect(found(table('UNIQUE', ['< 18 -> a', '[18..60) -> b', '>= 60 -> c']))).toEqual([]);
  });

  it('tell a gap with an example, in words', () => {
    const [finding] = tableFindings(table('UNIQUE', ['< 18 -> a', '> 18 -> b']));
    expect(finding).toMatchObject({ code: 'table.gap', example: { age: '18' } });
    expect(finding?.message['zh-CN']).toBe('没有一行覆盖：年龄 = 18。请补一行，或设置默认结果。');
  });

  it('tell an overlap of UNIQUE, and of ANY when results differ', () => {
    expect(found(table('UNIQUE', ['<= 18 -> a', '>= 18 -> b']))).toEqual([['table.overlap', 'r1 r2', '18']]);
    expect(found(table('ANY', ['<= 18 -> a', '>= 18 -> a']))).toEqual([]);
    expect(found(table('ANY', ['<= 18 -> a', '>= 18 -> b']))).toEqual([['table.overlap', 'r1 r2', '18']]);
    expect(found(table('COLLECT', ['<= 18 -> a', '>= 18 -> b']))).toEqual([]);
  });

  it('tell a row that an earlier one hides, and one that nothing can match', () => {
    expect(found(table('FIRST', ['- -> a', '> 3 -> b']))).toEqual([['table.unreachable_row', 'r2', undefined]]);
    expect(found(table('COLLECT', ['> 3 -> a', '[9..5] -> b']))).toEqual([['table.unreachable_row', 'r2', undefined]]);
  });

  it('look between fractions, days and texts', () => {
    expect(found(table('UNIQUE', ['< 1 -> a', '>= 2 -> b'], 'integer'))).toEqual([['table.gap', '', '1']]);
    expect(found(table('UNIQUE', ['<= 1 -> a', '>= 2 -> b'], 'integer'))).toEqual([]);
    expect(found(table('UNIQUE', ['<= 1 -> a', '>= 2 -> b'], 'number'))).toEqual([['table.gap', '', '1.5']]);
    expect(found(table('UNIQUE', ['< @"2026-01-01" -> a', '> date("2026-01-01") -> b'], 'date'))).toEqual([
      ['table.gap', '', '@"2026-01-01"'],
    ]);
    expect(found(table('UNIQUE', ['"x" -> a', '"y" -> b'], 'code'))).toEqual([['table.gap', '', '"其他"']]);
    expect(found(table('UNIQUE', ['"x" -> a', '"y" -> b'], 'code', ['"x"', '"y"']))).toEqual([]);
    expect(found(table('UNIQUE', ['"x" -> a'], 'code'))).toEqual([['table.gap', '', '"其他"']]);
    expect(found(table('UNIQUE', ['true -> a'], 'boolean'))).toEqual([['table.gap', '', 'false']]);
  });

  it('end where a cell would not', () => {
    expect(found(table('UNIQUE', ['count(for i in 1..1e9 return i) -> a', '> 5 -> b'])).map(([code]) => code)).toEqual([
      'table.not_judged',
    ]);
  });

  it('name the cells that decide only in the case, where they might hide something', () => {
    const [finding] = tableFindings(table('UNIQUE', ['> param.limit -> a', '> 5 -> b']));

    expect(finding).toMatchObject({ code: 'table.not_judged', rows: ['r1'] });
    expect(finding?.message['zh-CN']).toContain('第 1 行 年龄：> param.limit');
    expect(found(table('FIRST', ['> param.limit -> a', '- -> b']))).toEqual([]);
    expect(found(table('COLLECT', ['> param.limit -> a', '> 5 -> b']))).toEqual([]);
  });
});
