import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { duplicateOf, meaningOf, referenceTo, subjectBrought } from './duplicates.ts';

/** The sample with a second, empty form: what is asked elsewhere is known there. */
function withSecondForm(): ScenarioPackage {
  const pkg = samplePackage();
  const second = { ...pkg.forms.birth!, id: 'card', name: { 'zh-CN': '社保卡申请' }, department: 'police', fields: {} };
  pkg.scenario.forms.f_card = { form: 'card' };
  return { ...pkg, forms: { ...pkg.forms, card: second } };
}
const element = { code: 'DE009', name: { 'zh-CN': '手机号' }, type: 'mobile', sensitivity: 2 } as const;

describe('what is asked already', () => {
  it('is found under another way of saying it, and referenced by its data element', () => {
    const found = duplicateOf(withSecondForm(), { form: 'card', subject: 'mother', label: '公民身份号码' })!;
    const field = referenceTo(found, { subject: 'mother', label: { 'zh-CN': '公民身份号码' }, type: 'string', required: true });

    expect(found.kind).toBe('asked');
    expect(field).toEqual({ subject: 'mother', element: 'idNumber', required: true });
  });

  it('without a data element is referenced by its key, type and name', () => {
    const found = duplicateOf(withSecondForm(), { form: 'card', subject: 'mother', label: '户籍地：' })!;

    expect(referenceTo(found, { subject: 'mother', label: { 'zh-CN': '户籍地：' } })).toMatchObject({ key: 'region', type: 'string' });
  });

  it('is pointed at when the form asks it itself, and is another question for somebody else', () => {
    const pkg = withSecondForm();
    expect(duplicateOf(pkg, { form: 'birth', subject: 'mother', label: '身份证 号码' })).toMatchObject({ kind: 'here', field: 'q_id' });
    expect(duplicateOf(pkg, { form: 'card', subject: 'baby', label: '户籍地' })).toBeUndefined();
  });

  it('is a data element when nobody asks it for this person yet', () => {
    expect(duplicateOf(withSecondForm(), { form: 'card', subject: 'baby', label: '身份证号' })).toMatchObject({
      kind: 'element',
      element: 'idNumber',
    });
  });

  it('comes from the field standard too, with whose it is', () => {
    const asked = { label: { 'zh-CN': '父亲手机号' }, subject: 'father', subjectName: { 'zh-CN': '父亲' } };
    const standard = [{ id: 'mobile', doc: element, asked }];
    const pkg = withSecondForm();
    const found = duplicateOf(pkg, { form: 'card', subject: 'mother', label: '父亲联系电话', standard })!;

    expect(referenceTo(found, { subject: 'mother', label: { 'zh-CN': '父亲联系电话' } })).toEqual({
      subject: 'father',
      label: { 'zh-CN': '父亲手机号' },
      element: 'mobile',
    });
    expect(subjectBrought(pkg, found)).toEqual({ father: { 'zh-CN': '父亲' } });
    expect(meaningOf(found, 'mother')).toBe('father.mobile');
  });

  it('is nothing for what merely sounds alike', () => {
    for (const label of ['身份', '户口所在派出所', '产检次数'])
      expect(duplicateOf(withSecondForm(), { form: 'card', subject: 'mother', label })).toBeUndefined();
  });
});
