import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile, packageOf, type ScenarioPackage } from '../../runtime/compile/index.ts';
import { readPackageFolder } from '../../runtime/services/studio/index.ts';
import { createEditor } from './editor.ts';
import { mentionsOf } from './mentions.ts';
import { knownValues } from './paths.ts';
import { samplePackage } from './testing/package.ts';

const templates = path.join(import.meta.dirname, '../../templates');
const newborn = async (): Promise<ScenarioPackage> => packageOf(await readPackageFolder(path.join(templates, 'family/newborn'))).package!;

describe('a value with another key', () => {
  it('is followed everywhere in one step, and undo gives the very document back', () => {
    const document = samplePackage();
    const editor = createEditor({ document });

    expect(editor.execute('value.rename', { from: 'mother.days', to: 'mother.leaveDays' })).toEqual({ done: true });

    const { scenario, forms } = editor.state().document;
    expect(forms.birth!.fields.q_days!.key).toBe('leaveDays');
    expect(scenario.scripts!.s_amount!.source).toContain('input.mother.leaveDays');
    expect(editor.state().past).toHaveLength(1);
    editor.undo();
    expect(editor.state().document).toEqual(document);
  });

  it('takes the texts the type checker made for scripts', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('value.rename', { from: 'mother.days', to: 'mother.leaveDays', scripts: { s_amount: '/* exact */' } });

    expect(editor.state().document.scenario.scripts!.s_amount!.source).toBe('/* exact */');
    expect(editor.state().past).toHaveLength(1);
  });

  it.each([
    ['mother.days', 'mother.region', 'editing.refused.keyTaken'],
    ['mother.days', 'mother.产假', 'editing.refused.key'],
    ['mother.days', 'baby.days', 'editing.refused.key'],
    ['mother.nothing', 'mother.other', 'editing.refused.gone'],
  ])('is refused from %s to %s', (from, to, reason) => {
    expect(createEditor({ document: samplePackage() }).execute('value.rename', { from, to })).toEqual({ done: false, reason });
  });

  it('leaves no mention of any old name in a whole scenario, and nothing newly wrong', async () => {
    const pkg = await newborn();
    const names = new Set(knownValues(pkg).keys());
    const editor = createEditor({ document: pkg });
    for (const from of names) expect(editor.execute('value.rename', { from, to: `${from}Anew` })).toEqual({ done: true });

    const { document } = editor.state();
    expect(dottedNames(document).filter((name) => names.has(name))).toEqual([]);
    expect(compile(document, {}).findings.length).toBe(compile(pkg, {}).findings.length);
  });
});

describe('what a new key would change', () => {
  it('is named by the things people know', () => {
    const found = mentionsOf(samplePackage(), 'mother.days');
    expect(found.map(({ kind, name }) => [kind, name?.['zh-CN']])).toContainEqual(['scripts', '计算津贴']);
    expect(found[0]).toMatchObject({ kind: 'questions' });
    expect(found.find(({ kind }) => kind === 'scripts')!.places).toBe(1);
  });
});

/** Everything of the form `subject.name` in texts and keys, as a value of its own or inside an expression. */
function dottedNames(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/(?<![\w.])[a-z]\w*\.[a-z]\w*(?!\w)|(?<=input\.)[a-z]\w*\.[a-z]\w*(?!\w)/g) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...dottedNames(key), ...dottedNames(inner)]);
}
