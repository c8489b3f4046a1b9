import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { retyped, rulesAfterRetype } from './retype.ts';

const codes = { a: { name: { 'zh-CN': '甲' }, rank: 'F' }, b: { name: { 'zh-CN': '乙' }, rank: 'V' } };

/** 户籍地 as several choices, asked about in a field, on an edge and in a longer expression. */
function withChoices(): ScenarioPackage {
  const pkg = samplePackage();
  pkg.forms.birth!.fields.q_region = { ...pkg.forms.birth!.fields.q_region!, type: 'codes', codes };
  pkg.forms.birth!.fields.q_days!.visibleWhen = 'list contains(mother.region, "a")';
  pkg.scenario.edges.e10!.when = 'list contains(mother.region, "b") and mother.days > 3';
  pkg.scenario.tables!.t_items!.inputs.c_region!.expression = 'if list contains(mother.region, "a") then 1 else 2';
  return pkg;
}

describe('changing the type of a field', () => {
  it('keeps what still means something and drops the rest', () => {
    const field = withChoices().forms.birth!.fields.q_region!;
    expect(retyped(field, 'code').codes).toEqual(codes);
    expect(retyped(field, 'string').codes).toBeUndefined();
    expect(retyped({ ...field, default: '"a"' }, 'file').default).toBeUndefined();
    expect(retyped(field, 'table').columns).toBeDefined();
  });

  it('puts the levels of a cascaded list side by side elsewhere', () => {
    const field = withChoices().forms.birth!.fields.q_region!;
    const levels = { a: codes.a, b: { ...codes.b, parent: 'a' } };
    expect(retyped({ ...field, type: 'cascade', codes: levels }, 'code').codes).toEqual(codes);
  });

  it('lets rules follow where their meaning is clear, and names those where it is not', () => {
    const pkg = withChoices();
    const rules = rulesAfterRetype(pkg, pkg.forms.birth!.fields.q_region!, 'code');

    expect(rules.map(({ after }) => after).sort()).toEqual(['mother.region = "a"', 'mother.region = "b" and mother.days > 3', undefined]);
  });

  it('finds nothing to follow when the type stays or nothing asks for it', () => {
    const pkg = withChoices();
    expect(rulesAfterRetype(pkg, pkg.forms.birth!.fields.q_region!, 'codes')).toEqual([]);
    expect(rulesAfterRetype(pkg, pkg.forms.birth!.fields.q_name!, 'number')).toEqual([]);
  });

  it('is one step to undo, rules included', () => {
    const document = withChoices();
    const editor = createEditor({ document });
    const field = document.forms.birth!.fields.q_region!;
    const follow = rulesAfterRetype(document, field, 'code').flatMap(({ at, after }) => (after ? [{ at, after }] : []));

    editor.execute('field.retype', { form: 'birth', field: 'q_region', changes: retyped(field, 'code'), follow });
    expect(editor.state().document.scenario.edges.e10!.when).toBe('mother.region = "b" and mother.days > 3');
    editor.undo();

    expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(document));
  });
});
