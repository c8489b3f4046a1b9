import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../plan.ts';
import { type ValueRules, valueCheck } from './check.ts';

const env = { now: '2026-03-02T02:00:00Z' };
const check = (rules: ValueRules, value: JsonValue) => valueCheck(rules)(value, env);
const levels = {
  zj: { name: { 'zh-CN': '浙江' }, rank: 'a0' },
  jx: { name: { 'zh-CN': '嘉兴' }, rank: 'a0', parent: 'zj' },
  hy: { name: { 'zh-CN': '海盐' }, rank: 'a0', parent: 'jx' },
  tz: { name: { 'zh-CN': '台州' }, rank: 'a1', parent: 'zj' },
};
const table: ValueRules = {
  type: 'table',
  table: {
    columns: {
      name: { check: valueCheck({ type: 'string' }), computed: false, required: true },
      id: { check: valueCheck({ type: 'idCard' }), computed: false, required: false },
      cost: { check: valueCheck({ type: 'money' }), computed: false, required: false },
    },
    minRows: 2,
    maxRows: 3,
  },
};

describe('values made of parts are normalised', () => {
  it.each<[ValueRules, JsonValue, JsonValue]>([
    [{ type: 'dateRange' }, { from: '2026年3月2日', to: '２０２６/3/5' }, { from: '2026-03-02', to: '2026-03-05' }],
    [{ type: 'cascade', codes: levels }, ['zj', 'jx', 'hy'], ['zj', 'jx', 'hy']],
    [{ type: 'cascade', codes: levels }, ['zj', 'tz'], ['zj', 'tz']],
    [{ type: 'signature' }, { kind: 'typed', name: ' 王芳 ' }, { kind: 'typed', name: '王芳' }],
    [
      { type: 'signature' },
      { kind: 'drawn', path: 'M10 20L30 40L50 60M1 1L2 2', width: 600, height: 200 },
      { kind: 'drawn', path: 'M10 20L30 40L50 60M1 1L2 2', width: 600, height: 200 },
    ],
    [{ type: 'file' }, ['a1', 'b2', 'a1'], ['a1', 'b2']],
    [
      table,
      [{ name: ' 王芳 ', id: '110101 1900 0101 1236', cost: '¥1,234' }, {}, { name: '李明', id: '' }],
      [{ name: '王芳', id: '110101190001011236', cost: '1234.00' }, { name: '李明' }],
    ],
    [table, [{ name: '' }, {}], null],
  ])('%j: %j -> %j', (rules, value, expected) => {
    expect(check(rules, value)).toEqual({ ok: true, value: expected });
  });
});

describe('values made of parts are refused', () => {
  it.each<[ValueRules, JsonValue, string]>([
    [{ type: 'dateRange' }, { from: '2026-03-05', to: '2026-03-02' }, 'value.dateRangeOrder'],
    [{ type: 'dateRange' }, { from: '2026-03-05' }, 'value.dateRange'],
    [{ type: 'dateRange' }, ['2026-03-05', '2026-03-06'], 'value.dateRange'],
    [{ type: 'dateRange' }, { from: '2026-03-05', to: '2026-03-06', by: 'x' }, 'value.dateRange'],
    [{ type: 'cascade', codes: levels }, ['zj'], 'value.cascadeOpen'],
    [{ type: 'cascade', codes: levels }, ['jx', 'hy'], 'value.cascade'],
    [{ type: 'cascade', codes: levels }, ['zj', 'hy'], 'value.cascade'],
    [{ type: 'cascade', codes: levels }, ['zj', 'constructor'], 'value.cascade'],
    [{ type: 'cascade', codes: levels }, 'zj', 'value.cascade'],
    [{ type: 'signature' }, { kind: 'drawn', path: 'M1 1L2 2"/><script>', width: 600, height: 200 }, 'value.signature'],
    [{ type: 'signature' }, { kind: 'drawn', path: 'M1 1L2 2', width: 600, height: 9999 }, 'value.signature'],
    [{ type: 'signature' }, { kind: 'typed', name: 'a\u202eb' }, 'value.signature'],
    [{ type: 'signature' }, 'data:image/svg+xml,<svg onload=alert(1)>', 'value.signature'],
    [{ type: 'file' }, ['../x'], 'value.file'],
    [{ type: 'file' }, Array.from({ length: 21 }, (_, at) => `f${at}`), 'value.tooManyFiles'],
    [table, 'x', 'value.table'],
    [table, [['王芳']], 'value.table'],
    [table, [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }], 'value.tooManyRows'],
    [table, [{ name: 'a' }], 'value.tooFewRows'],
  ])('%j: %j -> %s', (rules, value, code) => {
    expect(check(rules, value)).toMatchObject({ ok: false, code });
  });

  it('a table says the row, as it was sent, and the column of each problem', () => {
    const rows: JsonValue = [{}, { name: '王芳', id: '1' }, { id: '110101190001011236', cost: '1.234' }, { name: '李明', secret: 'x' }];
    expect(valueCheck({ ...table, table: { ...table.table!, maxRows: 5 } })(rows, env)).toEqual({
      ok: false,
      code: 'idCard.length',
      cells: [
        { row: 1, column: 'id', code: 'idCard.length' },
        { row: 2, column: 'cost', code: 'value.money' },
        { row: 2, column: 'name', code: 'field.required' },
        { row: 3, column: 'secret', code: 'field.foreign' },
      ],
    });
  });
});

/** What people really type, and what nobody should: JSON of any shape. */
const anything = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const types: ValueRules[] = [
  ...(['string', 'text', 'number', 'integer', 'money', 'boolean', 'date', 'dateTime', 'region', 'address', 'idCard', 'uscc'] as const).map(
    (type) => ({ type }),
  ),
  ...(['mobile', 'email', 'bankCard', 'file', 'signature', 'dateRange'] as const).map((type) => ({ type })),
  { type: 'code', codes: levels },
  { type: 'codes', codes: levels },
  { type: 'cascade', codes: levels },
  table,
];

describe('every check', () => {
  it('answers any JSON with a value or a code, never by throwing, and what it gave back is accepted unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), anything, (rules, value) => {
        const first = check(rules, value);
        if (first.ok) expect(check(rules, first.value)).toEqual(first);
        else expect(first.code).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes the same value in full-width letters and with spaces around it', () => {
    const typed: [ValueRules, string][] = [
      [{ type: 'idCard' }, '11010119000101123X'],
      [{ type: 'uscc' }, '91152201078382010M'],
      [{ type: 'mobile' }, '13812345678'],
      [{ type: 'number' }, '1234.5'],
      [{ type: 'money' }, '1234.50'],
      [{ type: 'date' }, '2026-03-02'],
      [{ type: 'region' }, '331082'],
      [{ type: 'bankCard' }, '4111111111111111'],
    ];
    const wide = (text: string) => text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.constantFrom(...typed), fc.boolean(), fc.constantFrom('', ' ', '\u3000', '  '), ([rules, text], full, space) => {
        const plain = check(rules, text);
        expect(check(rules, `${space}${full ? wide(text) : text}${space}`)).toEqual(plain);
      }),
    );
  });
});
