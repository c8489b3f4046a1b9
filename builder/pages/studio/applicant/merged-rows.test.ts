import { describe, expect, it } from 'vitest';
import { type MergedField, type MergedForm, mergedFormsOf, type ScenarioPackage } from '../../../../runtime/compile/index.ts';
import { addRegister, sampleForm, samplePackage } from '../../../../runtime/compile/testing/sample.ts';
import { askingDepartments, departmentPart, firstQuestions, sectionsOf } from './merged-rows.ts';

function twoDepartments(): ScenarioPackage {
  return samplePackage((pkg) => {
    addRegister(pkg);
    pkg.forms.health = sampleForm('health', 'wj', {
      fl_n: { section: 's_main', rank: 'a0', subject: 'applicant', element: 'name', required: true },
      fl_id: { section: 's_main', rank: 'a1', subject: 'applicant', element: 'idNumber' },
      fl_sex: { section: 's_main', rank: 'a2', subject: 'child', element: 'sex' },
    });
    pkg.scenario.forms.f_health = { form: 'health' };
    pkg.scenario.situation = { form: 'f_health' };
    (pkg.scenario.nodes.n_fill as { forms: string[] }).forms.push('f_health');
  });
}
const pkg = twoDepartments();
const form: MergedForm = mergedFormsOf(pkg).n_fill!;
const paths = (fields: readonly MergedField[]) => fields.map(({ path }) => path);
const shown = (filter: Parameters<typeof sectionsOf>[1]) => sectionsOf(form, filter).flatMap(({ fields }) => paths(fields));

describe('rows of the merged form', () => {
  it('can be narrowed to a department, a supply, words, or rules that differ', () => {
    expect(shown({})).toEqual(['applicant.name', 'applicant.idNumber', 'applicant.city', 'child.sex']);
    expect(shown({ department: 'wj' })).toEqual(['applicant.name', 'applicant.idNumber', 'child.sex']);
    expect(shown({ supply: 'asked' })).toEqual(['applicant.idNumber', 'child.sex']);
    expect(shown({ words: ' 城市 ' })).toEqual(['applicant.city']);
    expect(shown({ words: 'SEX' })).toEqual(['child.sex']);
    expect(shown({ differing: true })).toEqual(['applicant.idNumber']);
    expect(sectionsOf(form, { words: 'nothing' })).toEqual([]);
  });

  it('of one department say what became of each of its fields, and how much it never sees', () => {
    const { rows, counts, hidden } = departmentPart(form, 'wj');

    expect(rows.map(({ field, fate, others }) => [field.path, fate, others])).toEqual([
      ['applicant.name', 'shared', ['ga']],
      ['applicant.idNumber', 'together', ['ga']],
      ['child.sex', 'alone', []],
    ]);
    expect(counts).toEqual({ alone: 1, together: 1, shared: 1, derived: 0 });
    expect(hidden).toBe(1);
    expect(departmentPart(form, 'nobody')).toMatchObject({ rows: [], hidden: 4 });
  });

  it('know who asks, and what is asked first', () => {
    expect(askingDepartments(pkg, form)).toEqual(['ga', 'wj']);
    expect([...firstQuestions(pkg)]).toEqual(['applicant.name', 'applicant.idNumber', 'child.sex']);
  });
});
