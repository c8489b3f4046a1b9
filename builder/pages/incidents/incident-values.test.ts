import { describe, expect, it } from 'vitest';
import { valuesOf } from './incident-values.ts';

const name = { 'zh-CN': '费用', en: 'Fee' };
const choice = (path: string, type: 'money' | 'integer' | 'boolean' | 'string') => ({ path, name, type, filled: false });

describe('values in place of a step', () => {
  it('are of the declared type, and empty ones are left out', () => {
    const choices = [
      choice('shop.fee', 'money'),
      choice('shop.rooms', 'integer'),
      choice('shop.open', 'boolean'),
      choice('shop.note', 'string'),
    ];

    expect(valuesOf(choices, { 'shop.fee': ' 26 ', 'shop.rooms': '3', 'shop.open': '是', 'shop.note': '' })).toEqual({
      'shop.fee': '26.00',
      'shop.rooms': 3,
      'shop.open': true,
    });
  });

  it('name the first that is not', () => {
    expect(valuesOf([choice('shop.rooms', 'integer')], { 'shop.rooms': '3.5' })).toEqual({ wrong: 'shop.rooms' });
    expect(valuesOf([choice('shop.fee', 'money')], { 'shop.fee': 'viel' })).toEqual({ wrong: 'shop.fee' });
    expect(valuesOf([choice('shop.open', 'boolean')], { 'shop.open': 'perhaps' })).toEqual({ wrong: 'shop.open' });
  });
});
