import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionTable, TableInputType } from '../../../schemas/generated/documents.ts';
import { type InputFacts, parseUnaryTests, tableFindings } from '../index.ts';
import { parseTestsSource, parseTestsWithGrammar } from '../parse.ts';
import { parseTemporal } from '../temporal-literal.ts';

const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });
interface Column {
  name: string;
  type: TableInputType;
  expression?: string;
  allowed?: string[];
}
const small = (zh: string, type: TableInputType, more: Partial<Column> = {}): Column => ({ name: zh, type, ...more });

/** Rows are cells parted by `|`; every row has a result of its own unless `results` says otherwise. */
function table(hitPolicy: DecisionTable['hitPolicy'], columns: Column[], rows: string[], results?: string[]): DecisionTable {
  return {
    name: text('表'),
    hitPolicy,
    inputs: Object.fromEntries(
      columns.map(({ name, expression, ...rest }, index) => [
        `i${index}`,
        { name: text(name), rank: `a${index}`, expression: expression ?? `a.v${index}`, ...rest },
      ]),
    ),
    outputs: { o: { name: text('结果'), rank: 'a', path: 'r.o', type: 'string' } },
    rows: Object.fromEntries(
      rows.map((row, index) => [
        `r${index + 1}`,
        {
          rank: `a${String(index).padStart(4, '0')}`,
          when: Object.fromEntries(row.split('|').map((cell, at) => [`i${at}`, cell.trim()])),
          // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
          then: { o: `"${results?.[index] ?? index}"` },
        },
      ]),
    ),
  };
}
const said = (document: DecisionTable, facts?: Record<string, InputFacts>) =>
  tableFindings(document, facts).map(({ message }) => message['zh-CN']);
const age = small('年龄', 'integer');
const county = small('户籍', 'string', { allowed: ['"本县"', '"外县"'] });

describe('the missing combination', () => {
  it('is named in words, over several columns', () => {
    expect(said(table('UNIQUE', [age, county], ['< 18 | -', '[18..59] | "本县"', '>= 60 | -']))).toEqual([
      '没有一行覆盖：年龄 18 到 59 且 户籍 = 外县。请补一行，或设置默认结果。',
    ]);
  });

  it.each<[string, Column, string[], string]>([
    ['numbers between limits', small('收入', 'number'), ['<= 100', '> 200'], '收入 大于 100、小于等于 200'],
    ['whole numbers as they are counted', age, ['< 18', '> 20'], '年龄 18 到 20'],
    ['money by the cent', small('金额', 'money'), ['< 10', '> 10.01'], '金额 10 到 10.01'],
    ['days', small('出生日期', 'date'), ['< @"2026-01-01"', '> date("2026-03-31")'], '出生日期 2026-01-01 到 2026-03-31'],
    ['moments', small('受理时间', 'dateTime'), ['< @"2026-01-01T09:00:00"', '> @"2026-01-01T09:00:00"'], '受理时间 = 2026-01-01 09:00:00'],
    ['times', small('时刻', 'time'), ['< @"09:00:00"', '>= @"17:30:00"'], '时刻 大于等于 09:00:00、小于 17:30:00'],
    ['durations', small('居住', 'yearMonthDuration'), ['< @"P1Y"', '> @"P1Y6M"'], '居住 1 年 到 1 年 6 个月'],
    ['hours', small('用时', 'dayTimeDuration'), ['<= duration("PT36H")'], '用时 大于 1 天 12 小时'],
    ['yes and no', small('双胞胎', 'boolean'), ['true'], '双胞胎 = 否'],
    ['texts nobody named', small('地区', 'string'), ['"城区", "郊区"'], '地区 不是 城区、郊区'],
    ['what a negation leaves', small('地区', 'string'), ['not("城区")'], '地区 = 城区'],
    ['a missing value, when a cell speaks of one', small('地区', 'string'), ['not(null)'], '地区 没有值'],
    [
      'sets of codes',
      small('材料', 'codes'),
      ['list contains(?, "a")', 'not(list contains(?, "a")) and list contains(?, "b")'],
      '材料 不含 a、不含 b',
    ],
  ])('of %s', (_, column, rows, words) => {
    expect(
      said(
        table(
          'UNIQUE',
          [column],
          rows.map((row) => row.replaceAll(' | ', ' ')),
        ),
      ),
    ).toEqual([`没有一行覆盖：${words}。请补一行，或设置默认结果。`]);
  });

  it('uses the names of codes, and only codes there are', () => {
    const facts = { i0: { codes: { '1': text('男'), '2': text('女') } } };
    expect(said(table('UNIQUE', [small('性别', 'code')], ['"1"']), facts)).toEqual(['没有一行覆盖：性别 = 女。请补一行，或设置默认结果。']);
    expect(said(table('UNIQUE', [small('性别', 'code')], ['"1"', '"2"']), facts)).toEqual([]);
    expect(said(table('UNIQUE', [small('地区码', 'code')], ['starts with(?, "1")', 'not(starts with(?, "1"))']), facts)).toEqual([]);
  });

  it('lies within the smallest and the largest value there is', () => {
    expect(said(table('UNIQUE', [age], ['[0..17]', '[18..150]']), { i0: { minimum: 0, maximum: 150 } })).toEqual([]);
  });

  it('is none where a default holds, several rows may answer, or the last row takes all', () => {
    const rows = ['< 18', '> 18'];
    const withDefault = table('UNIQUE', [age], rows);
    withDefault.outputs.o!.default = '"x"';
    expect(said(withDefault)).toEqual([]);
    expect(said(table('COLLECT', [age], rows))).toEqual([]);
    expect(said(table('FIRST', [age], [...rows, '-']))).toEqual([]);
  });
});

describe('the doubled combination', () => {
  it('is named with both rows', () => {
    expect(said(table('UNIQUE', [age, county], ['<= 18 | -', '>= 18 | "本县"', '> 18 | "外县"']))).toEqual([
      '第 1 行和第 2 行会同时命中：年龄 = 18 且 户籍 = 本县。请让条件互斥，或改命中策略。',
    ]);
  });

  it('does not exist where two columns ask the same value and exclude each other', () => {
    const twice = [small('年龄自', 'integer', { expression: 'a.age' }), small('年龄至', 'integer', { expression: 'a.age' })];
    expect(said(table('UNIQUE', twice, ['>= 0 | < 18', '>= 18 | -', '< 0 | -']))).toEqual([]);
  });

  it('counts the pairs beyond those shown', () => {
    const found = said(
      table(
        'UNIQUE',
        [age],
        Array.from({ length: 8 }, () => '-'),
      ),
    );
    expect(found.filter((line) => line.includes('会同时命中'))).toHaveLength(10);
    expect(found[9]).toContain('还有 18 对行也重叠');
  });
});

describe('cells nobody can judge', () => {
  it('are named where they might hide something, and only there', () => {
    expect(said(table('UNIQUE', [age], ['? * 2 > 10', '<= 5']))[0]).toContain('第 1 行 年龄：? * 2 > 10');
    expect(said(table('UNIQUE', [small('日期', 'date')], ['< today()', '>= @"2026-01-01"']))[0]).toContain('< today()');
    expect(said(table('FIRST', [age], ['? * 2 > 10', '-']))).toEqual([]);
    expect(said(table('UNIQUE', [age, county], ['? * 2 > 10 | "本县"', '- | "本县"']))[0]).toBe(
      '没有一行覆盖：户籍 = 外县。请补一行，或设置默认结果。',
    );
  });
});

describe('large tables', () => {
  const wide = (count: number, cell: (row: number, column: number) => string) =>
    table(
      'UNIQUE',
      Array.from({ length: 6 }, (_, column) => small(`列${column}`, 'integer')),
      Array.from({ length: count }, (_, row) => Array.from({ length: 6 }, (__, column) => cell(row, column)).join('|')),
    );

  it('of 500 rows and 6 columns are judged to the end', () => {
    const split = wide(500, (row, column) => ['<', '>='][(row >> column) & 1]! + [3, 30, 300, 3000, 30000, 300000][column]!);
    const found = tableFindings(split);
    expect(found.every(({ code }) => code === 'table.overlap')).toBe(true);
    const stairs = wide(500, (row, column) =>
      column > 0 ? '-' : row === 0 ? '< 10' : row === 499 ? '>= 4990' : `[${row * 10}..${row * 10 + 10})`,
    );
    expect(tableFindings(stairs)).toEqual([]);
  });

  it('beyond what can be judged in time are told so', () => {
    const messy = wide(3000, (row, column) => ((row * 7 + column * 13) % 3 === 0 ? '-' : `not(${(row * 31 + column * 17) % 97})`));
    expect(tableFindings(messy).at(-1)?.code).toBe('table.too_large');
  });
});

/** Cells of small columns, and the values tables are tried on. */
const pools: Record<string, { type: TableInputType; cells: string[]; values: string[] }> = {
  number: {
    type: 'number',
    cells: ['-', '< 2', '>= 2', '[1..3]', '(1..3)', '2', 'not(2)', '1, 3', '? > 1 and ? < 3', '? between 1 and 2'],
    values: ['0', '1', '1.5', '2', '2.5', '3', '4'],
  },
  integer: {
    type: 'integer',
    cells: ['-', '< 2', '> 2', '[1..3)', '-1', 'not(> 1)', '? in (1, > 2)'],
    values: ['-2', '-1', '0', '1', '2', '3', '4'],
  },
  boolean: { type: 'boolean', cells: ['-', 'true', 'false', 'not(true)', '? = false', 'not(?)'], values: ['true', 'false'] },
  text: {
    type: 'string',
    cells: ['-', '"a"', '"a","b"', 'not("a")', '? != "b"', 'list contains(["a", "c"], ?)', 'null'],
    values: ['"a"', '"b"', '"c"', '"d"', 'null'],
  },
  date: {
    type: 'date',
    cells: ['-', '< @"2026-01-02"', '>= date("2026-01-02")', '[@"2026-01-01"..@"2026-01-03"]', 'not(@"2026-01-02")'],
    values: ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'],
  },
  codes: {
    type: 'codes',
    cells: ['-', 'list contains(?, "a")', 'not(list contains(?, "a"))', 'list contains(?, "a") or list contains(?, "b")'],
    values: ['[]', '["a"]', '["b"]', '["a","b"]', '["z"]'],
  },
};
const valueFor = (kind: string, value: string): unknown => (kind === 'date' ? parseTemporal(value) : JSON.parse(value));

const anyTable = fc.array(fc.constantFrom(...Object.keys(pools)), { minLength: 1, maxLength: 3 }).chain((kinds) =>
  fc.record({
    kinds: fc.constant(kinds),
    policy: fc.constantFrom('UNIQUE' as const, 'FIRST' as const),
    rows: fc.array(fc.tuple(...kinds.map((kind) => fc.constantFrom(...pools[kind]!.cells))), { minLength: 1, maxLength: 5 }),
  }),
);

describe('against trying the values one by one', () => {
  const cross = <T>(lists: T[][]): T[][] =>
    lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])), [[]]);
  const matches = (cell: string, value: unknown): boolean => {
    const parsed = parseUnaryTests(cell);
    const result = parsed.ok && parsed.test(value, {}, { now: '' });
    return result !== false && result.ok && result.value;
  };

  it('a gap is told exactly when a tried value meets no row, and an overlap when one meets two', () => {
    fc.assert(
      fc.property(anyTable, ({ kinds, policy, rows }) => {
        const columns = kinds.map((kind, at) => small(`c${at}`, pools[kind]!.type));
        const found = tableFindings(
          table(
            policy,
            columns,
            rows.map((row) => row.join('|')),
          ),
        );
        const hasNull = kinds.map((_, at) => rows.some((row) => row[at]!.includes('null')));
        const tried = cross(kinds.map((kind, at) => pools[kind]!.values.filter((value) => value !== 'null' || hasNull[at])));
        const hits = tried.map(
          (point) => rows.filter((row) => row.every((cell, at) => matches(cell, valueFor(kinds[at]!, point[at]!)))).length,
        );

        expect(found.some(({ code }) => code === 'table.not_judged' || code === 'table.too_large')).toBe(false);
        expect(found.some(({ code }) => code === 'table.gap')).toBe(hits.includes(0));
        if (policy === 'UNIQUE') expect(found.some(({ code }) => code === 'table.overlap')).toBe(hits.some((count) => count > 1));
      }),
      { numRuns: 400 },
    );
  });
});

describe('cells read without the grammar', () => {
  const values = fc.oneof(
    fc.constantFrom(
      '"a, b"',
      '"say \\"hi\\""',
      '"\\u0041"',
      '12',
      '0.5',
      '-3',
      'true',
      'false',
      'null',
      '@"2026-01-31"',
      '@"P3D"',
      '@"09:00:00"',
      '@"no date"',
      'date("2026-01-01")',
      '1 + 2',
      'mother.age',
      '"年龄"',
      'nullable',
      '1e3',
      '5 years',
    ),
    fc.integer({ min: -50, max: 50 }).map(String),
  );
  const one = fc.oneof(
    values,
    fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), fc.constantFrom('', ' '), values).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('[', '(', ']'), values, values, fc.constantFrom(']', ')', '['))
      .map(([open, low, high, close]) => `${open}${low}..${high}${close}`),
  );
  const cell = fc.oneof(
    fc.array(one, { minLength: 1, maxLength: 3 }).map((list) => list.join(', ')),
    fc.array(one, { minLength: 1, maxLength: 2 }).map((list) => `not(${list.join(',')})`),
    fc.constantFrom('-', ' - ', '', ',', '> ', '[1..', 'not()', 'not(1), 2', '(1)', '((1..2))'),
  );

  it('have the tree the grammar gives, or are left to it', () => {
    fc.assert(
      fc.property(cell, (source) => {
        expect(parseTestsSource(source)).toEqual(parseTestsWithGrammar(source));
      }),
      { numRuns: 1500 },
    );
  });
});
