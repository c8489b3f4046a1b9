import { describe, expect, it } from 'vitest';
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import { compileTable, feelValue } from './index.ts';
import { env } from './testing/evaluate.ts';

type Rows = [when: string, ...outputs: string[]][];
type Changes = Omit<Partial<DecisionTable>, 'rows'> & { rows?: Rows; outputAllowed?: string[]; outputDefault?: string };

const name = { 'zh-CN': '表', en: 'Table' };

/** A table on `mother.age` with one output `result.level`. */
function table({ rows = [], outputAllowed, outputDefault, ...rest }: Changes): DecisionTable {
  return {
    name,
    hitPolicy: 'UNIQUE',
    inputs: { age: { name, rank: 'a', expression: 'mother.age', type: 'integer' } },
    outputs: { level: { name, rank: 'a', path: 'result.level', type: 'code', allowed: outputAllowed, default: outputDefault } },
    rows: Object.fromEntries(
      rows.map(([when, ...outputs], index) => [
        `r${index + 1}`,
        {
          rank: `a${index}`,
          when: { age: when },
          // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
          then: Object.fromEntries(Object.keys(rest.outputs ?? { level: 0 }).map((id, at) => [id, outputs[at] ?? ''])),
        },
      ]),
    ),
    ...rest,
  };
}

function decide(document: DecisionTable, age: unknown = 30) {
  const compiled = compileTable(document);
  if (!compiled.ok) return compiled.problems.map(({ path, code }) => [path, code]);
  const result = compiled.evaluate({ mother: { age } }, env);
  return result.ok ? result.value : [result.code, result.message];
}

const three: Rows = [
  ['>= 18', '"adult"'],
  ['> 25', '"old"'],
  ['< 18', '"child"'],
];

describe('hit policies', () => {
  it('UNIQUE gives the one row that matches', () => {
    expect(decide(table({ rows: three }), 20)).toEqual({ values: { 'result.level': 'adult' }, rows: ['r1'] });
  });

  it('UNIQUE fails when two rows match', () => {
    expect(decide(table({ rows: three }), 30)).toEqual(['error', 'table.several_rows']);
  });

  it('ANY takes several rows that say the same, and fails when they differ', () => {
    const same: Rows = [
      ['>= 18', '"adult"'],
      ['> 25', '"adult"'],
    ];
    expect(decide(table({ hitPolicy: 'ANY', rows: same }))).toEqual({ values: { 'result.level': 'adult' }, rows: ['r1', 'r2'] });
    expect(decide(table({ hitPolicy: 'ANY', rows: three }))).toEqual(['error', 'table.rows_differ']);
  });

  it('PRIORITY gives the output that stands first among the allowed values', () => {
    const document = table({ hitPolicy: 'PRIORITY', rows: three, outputAllowed: ['"old"', '"adult"', '"child"'] });
    expect(decide(document)).toEqual({ values: { 'result.level': 'old' }, rows: ['r2'] });
  });

  it('FIRST gives the first row in order of rank', () => {
    const document = table({ hitPolicy: 'FIRST', rows: three });
    (document.rows.r2 as { rank: string }).rank = 'A';
    expect(decide(document)).toEqual({ values: { 'result.level': 'old' }, rows: ['r2'] });
  });

  it('RULE_ORDER and COLLECT list the outputs in order of rows', () => {
    for (const hitPolicy of ['RULE_ORDER', 'COLLECT'] as const) {
      expect(decide(table({ hitPolicy, rows: three }))).toEqual({ values: { 'result.level': ['adult', 'old'] }, rows: ['r1', 'r2'] });
    }
  });

  it('OUTPUT_ORDER lists the outputs in order of the allowed values', () => {
    const document = table({ hitPolicy: 'OUTPUT_ORDER', rows: three, outputAllowed: ['"old"', '"adult"', '"child"'] });
    expect(decide(document)).toEqual({ values: { 'result.level': ['old', 'adult'] }, rows: ['r2', 'r1'] });
  });

  it.each([
    ['SUM', 30.3],
    ['COUNT', 2],
    ['MIN', 10.1],
    ['MAX', 20.2],
  ] as const)('COLLECT with %s gives one value', (aggregation, value) => {
    const outputs = { level: { name, rank: 'a', path: 'result.level', type: 'number' as const } };
    const document = table({
      hitPolicy: 'COLLECT',
      aggregation,
      outputs,
      rows: [
        ['> 1', '10.1'],
        ['> 2', '20.2'],
      ],
    });
    expect(decide(document)).toEqual({ values: { 'result.level': value }, rows: ['r1', 'r2'] });
  });

  it('answer null, or an empty list, when no row matches', () => {
    expect(decide(table({ rows: [['< 1', '"x"']] }))).toEqual({ values: { 'result.level': null }, rows: [] });
    expect(decide(table({ hitPolicy: 'COLLECT', rows: [['< 1', '"x"']] }))).toEqual({ values: { 'result.level': [] }, rows: [] });
  });

  it('answer the default when no row matches', () => {
    expect(decide(table({ rows: [['< 1', '"x"']], outputDefault: '"none"' }))).toEqual({ values: { 'result.level': 'none' }, rows: [] });
  });
});

describe('a decision table', () => {
  const outputs = {
    b: { name, rank: 'b', path: 'allowance.amount', type: 'money' as const },
    a: { name, rank: 'a', path: 'allowance.kind', type: 'code' as const },
  };

  it('gives several outputs by path, money as text of two places', () => {
    const document = table({ outputs, rows: [['-', '1000 / 3', '"k"']] });
    expect(decide(document)).toEqual({ values: { 'allowance.kind': 'k', 'allowance.amount': '333.33' }, rows: ['r1'] });
  });

  it('reads the context in cells as well as in inputs', () => {
    const compiled = compileTable(table({ rows: [['> param.limit', 'case.region']] }));
    expect(compiled.ok && compiled.reads).toEqual(['case.region', 'mother.age', 'param.limit']);
    const result = compiled.ok && compiled.evaluate({ mother: { age: 3 }, param: { limit: 2 }, case: { region: '330000' } }, env);
    expect(result).toEqual({ ok: true, value: { values: { 'result.level': '330000' }, rows: ['r1'] } });
  });

  it('counts an empty cell and a missing one as no test', () => {
    const document = table({ rows: [['', '"x"']] });
    (document.rows.r1 as { when: Record<string, string> }).when = {};
    expect(decide(document)).toMatchObject({ rows: ['r1'] });
  });

  it('refuses inputs of another type, and values that are not allowed', () => {
    expect(decide(table({ rows: three }), 'thirty')).toEqual(['type', 'table.input_type']);
    expect(decide(table({ rows: three }), 1.5)).toEqual(['type', 'table.input_type']);
    const inputs = { age: { name, rank: 'a', expression: 'mother.age', type: 'integer' as const, allowed: ['[0..120]'] } };
    expect(decide(table({ inputs, rows: three }), 121)).toEqual(['type', 'table.input_not_allowed']);
  });

  it('lets a missing input match only cells that ask for null or nothing', () => {
    expect(decide(table({ rows: [...three, ['null', '"unknown"']] }), null)).toEqual({
      values: { 'result.level': 'unknown' },
      rows: ['r4'],
    });
  });

  it('refuses outputs of another type or not allowed when they are computed', () => {
    const rows: Rows = [['-', 'mother.age']];
    expect(decide(table({ rows }))).toEqual(['type', 'table.output_type']);
    expect(decide(table({ rows: [['-', 'string(mother.age)']], outputAllowed: ['"a"'] }))).toEqual(['type', 'table.output_not_allowed']);
  });

  it('compares dates of the case with dates in cells', () => {
    const inputs = { born: { name, rank: 'a', expression: 'mother.age', type: 'date' as const } };
    const document = table({ inputs, rows: [] });
    // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
    document.rows.r1 = { rank: 'a', when: { born: '>= date("2020-01-01")' }, then: { level: '"new"' } };
    expect(decide(document, feelValue('2020-01-01', 'date'))).toMatchObject({ rows: ['r1'] });
  });

  it('ends within the budget of one evaluation', () => {
    expect(decide(table({ rows: [['count(for i in 1..1e9 return i) > ?', '"x"']] }))).toEqual(['budget', 'expression.budget']);
  });
});

describe('problems of a table', () => {
  it('are told with the path of their cell, all at once', () => {
    const document = table({
      rows: [
        ['>= 18 &&', '"a"'],
        ['-', ''],
        ['-', 'foo(1)'],
        ['-', '5'],
      ],
      outputAllowed: ['"a"'],
    });
    document.inputs.age = { name, rank: 'a', expression: 'mother.', type: 'integer' };
    expect(decide(document)).toEqual([
      ['inputs/age/expression', 'expression.syntax'],
      ['rows/r1/when/age', 'expression.symbolAnd'],
      ['rows/r2/then/level', 'table.outputEmpty'],
      ['rows/r3/then/level', 'expression.unknownFunction'],
      ['rows/r4/then/level', 'table.outputType'],
    ]);
  });

  it('tell a result that is not allowed, a stray cell and a path written twice', () => {
    const document = table({ rows: [['-', '"b"']], outputAllowed: ['"a"'] });
    document.outputs.twin = { name, rank: 'b', path: 'result.level', type: 'code', default: '"z"' };
    (document.rows.r1 as { when: Record<string, string>; then: Record<string, string> }).when.gone = '1';
    (document.rows.r1 as { then: Record<string, string> }).then.twin = '"z"';
    expect(decide(document)).toEqual([
      ['rows/r1/when/gone', 'table.rowCell'],
      ['outputs/twin/path', 'table.duplicatePath'],
      ['rows/r1/then/level', 'table.outputAllowed'],
    ]);
  });

  it('tell an aggregation that cannot be, and priorities without an order', () => {
    expect(decide(table({ aggregation: 'SUM', rows: [] }))).toEqual([['aggregation', 'table.aggregationPolicy']]);
    expect(decide(table({ hitPolicy: 'PRIORITY', rows: [] }))).toEqual([['hitPolicy', 'table.allowedNeeded']]);
    expect(decide(table({ outputs: {}, rows: [] }))).toEqual([['outputs', 'table.noOutput']]);
  });
});
