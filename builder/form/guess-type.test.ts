import { describe, expect, it } from 'vitest';
import { guessType, labelsOf } from './guess-type.ts';

describe('a pasted list of labels', () => {
  it('becomes one field per line or cell without numbering, signs and repeats', () => {
    expect(labelsOf('1. 姓名：\n2、身份证号*\n（三）联系电话\t家庭住址\n\n姓名')).toEqual(['姓名', '身份证号', '联系电话', '家庭住址']);
  });

  it.each([
    ['身份证号', 'idCard'],
    ['联系电话', 'mobile'],
    ['出生日期', 'date'],
    ['是否多胎', 'boolean'],
    ['家庭住址', 'address'],
    ['医疗费用总额', 'money'],
    ['孕周', 'integer'],
    ['不能出具的原因', 'text'],
    ['出生证照片', 'file'],
    ['姓名', 'string'],
  ])('takes %s for %s', (label, type) => {
    expect(guessType(label)).toBe(type);
  });
});
