import { describe, expect, it } from 'vitest';
import type { ValueType } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import { feelValue, jsonValue } from './index.ts';
import { feel } from './testing/evaluate.ts';

describe('values by their declared type', () => {
  it.each<[JsonValue, ValueType, JsonValue]>([
    ['2026-01-31', 'date', '2026-01-31'],
    ['2026-02-30', 'date', null],
    ['2026-01-31T10:00:00+08:00', 'dateTime', '2026-01-31T10:00:00+08:00'],
    ['1200.50', 'money', 1200.5],
    [1200.5, 'money', 1200.5],
    ['12x', 'money', null],
    [3, 'integer', 3],
    ['007', 'string', '007'],
    [7, 'string', null],
    [['a', 'b'], 'codes', ['a', 'b']],
    ['a', 'codes', null],
    [true, 'boolean', true],
    ['true', 'boolean', null],
    [{ province: '33', line: '1 号' }, 'address', { province: '33', line: '1 号' }],
    [null, 'date', null],
  ])('%j as %s is %j again', (value, type, back) => {
    expect(jsonValue(feelValue(value, type))).toEqual(back);
  });

  it('lets dates and money be counted with, not compared as texts', () => {
    const context = { a: { born: feelValue('2020-02-29', 'date'), paid: feelValue('9.90', 'money'), due: feelValue('10.00', 'money') } };
    expect(feel('a.born + @"P1Y"', context)).toBe('2021-02-28');
    expect(feel('a.paid < a.due', context)).toBe(true);
  });

  it('takes JSON numbers, lists and objects of a context as they are', () => {
    const context = { list: { items: [{ n: 1 }, { n: 2.5 }], empty: undefined } };
    expect(feel('sum(list.items.n)', context)).toBe(3.5);
    expect(feel('list.empty', context)).toBeNull();
  });
});
