/** Subjects and worked-out values: changed, handed over, taken away, and everything back by one undo. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { createEditor } from './editor.ts';
import { ranked } from './rank.ts';
import { samplePackage } from './testing/package.ts';
import { schemaProblems } from './testing/schema.ts';
import { usesOfSubject, usesOfValue } from './uses.ts';

/** The sample with a father, who also has a name. */
function family(): ScenarioPackage {
  const pkg = samplePackage();
  pkg.scenario.subjects.father = { name: { 'zh-CN': '父亲' }, rank: 'M', kind: 'person', role: 'coParty' };
  pkg.scenario.variables = { ...pkg.scenario.variables, 'father.amount': { name: { 'zh-CN': '父亲津贴' }, type: 'money' } };
  return pkg;
}
const text = (document: ScenarioPackage) => JSON.stringify(document);
const broken = (document: ScenarioPackage) =>
  compile(document, {})
    .findings.filter(({ code }) => code === 'dangling-reference' || code === 'expression-error' || code === 'document-malformed')
    .map(({ code, path }) => `${code} ${path}`);

describe('a subject', () => {
  it('is added, named in both languages, moved, and all of it undone one by one', () => {
    const start = samplePackage();
    const editor = createEditor({ document: start });
    const name = { 'zh-CN': '外婆', en: 'Grandmother' };

    editor.execute('subject.add', { id: 'party3', entry: { name: { 'zh-CN': '新的一方' }, kind: 'person', role: 'none' } });
    editor.execute('subject.edit', { id: 'party3', changes: { name, kind: 'person', role: 'coParty' } });
    editor.execute('subject.move', { id: 'party3', index: 0 });

    const { subjects } = editor.state().document.scenario;
    expect(ranked(subjects).map(([id]) => id)).toEqual(['party3', 'mother', 'baby']);
    expect(subjects.party3).toMatchObject({ name, role: 'coParty' });
    expect(schemaProblems(editor.state().document)).toEqual([]);
    for (let i = 0; i < 3; i += 1) editor.undo();
    expect(text(editor.state().document)).toBe(text(start));
  });

  it('that something names goes only by handing it over, and then rules, scripts and steps follow', () => {
    const start = family();
    const editor = createEditor({ document: start });

    expect(usesOfSubject(start, 'mother').map(({ kind }) => kind)).toEqual(expect.arrayContaining(['nodes', 'questionsOf']));
    expect(editor.execute('subject.delete', { id: 'mother' })).toEqual({ done: false, reason: 'basics.refused.subjectUsed' });
    expect(editor.execute('subject.delete', { id: 'mother', to: 'father' })).toEqual({ done: true });

    const after = editor.state().document;
    expect(after.scenario.subjects.mother).toBeUndefined();
    expect(after.scenario.nodes.n_fill).toMatchObject({ party: 'father' });
    expect(after.scenario.edges.e10!.when).toBe('father.region != "330000"');
    expect(after.scenario.scripts!.s_amount!.source).toContain('input.father.days');
    expect(Object.values(after.forms.birth!.fields).every(({ subject }) => subject === 'father')).toBe(true);
    expect(text(after)).not.toContain('mother');
    expect(broken(after)).toEqual(broken(start));
    expect(schemaProblems(after)).toEqual([]);
    editor.undo();
    expect(text(editor.state().document)).toBe(text(start));
  });

  it('that nothing names goes at once, and the last one stays', () => {
    const editor = createEditor({ document: family() });
    editor.execute('variable.delete', { id: 'father.amount', mend: false });
    expect(usesOfSubject(editor.state().document, 'father')).toEqual([]);
    expect(editor.execute('subject.delete', { id: 'father' })).toEqual({ done: true });
    editor.execute('subject.delete', { id: 'baby', to: 'mother' });
    expect(editor.execute('subject.delete', { id: 'mother' })).toEqual({ done: false, reason: 'basics.refused.lastSubject' });
  });

  it('keeps one of two values of the same name', () => {
    const start = family();
    start.scenario.variables!['mother.amount'] = { name: { 'zh-CN': '母亲津贴' }, type: 'money' };
    const editor = createEditor({ document: start });
    editor.execute('subject.delete', { id: 'father', to: 'mother' });

    expect(editor.state().document.scenario.variables).toMatchObject({ 'mother.amount': { name: { 'zh-CN': '母亲津贴' } } });
    expect(editor.state().document.scenario.variables).not.toHaveProperty('father.amount');
  });
});

describe('a worked-out value', () => {
  it('becomes another subject’s, and what mentions it follows', () => {
    const start = samplePackage();
    const editor = createEditor({ document: start });

    editor.execute('variable.own', { id: 'allowance.amount', subject: 'mother' });

    const { scenario } = editor.state().document;
    expect(Object.keys(scenario.variables!)).toContain('mother.amount');
    expect(scenario.tables!.t_items!.outputs.c_amount!.path).toBe('mother.amount');
    expect(scenario.scripts!.s_amount!.writes).toEqual(['mother.amount']);
    editor.undo();
    expect(text(editor.state().document)).toBe(text(start));
  });

  it('is refused where the other has one of that name, and where nobody is', () => {
    const editor = createEditor({ document: family() });
    editor.execute('variable.own', { id: 'allowance.amount', subject: 'mother' });

    expect(editor.execute('variable.own', { id: 'mother.amount', subject: 'father' })).toEqual({
      done: false,
      reason: 'basics.refused.valueTaken',
    });
    expect(editor.execute('variable.own', { id: 'mother.amount', subject: 'nobody' })).toMatchObject({ done: false });
  });

  it('goes with the conditions and columns that use it when they are put right', () => {
    const start = samplePackage();
    start.scenario.variables = { ...start.scenario.variables, 'mother.local': { name: { 'zh-CN': '本县' }, type: 'boolean' } };
    start.scenario.edges.e10!.when = 'mother.local';
    start.scenario.tables!.t_items!.inputs.c_local = { name: { 'zh-CN': '本县' }, rank: 'V', expression: 'mother.local', type: 'boolean' };
    start.scenario.tables!.t_items!.rows.r_one!.when = { c_region: '"330000"', c_local: 'true' };
    const editor = createEditor({ document: start });

    expect(usesOfValue(start, 'mother.local').map(({ kind }) => kind)).toEqual(['edges', 'tables']);
    editor.execute('variable.delete', { id: 'mother.local', mend: true });

    const after = editor.state().document;
    expect(after.scenario.edges.e10!.when).toBeUndefined();
    expect(Object.keys(after.scenario.tables!.t_items!.inputs)).toEqual(['c_region']);
    expect(after.scenario.tables!.t_items!.rows.r_one!.when).toEqual({ c_region: '"330000"' });
    expect(usesOfValue(after, 'mother.local')).toEqual([]);
    expect(schemaProblems(after)).toEqual([]);
    editor.undo();
    expect(text(editor.state().document)).toBe(text(start));
  });
});
