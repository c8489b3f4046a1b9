import { describe, expect, it } from 'vitest';
import type { DataElement, DataResource } from '../../../schemas/generated/documents.ts';
import { rowKey } from './row-key.ts';
import { planRows } from './row-plan.ts';

const name = (text: string) => ({ 'zh-CN': text });
const resource = {
  keys: { idNumber: { name: name('证件号'), element: 'idNumber' } },
  fields: {
    sex: {
      name: name('性别'),
      type: 'code',
      codes: { 1: { name: name('男'), rank: 'a' }, 2: { name: name('女'), rank: 'b' } },
      sensitivity: 2,
    },
    kinds: {
      name: name('险种'),
      type: 'codes',
      codes: { a: { name: name('养老'), rank: 'a' }, b: { name: name('医疗'), rank: 'b' } },
      sensitivity: 2,
    },
    active: { name: name('在保'), type: 'boolean', sensitivity: 2 },
    since: { name: name('起始'), type: 'date', sensitivity: 2 },
    base: { name: name('基数'), type: 'money', sensitivity: 2 },
    note: { name: name('备注'), sensitivity: 1 },
  },
  cardinality: 'one',
} as unknown as DataResource;
const elements = { idNumber: { type: 'idCard', name: name('证件号') } as unknown as DataElement };
const columns = ['sex', 'kinds', 'active', 'since', 'base', 'note', 'idNumber'];
const plan = planRows({ resource, elements, columns, env: { now: '2026-04-28T02:00:00.000Z' } });

describe('a row', () => {
  it('becomes a record as forms would have it: names to codes, full-width digits, dates and amounts', () => {
    const made = plan.record(['１１０１０５１９４９１２３１００２x ', '男', '养老、医疗', '是', '20260401', '￥1,234.5', '=1+1']);

    expect(made).toMatchObject({ ok: true, key: '11010519491231002X' });
    expect(made.ok && JSON.parse(made.json)).toEqual({
      idNumber: '11010519491231002X',
      sex: '1',
      kinds: ['a', 'b'],
      active: true,
      since: '2026-04-01',
      base: '1234.50',
      note: '=1+1',
    });
  });

  it('tells everything that is wrong with it, by field, with the cell', () => {
    const made = plan.record(['110105194912310021', '3', '养老', '也许', '2026-02-30', '很多', 'x']);

    expect(made.ok || made.problems.map(({ field, code, value }) => [field, code, value])).toEqual([
      ['idNumber', 'idCard.checkDigit', '110105194912310021'],
      ['sex', 'value.code', '3'],
      ['active', 'value.boolean', '也许'],
      ['since', 'value.date', '2026-02-30'],
      ['base', 'value.money', '很多'],
    ]);
  });

  it('without its key is none', () => {
    expect(plan.record(['', '1', '', '', '', '', ''])).toEqual({ ok: false, problems: [{ code: 'row.key_missing', field: 'idNumber' }] });
    expect(() => planRows({ resource, elements, columns: ['sex'], env: { now: '' } })).toThrow('idNumber');
  });
});

describe('the key of a row', () => {
  it('is the same however it is written, and differs where two keys differ', () => {
    expect(rowKey(['a'], { a: ' ３３０x' })).toBe(rowKey(['a'], { a: '330X ' }));
    expect(rowKey(['a', 'b'], { a: '1', b: '23' })).not.toBe(rowKey(['a', 'b'], { a: '12', b: '3' }));
    expect(rowKey(['a', 'b'], { a: '1', b: '' })).toBeUndefined();
  });
});
