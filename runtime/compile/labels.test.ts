import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNearDuplicate, labelKey, likeness } from './labels.ts';

describe('labels that ask the same', () => {
  it.each([
    ['身份证号', '公民身份号码'],
    ['身份证号码（18 位）', '身份证号'],
    ['联系电话', '手机号码'],
    ['申请人姓名', '姓名'],
    ['家庭住址：', '现住址'],
    ['统一社会信用代码', '社会信用代码'],
    ['母亲身份证号', '母亲的身份证号码'],
    ['出生年月', '出生日期'],
    ['E-mail', 'e mail'],
  ])('%s and %s', (a, b) => {
    expect(isNearDuplicate(a, b)).toBe(true);
  });
});

describe('labels that ask something else', () => {
  it.each([
    ['母亲姓名', '父亲身份证号'],
    ['姓名', '性别'],
    ['经营面积', '经营范围'],
    ['注册资本', '开户银行'],
    ['出生日期', '出生地点'],
  ])('%s and %s', (a, b) => {
    expect(isNearDuplicate(a, b)).toBe(false);
  });
});

describe('likeness', () => {
  it('is the same in both directions, between 0 and 1, and 1 for the same label', () => {
    const label = fc.string({ unit: fc.constantFrom(...'姓名身份证号码手机电话地址出生日期ab（）: '), maxLength: 12 });
    fc.assert(
      fc.property(label, label, (a, b) => {
        expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 10);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        if (labelKey(a) !== '') expect(likeness(a, a)).toBe(1);
      }),
    );
  });

  it('says nothing about labels without letters', () => {
    expect(likeness('：', '：')).toBe(0);
  });
});
