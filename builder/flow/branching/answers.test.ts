import { describe, expect, it } from 'vitest';
import { createEditor } from '../../editing/editor.ts';
import { graphOf } from '../../editing/graph.ts';
import { samplePackage } from '../../editing/testing/package.ts';
import { rowsOf } from '../condition.ts';
import { askableValues } from '../condition-words.ts';
import { answersOf, branchOf, partingPlaces, questionOf } from './answers.ts';

const zh = (text: string) => ({ 'zh-CN': text });

/** The sample with a question of each kind that is answered by choosing. */
function withQuestions() {
  const pkg = structuredClone(samplePackage());
  const [form] = Object.values(pkg.forms);
  const section = Object.keys(form!.sections)[0]!;
  const codes = { '1': { name: zh('本县'), rank: 'F' }, '2': { name: zh('外县'), rank: 'V' } };
  Object.assign(form!.fields, {
    q_home: { section, rank: 'x', subject: 'mother', key: 'home', type: 'code', label: zh('户籍地'), codes },
    q_wants: { section, rank: 'y', subject: 'mother', key: 'wants', type: 'codes', label: zh('要办哪些'), codes },
    q_first: { section, rank: 'z', subject: 'mother', key: 'first', type: 'boolean', label: zh('头胎') },
  });
  return pkg;
}
const askable = (pkg: ReturnType<typeof withQuestions>, path: string) => askableValues(pkg).get(path)!;

describe('answers a flow parts by', () => {
  it('[22] are the choices of a question, of a multi-select one too, each with its condition', () => {
    const pkg = withQuestions();

    expect(answersOf(askable(pkg, 'mother.home')).map(({ when }) => when)).toEqual(['mother.home = "1"', 'mother.home = "2"']);
    expect(answersOf(askable(pkg, 'mother.wants')).map(({ when }) => when)).toEqual([
      'list contains(mother.wants, "1")',
      'list contains(mother.wants, "2")',
    ]);
    expect(answersOf(askable(pkg, 'mother.first')).map(({ when }) => when)).toEqual(['mother.first = true', 'mother.first = false']);
    for (const path of ['mother.home', 'mother.wants', 'mother.first'])
      for (const { when } of answersOf(askable(pkg, path))) expect(rowsOf(when)?.terms[0]?.path).toBe(path);
  });

  it('[19] make a split behind the step that asks, the default branch last, in one step that undo takes back', () => {
    const document = withQuestions();
    const editor = createEditor({ document });
    const { usual } = partingPlaces(document, 'mother.home');
    expect(usual).toMatchObject({ after: 'n_fill' });
    const [own] = answersOf(askable(document, 'mother.home'));
    const edges = (usual as { edges: string[] }).edges;

    const words = { name: zh('符合哪种情况'), join: zh('汇合'), otherwise: zh('其余情况') };
    editor.execute('branches.add', { at: { edges, kind: 'exclusive', ...words }, branches: [{ name: own!.name, when: own!.when }] });

    const { scenario } = editor.state().document;
    const split = Object.keys(scenario.nodes).find((id) => scenario.nodes[id]!.name['zh-CN'] === '符合哪种情况')!;
    const out = graphOf(scenario).out(split);
    expect(out.map(([, edge]) => [edge.name?.['zh-CN'], edge.when, edge.default])).toEqual([
      ['本县', 'mother.home = "1"', undefined],
      ['其余情况', undefined, true],
    ]);
    expect(editor.execute('branch.delete', { edge: out[1]![0] })).toEqual({ done: false, reason: 'editing.refused.otherwise' });
    editor.undo();
    expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(document));
  });

  it('go to the split that asks the question already, which tells which answers have their branch', () => {
    const document = withQuestions();
    const editor = createEditor({ document });
    const { usual } = partingPlaces(document, 'mother.home');
    const [own, other] = answersOf(askable(document, 'mother.home'));
    const words = { name: zh('符合哪种情况'), join: zh('汇合'), otherwise: zh('其余情况') };
    const at = { edges: (usual as { edges: string[] }).edges, kind: 'exclusive' as const, ...words };
    editor.execute('branches.add', { at, branches: [own!] });

    const there = partingPlaces(editor.state().document, 'mother.home').usual as { split: string };
    expect(questionOf(editor.state().document, there.split)).toBe('mother.home');
    expect(branchOf(editor.state().document, there.split, 'mother.home', '1')).toBeDefined();
    expect(branchOf(editor.state().document, there.split, 'mother.home', '2')).toBeUndefined();

    editor.execute('branches.add', { at: there, branches: [other!] });
    const out = graphOf(editor.state().document.scenario).out(there.split);
    expect(out.map(([, edge]) => edge.default ?? edge.when)).toEqual(['mother.home = "1"', 'mother.home = "2"', true]);
    // While the split exists, so does the default one.
    expect(editor.execute('branch.delete', { edge: out[2]![0] })).toEqual({ done: false, reason: 'editing.refused.otherwise' });
  });
});
