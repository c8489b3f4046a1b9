import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { NewWords, StepKind } from './commands/new-step.ts';
import { createEditor, type Editor } from './editor.ts';
import { graphOf } from './graph.ts';
import { samplePackage } from './testing/package.ts';
import { schemaProblems } from './testing/schema.ts';
import { contentsOf, type Sequence, type StepTree, treeOf } from './tree.ts';

const zh = (text: string) => ({ 'zh-CN': text });
const words: NewWords = {
  done: zh('完成'),
  join: zh('汇合'),
  branch: zh('分支'),
  otherwise: zh('其余情况'),
  start: zh('开始'),
  end: zh('结束'),
  statement: zh('我同意'),
  message: zh('已受理'),
};
const kinds: StepKind[] = [
  'task',
  'joint',
  'consent',
  'fill',
  'timer',
  'script',
  'decision',
  'notify',
  'issue',
  'block',
  'exclusive',
  'parallel',
  'inclusive',
  'end',
];

/** A move is three numbers; they are read against the document as it then is, so every sequence makes sense. */
const move = fc.tuple(fc.nat(9), fc.nat(9999), fc.nat(9999));
type Move = [number, number, number];

const pick = <T>(list: readonly T[], n: number): T | undefined => (list.length === 0 ? undefined : list[n % list.length]);

/** Every place of the tree where a step may be put. */
function places(tree: StepTree): string[][] {
  const found: string[][] = [];
  const visit = (sequence: Sequence) => {
    for (const step of sequence.steps) {
      if (step.enter.length > 0) found.push(step.enter);
      if (step.type === 'split') for (const branch of step.branches) visit(branch.sequence);
      if (step.type === 'block') visit(step.body.sequence);
    }
    if (sequence.exit.type === 'join') found.push(sequence.exit.edges);
  };
  visit(tree.sequence);
  return found;
}

function act(editor: Editor, [what, a, b]: Move): void {
  const { scenario, forms } = editor.state().document;
  const nodes = Object.keys(scenario.nodes);
  const place = pick(places(treeOf(scenario)), a);
  const node = pick(nodes, a)!;
  const tasks = nodes.filter((id) => scenario.nodes[id]!.kind === 'task');
  if (what <= 2 && place) editor.execute('node.add', { edges: place, step: { kind: pick(kinds, b)!, name: zh('新步骤'), words } });
  else if (what === 3) editor.execute('node.delete', { node, keep: b % 2 ? pick(graphOf(scenario).out(node), b)?.[0] : undefined });
  else if (what === 4) editor.execute('node.move', { node, edges: pick(places(treeOf(scenario)), b) ?? [] });
  else if (what === 5 && b % 2) editor.execute('branch.delete', { edge: pick(Object.keys(scenario.edges), a)! });
  else if (what === 5) editor.execute('branch.move', { edge: pick(Object.keys(scenario.edges), a)!, by: b % 3 ? 1 : -1 });
  else if (what === 6) editor.execute('branch.add', { node, name: zh('新分支'), when: 'mother.days > 1' });
  else if (what === 7) {
    const task = pick(tasks, a);
    const doc = task ? scenario.nodes[task] : undefined;
    const decision = doc?.kind === 'task' ? pick(Object.keys(doc.decisions), b) : undefined;
    if (!task || !decision) return;
    if (b % 4 === 0) editor.execute('decision.add', { node: task, decision: { name: zh('退回'), effect: 'other' } });
    else if (b % 4 === 1) editor.execute('decision.delete', { node: task, decision });
    else if (b % 4 === 2)
      editor.execute('decision.route', { node: task, decision, route: { to: 'end', name: zh('不予办理'), result: 'refused' } });
    else editor.execute('decision.route', { node: task, decision, route: { to: 'continue' } });
  } else if (what === 8) {
    const form = pick(Object.keys(forms), a)!;
    const field = pick(Object.keys(forms[form]!.fields), b);
    if (b % 3 === 0 || !field) editor.execute('field.add', { form, fields: [{ subject: 'mother', type: 'string', label: zh('新问题') }] });
    else if (b % 3 === 1) editor.execute('field.move', { form, field, to: a % 5 });
    else editor.execute('field.delete', { form, field });
  } else if (b % 2) editor.undo();
  else editor.redo();
}

const serialised = (pkg: ScenarioPackage) => JSON.stringify(pkg);

function seeded(): () => string {
  let n = 0;
  return () => (n++).toString(36).padStart(4, '0');
}

describe('any sequence of edits', { timeout: 30_000 }, () => {
  it('keeps the document valid and every step in the tree exactly once', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
        const editor = createEditor({ document: samplePackage(), random: seeded() });
        for (const one of moves) {
          act(editor, one as Move);

          const { document } = editor.state();
          const tree = treeOf(document.scenario);
          const { nodes, edges } = contentsOf(tree);
          expect(schemaProblems(document)).toEqual([]);
          expect(nodes.toSorted()).toEqual(Object.keys(document.scenario.nodes).toSorted());
          expect(edges.toSorted()).toEqual(Object.keys(document.scenario.edges).toSorted());
          for (const edge of Object.values(document.scenario.edges)) {
            expect(document.scenario.nodes[edge.from]?.parent).toBe(document.scenario.nodes[edge.to]?.parent);
          }
          expect(tree.detached).toEqual([]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('is taken back by undo to the identical serialised document, and made again by redo', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 30 }), (moves) => {
        const editor = createEditor({ document: samplePackage(), random: seeded() });
        for (const one of moves) if (one[0] !== 9) act(editor, one as Move);
        const done = editor.state().past.length;
        const end = serialised(editor.state().document);

        for (let i = 0; i < done; i++) editor.undo();
        expect(serialised(editor.state().document)).toBe(serialised(samplePackage()));

        for (let i = 0; i < done; i++) editor.redo();
        expect(serialised(editor.state().document)).toBe(end);
      }),
      { numRuns: 80 },
    );
  });

  it('never leaves a split without its other branch', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 30 }), (moves) => {
        const editor = createEditor({ document: samplePackage(), random: seeded() });
        for (const one of moves) act(editor, one as Move);

        const { scenario } = editor.state().document;
        const graph = graphOf(scenario);
        for (const [id, node] of Object.entries(scenario.nodes)) {
          if (node.kind !== 'exclusive' && node.kind !== 'inclusive') continue;
          const out = graph.out(id);
          if (out.length > 1) expect(out.filter(([, e]) => e.default)).toHaveLength(1);
        }
      }),
      { numRuns: 80 },
    );
  });
});
