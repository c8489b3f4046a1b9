import { describe, expect, it } from 'vitest';
import { createEditor } from './editor.ts';
import { rankBetween } from './rank.ts';
import { renameInFeel, renameInScript } from './references.ts';
import { samplePackage } from './testing/package.ts';
import { treeOf } from './tree.ts';

const zh = (text: string) => ({ 'zh-CN': text });

describe('the step tree', () => {
  it('closes a parallel split at its own gateway although a desk before it may refuse', () => {
    const { sequence } = treeOf(samplePackage().scenario);

    const names = sequence.steps.map((step) => [step.node, step.type]);
    expect(names).toEqual([
      ['n_start', 'node'],
      ['n_fill', 'node'],
      ['n_review', 'split'],
      ['n_fork', 'split'],
      ['n_local', 'split'],
      ['n_issue', 'node'],
      ['n_end', 'node'],
    ]);
    expect(sequence.steps[2]).toMatchObject({ main: 'e3', branches: [{ edge: 'e4', side: true }] });
    expect(sequence.steps[3]).toMatchObject({ join: 'n_join' });
  });

  it('puts the default branch last whatever its rank', () => {
    const pkg = samplePackage();
    pkg.scenario.edges.e11!.rank = '0';
    const step = treeOf(pkg.scenario).sequence.steps[4]!;

    expect(step.type === 'split' && step.branches.map((b) => b.edge)).toEqual(['e10', 'e11']);
  });

  it('shows a way into the middle of another branch as a crossing instead of hiding it', () => {
    const pkg = samplePackage();
    pkg.scenario.edges.e8!.to = 'n_check';

    expect(treeOf(pkg.scenario).crossings).toEqual(['n_check']);
  });
});

describe('editing', () => {
  it('renames a value in scripts, expressions, tables and lists in one undo step', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('field.edit', { form: 'birth', field: 'q_days', changes: { key: 'leaveDays' } });
    editor.execute('field.edit', { form: 'birth', field: 'q_region', changes: { key: 'county' } });

    const { scenario, forms } = editor.state().document;
    expect(scenario.scripts!.s_amount!.source).toContain('input.mother.leaveDays');
    expect(scenario.scripts!.s_amount!.reads).toEqual(['mother.leaveDays']);
    expect(scenario.edges.e10!.when).toBe('mother.county != "330000"');
    expect(scenario.tables!.t_items!.inputs.c_region!.expression).toBe('mother.county');
    expect(forms.birth!.fields.q_days!.visibleWhen).toBe('mother.county = "330000"');
    expect(editor.state().past).toHaveLength(2);
    editor.undo();
    editor.undo();
    expect(editor.state().document).toEqual(samplePackage());
  });

  it('heals the path when a step is deleted and takes the script only it used along', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('node.delete', { node: 'n_amount' });

    const { scenario } = editor.state().document;
    expect(scenario.edges.e6).toMatchObject({ from: 'n_fork', to: 'n_join' });
    expect(scenario.scripts).toEqual({});
    expect(editor.state().past.at(-1)!.label).toEqual({ key: 'editing.node.delete', name: zh('计算津贴') });
  });

  it('folds a split when its last but one branch is deleted', () => {
    const editor = createEditor({ document: samplePackage() });

    editor.execute('branch.delete', { edge: 'e10' });

    const { scenario } = editor.state().document;
    expect(Object.keys(scenario.nodes)).not.toContain('n_local');
    expect(Object.keys(scenario.nodes)).not.toContain('n_meet');
    expect(scenario.edges.e9!.to).toBe('n_issue');
  });

  it('refuses to delete the default branch while there are others', () => {
    const editor = createEditor({ document: samplePackage() });
    editor.execute('branch.add', { node: 'n_local', name: zh('第二种'), when: 'mother.days > 1' });

    expect(editor.execute('branch.delete', { edge: 'e11' })).toEqual({ done: false, reason: 'editing.refused.otherwise' });
  });

  it('leads a refusal to one end of the case and back to the main line', () => {
    const editor = createEditor({ document: samplePackage() });
    editor.execute('decision.add', { node: 'n_police', decision: { name: zh('不予办理'), effect: 'refuse' } });
    const task = editor.state().document.scenario.nodes.n_police!;
    const decision = task.kind === 'task' ? Object.keys(task.decisions).find((id) => id !== 'agree')! : '';

    editor.execute('decision.route', { node: 'n_police', decision, route: { to: 'end', name: zh('不予办理'), result: 'refused' } });
    const edge = Object.values(editor.state().document.scenario.edges).find((e) => e.on === decision);
    expect(edge?.to).toBe('n_refused');

    editor.execute('decision.route', { node: 'n_police', decision, route: { to: 'continue' } });
    expect(Object.values(editor.state().document.scenario.edges).some((e) => e.on === decision)).toBe(false);
  });

  it('keeps at least a hundred steps to undo', () => {
    const editor = createEditor({ document: samplePackage() });
    for (let i = 0; i < 120; i++) editor.execute('node.edit', { node: 'n_police', changes: { dueDays: i } });
    for (let i = 0; i < 120; i++) editor.undo();

    expect(editor.state().document).toEqual(samplePackage());
  });

  it('adds a pasted list as one action', () => {
    const editor = createEditor({ document: samplePackage() });
    editor.execute('field.add', {
      form: 'birth',
      fields: ['甲', '乙', '丙'].map((label) => ({ subject: 'baby', type: 'string' as const, label: zh(label) })),
    });

    expect(Object.keys(editor.state().document.forms.birth!.fields)).toHaveLength(7);
    editor.undo();
    expect(editor.state().document).toEqual(samplePackage());
  });
});

describe('references', () => {
  it('follow a rename outside string literals and longer names only', () => {
    expect(renameInFeel('mother.days > 1 and mother.daysOff = "mother.days"', 'mother.days', 'mother.leave')).toBe(
      'mother.leave > 1 and mother.daysOff = "mother.days"',
    );
    expect(renameInScript('return { allowance: { amount: input.allowance?.amount } }', 'allowance.amount', 'allowance.total')).toBe(
      'return { allowance: { total: input.allowance?.total } }',
    );
  });
});

describe('ranks', () => {
  it('always lie strictly between their neighbours', () => {
    for (const [a, b] of [
      [undefined, undefined],
      ['V', undefined],
      [undefined, 'V'],
      ['V', 'W'],
      ['Vz', 'W'],
      ['a', 'a1'],
      ['zz', undefined],
      [undefined, '01'],
    ] as const) {
      const rank = rankBetween(a, b)!;
      expect(rank > (a ?? '')).toBe(true);
      if (b !== undefined) expect(rank < b).toBe(true);
    }
    expect(rankBetween('a', 'a0')).toBeUndefined();
    expect(rankBetween('a', 'a')).toBeUndefined();
  });
});
