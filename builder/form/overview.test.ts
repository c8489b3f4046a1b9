import { describe, expect, it } from 'vitest';
import { mergedFormsOf } from '../../runtime/compile/index.ts';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { rulesOf } from './logic.ts';
import { shapeOf } from './order.ts';
import { untranslatedOf } from './translations.ts';
import { seenBy } from './views/cells.ts';
import { fateOf } from './views/fate.ts';

describe('lists over a whole form', () => {
  it('rules stand in form order, the rule of a section before those of its fields', () => {
    const { birth } = samplePackage().forms;
    birth!.fields.q_name!.required = 'mother.days > 1';
    birth!.sections.child!.visibleWhen = 'mother.days != null';

    expect(rulesOf(birth!).map(({ field, section, kind }) => `${field ?? section} ${kind}`)).toEqual([
      'q_name required',
      'child shown',
      'q_days shown',
    ]);
  });

  it('texts without English are found one by one, those of data elements left out', () => {
    const { birth } = samplePackage().forms;
    birth!.fields.q_region!.label = { 'zh-CN': '户籍地', en: 'Home' };
    birth!.fields.q_region!.codes = { a: { name: { 'zh-CN': '甲' }, rank: 'F' } };

    expect(untranslatedOf(birth!).map(({ field, section, what }) => `${field ?? section} ${what}`)).toEqual([
      'who title',
      'q_region code.a',
      'child title',
      'q_days label',
    ]);
  });

  it('places run over all sections', () => {
    expect([...shapeOf(samplePackage().forms.birth!).place]).toEqual([
      ['q_name', 1],
      ['q_id', 2],
      ['q_region', 3],
      ['q_days', 4],
    ]);
  });

  it('a view hides what its place may not see, and names it', () => {
    const pkg = samplePackage();
    pkg.forms.birth!.fields.q_id!.views = { officer: 'hide' };
    const { sections, hidden } = seenBy(pkg, 'birth', 'officer');

    expect(sections.flatMap(({ fields }) => fields.map(({ id, access }) => `${id} ${access}`))).toEqual([
      'q_name read',
      'q_region read',
      'q_days read',
    ]);
    expect(hidden.map(({ id }) => id)).toEqual(['q_id']);
  });

  it('the merged form tells what becomes of each field', () => {
    const pkg = samplePackage();
    pkg.forms.birth!.fields.q_days!.computed = '98';
    pkg.forms.birth!.fields.q_region!.views = { applicant: 'hide' };
    const second = { ...pkg.forms.birth!, id: 'card', name: { 'zh-CN': '社保卡申请' }, fields: { q_own: pkg.forms.birth!.fields.q_name! } };
    pkg.forms.card = second;
    pkg.forms.unused = { ...second, id: 'unused' };
    pkg.scenario.forms.f_card = { form: 'card' };
    const fill = pkg.scenario.nodes.n_fill!;
    if (fill.kind === 'fill') fill.forms = ['f_birth', 'f_card'];
    const merged = Object.values(mergedFormsOf(pkg));
    const kinds = ['q_name', 'q_id', 'q_region', 'q_days'].map((field) => fateOf(pkg, merged, 'birth', field).kind);

    expect(kinds).toEqual(['merged', 'asked', 'officer', 'derived']);
    expect(fateOf(pkg, merged, 'birth', 'q_name').with).toEqual([{ 'zh-CN': '社保卡申请' }]);
    expect(fateOf(pkg, merged, 'unused', 'q_own').kind).toBe('dropped');
  });
});

describe('fields that speak of a new person', () => {
  it('bring the person along in the same step', () => {
    const document = samplePackage();
    const editor = createEditor({ document });
    const father = { 'zh-CN': '父亲' };
    editor.execute('field.add', {
      form: 'birth',
      fields: [{ subject: 'father', type: 'string', label: { 'zh-CN': '父亲姓名' } }],
      subjects: { father },
    });

    expect(editor.state().document.scenario.subjects.father).toMatchObject({ name: father, role: 'none' });
    expect(editor.state().document.forms.birth!.subjects?.father).toMatchObject({ name: father });
    editor.undo();
    expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(document));
  });
});
