import { describe, expect, it } from 'vitest';
import type { DataElement, Form, FormField } from '../../schemas/generated/documents.ts';
import { compareForms, compareInScenario, movedPaths, worstLevel } from './compare-forms.ts';
import { compile } from './compile.ts';
import { formFindings, outsideReads, packageOfForm } from './form-package.ts';
import type { ScenarioPackage } from './plan.ts';
import { movedInPackage } from './references.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
const elements: Record<string, DataElement> = {
  name: { code: 'DE1', name: text('姓名'), type: 'string', sensitivity: 2 },
  idNumber: { code: 'DE2', name: text('身份证号'), type: 'idCard', sensitivity: 3 },
};
const field = (more: Partial<FormField>): FormField => ({ section: 's', rank: 'a0', subject: 'applicant', ...more });
const codes = (...ids: string[]) => Object.fromEntries(ids.map((id, at) => [id, { name: text(id), rank: `a${at}` }]));
const formOf = (fields: Record<string, FormField>): Form => ({
  format: 'lianban.form/1',
  id: 'card',
  name: text('证件申请表'),
  department: 'ga',
  version: 1,
  sections: { s: { title: text('基本信息'), rank: 'a0' } },
  fields,
});
const first = {
  fl_name: field({ element: 'name', required: true }),
  fl_city: field({ key: 'city', type: 'code', codes: codes('home', 'away'), label: text('居住地') }),
  fl_days: field({ key: 'days', type: 'integer', label: text('天数') }),
};
const before = { form: formOf(first), elements };
const versionOf = (fields: Record<string, FormField>) => ({ form: formOf(fields), elements });

/** A scenario that asks the form and decides by `applicant.city`. */
function scenario(): ScenarioPackage {
  const pkg = structuredClone(packageOfForm(before.form, elements));
  const { nodes, edges } = pkg.scenario;
  nodes.n_way = { kind: 'exclusive', name: text('看居住地') } as never;
  edges.e_end = { from: 'n_fill', to: 'n_way', rank: 'a0' };
  edges.e_home = { from: 'n_way', to: 'n_end', rank: 'a0', when: 'applicant.city = "home"' };
  edges.e_else = { from: 'n_way', to: 'n_end', rank: 'a1', default: true };
  return pkg;
}

describe('what changed between two versions', () => {
  it('a form that stays as it is has no verdicts', () => {
    expect(compareForms(before, before)).toEqual([]);
    expect(worstLevel([])).toBe('compatible');
  });

  it.each([
    ['a field more', { ...first, fl_note: field({ key: 'note', type: 'text' }) }, [['fl_note', 'added', 'compatible']]],
    [
      'a required field more',
      { ...first, fl_id: field({ element: 'idNumber', required: true }) },
      [['fl_id', 'addedRequired', 'attention']],
    ],
    ['a field less', { fl_name: first.fl_name, fl_city: first.fl_city }, [['fl_days', 'removed', 'attention']]],
    ['another key', { ...first, fl_days: field({ key: 'dayCount', type: 'integer' }) }, [['fl_days', 'moved', 'attention']]],
    ['another type', { ...first, fl_days: field({ key: 'days', type: 'date' }) }, [['fl_days', 'type', 'attention']]],
    ['a wider type', { ...first, fl_days: field({ key: 'days', type: 'number' }) }, []],
    [
      'a choice less',
      { ...first, fl_city: field({ key: 'city', type: 'code', codes: codes('home') }) },
      [['fl_city', 'codes', 'attention']],
    ],
    ['required now', { ...first, fl_days: { ...first.fl_days, required: true } }, [['fl_days', 'required', 'attention']]],
    ['the same question under another field id', { fl_name: first.fl_name, fl_city: first.fl_city, fl_new: first.fl_days }, []],
  ] as [string, Record<string, FormField>, [string, string, string][]][])('%s', (_, fields, expected) => {
    expect(compareForms(before, versionOf(fields)).map(({ field, change, level }) => [field, change, level])).toEqual(expected);
  });
});

describe('what it means for a scenario that reads it', () => {
  const { fl_city: _, ...withoutCity } = first;

  it('a removed field that a condition reads breaks it, and the reader is named', () => {
    const verdicts = compareInScenario(scenario(), before, versionOf(withoutCity));

    expect(verdicts).toMatchObject([
      { field: 'fl_city', change: 'removed', level: 'breaking', readBy: [{ kind: 'edge', name: { 'zh-CN': '「看居住地」之后的去向' } }] },
    ]);
  });

  it('a removed field nobody reads does not', () => {
    const { fl_days: _days, ...rest } = first;
    expect(worstLevel(compareInScenario(scenario(), before, versionOf(rest)))).toBe('attention');
  });

  it('a field named by the mapping stands for it, and the scenario can be moved to it', () => {
    const next = versionOf({
      ...withoutCity,
      fl_place: field({ key: 'place', type: 'code', codes: codes('home', 'away'), label: text('现居地') }),
    });
    const mapping = { fl_city: 'fl_place' };

    expect(worstLevel(compareInScenario(scenario(), before, next))).toBe('breaking');
    expect(worstLevel(compareInScenario(scenario(), before, next, mapping))).toBe('attention');

    const moves = movedPaths(before.form, next.form, mapping);
    expect(moves).toEqual([{ from: 'applicant.city', to: 'applicant.place' }]);
    const moved = movedInPackage({ ...scenario(), forms: { card: next.form } }, moves);
    expect(moved.scenario.edges.e_home?.when).toBe('applicant.place = "home"');
    expect(compile(moved).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('a mapping to a field that is not there maps nothing', () => {
    expect(worstLevel(compareInScenario(scenario(), before, versionOf(withoutCity), { fl_city: 'fl_nowhere' }))).toBe('breaking');
  });

  it('a removed choice breaks a condition that compares with it, and no other', () => {
    const less = (...ids: string[]) => versionOf({ ...first, fl_city: field({ key: 'city', type: 'code', codes: codes(...ids) }) });

    expect(worstLevel(compareInScenario(scenario(), before, less('away')))).toBe('breaking');
    expect(worstLevel(compareInScenario(scenario(), before, less('home')))).toBe('attention');
  });

  it('another type of a value that is read breaks it', () => {
    const next = versionOf({ ...first, fl_city: field({ key: 'city', type: 'date' }) });
    expect(compareInScenario(scenario(), before, next).find(({ change }) => change === 'type')).toMatchObject({ level: 'breaking' });
  });

  it('a removed question that another form still asks goes on being there', () => {
    const pkg = scenario();
    pkg.forms.other = { ...before.form, id: 'other' };
    pkg.scenario.forms.f_other = { form: 'other' };
    expect(worstLevel(compareInScenario(pkg, before, versionOf(withoutCity)))).toBe('attention');
  });
});

describe('a form alone', () => {
  it('is checked like in a scenario, and what it reads of others is told as advice', () => {
    const form = formOf({
      ...first,
      fl_days: { ...first.fl_days, visibleWhen: 'param.county = "x" and mother.city = "y" and applicant.city = "home"' },
    });

    expect(outsideReads(form)).toEqual(['mother.city', 'param.county']);
    expect(formFindings(form, elements).map(({ code, severity }) => [code, severity])).toEqual([
      ['form-reads-outside', 'warning'],
      ['form-reads-outside', 'warning'],
    ]);
  });

  it('names what is wrong: an expression, a field without type, a choice without codes', () => {
    const form = formOf({
      fl_a: field({ key: 'a', type: 'code' }),
      fl_b: field({}),
      fl_c: field({ key: 'c', type: 'string', visibleWhen: 'applicant.' }),
    });
    expect(formFindings(form, {}).map(({ code, path }) => [code, path])).toEqual([
      ['field-without-codes', 'forms/card/fields/fl_a'],
      ['field-without-element-or-type', 'forms/card/fields/fl_b'],
      ['expression-error', 'forms/card/fields/fl_c/visibleWhen'],
    ]);
  });
});
