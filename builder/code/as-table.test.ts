import { describe, expect, it } from 'vitest';
import { compileTable } from '../../runtime/expression/index.ts';
import { createEditor } from '../editing/editor.ts';
import { knownValues } from '../editing/paths.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { asTable } from './as-table.ts';

const pkg = samplePackage();
pkg.scenario.variables!['allowance.rank'] = { name: { 'zh-CN': '档次' }, type: 'string' };
const known = knownValues(pkg);
const tableOf = (body: string) =>
  asTable(`/** 档次 */\nexport default function (input: Input): Output {\n${body}\n}\n`, { 'zh-CN': '档次' }, known);

const chooses = `
  // 本县的先办
  if (input.mother.region === '330424' && input.mother.days >= 98) return { allowance: { rank: 'a' } };
  if (input.mother.region !== '330424') { return { allowance: { rank: 'b' } }; }
  return { allowance: { rank: 'c' } };`;

describe('a script that only chooses', () => {
  it('is said as a table that gives the same', () => {
    const table = tableOf(chooses)!;
    const compiled = compileTable(table);
    expect(compiled).toMatchObject({ ok: true });
    if (!compiled.ok) return;
    for (const [region, days, rank] of [
      ['330424', 98, 'a'],
      ['330424', 97, 'c'],
      ['330000', 200, 'b'],
    ] as const) {
      const found = compiled.evaluate({ mother: { region, days } }, {} as never);
      expect(found, `${region} ${days}`).toMatchObject({ ok: true, value: { values: { 'allowance.rank': rank } } });
    }
  });

  it.each([
    [
      'money, which scripts and rules write differently',
      'if (input.allowance.amount === "1.00") return { allowance: { rank: "a" } }; return { allowance: { rank: "b" } };',
    ],
    ['something worked out', 'return { allowance: { rank: input.mother.region } };'],
    ['a name of its own', 'const r = input.mother.region; return { allowance: { rank: "a" } };'],
    ['a rule that gives less', 'if (input.mother.days > 1) return { allowance: {} }; return { allowance: { rank: "a" } };'],
    [
      'either of two',
      'if (input.mother.days > 1 || input.mother.days < 0) return { allowance: { rank: "a" } }; return { allowance: { rank: "b" } };',
    ],
    ['nothing for all other cases', 'if (input.mother.days > 1) return { allowance: { rank: "a" } };'],
    ['what nobody knows', 'if (input.mother.other > 1) return { allowance: { rank: "a" } }; return { allowance: { rank: "b" } };'],
    ['a template', 'return { allowance: { rank: `a` } };'],
  ])('and one with %s stays a script', (_what, body) => expect(tableOf(body)).toBeUndefined());

  it('becomes a table in one step, and one undo brings the script back', () => {
    const document = samplePackage();
    document.scenario.variables!['allowance.rank'] = { name: { 'zh-CN': '档次' }, type: 'string' };
    const editor = createEditor({ document });

    expect(editor.execute('script.toTable', { node: 'n_amount', table: tableOf(chooses)! })).toEqual({ done: true });

    const { scenario } = editor.state().document;
    const node = scenario.nodes.n_amount!;
    expect(node).toMatchObject({ kind: 'decision', name: { 'zh-CN': '计算津贴' } });
    expect(scenario.tables![(node as { table: string }).table]).toMatchObject({ hitPolicy: 'FIRST' });
    expect(scenario.scripts?.s_amount).toBeUndefined();
    editor.undo();
    expect(editor.state().document).toEqual(document);
  });
});
