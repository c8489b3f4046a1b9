import { describe, expect, it } from 'vitest';
import { capitalAmount } from './capital.ts';

describe('amounts in capital characters', () => {
  it.each([
    ['0', '零元整'],
    ['1234.5', '壹仟贰佰叁拾肆元伍角整'],
    ['10', '壹拾元整'],
    ['1005.06', '壹仟零伍元零陆分'],
    ['100000', '壹拾万元整'],
    ['20010000', '贰仟零壹万元整'],
    ['100000001', '壹亿零壹元整'],
    ['0.08', '捌分'],
    ['1,200', '壹仟贰佰元整'],
  ])('%s is %s', (amount, words) => {
    expect(capitalAmount(amount)).toBe(words);
  });
  it('says nothing of what is no amount', () => {
    expect(capitalAmount('12.345')).toBe('');
    expect(capitalAmount('一百')).toBe('');
  });
});
