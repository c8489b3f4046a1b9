import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditor } from './editor.ts';
import { shareTree } from './share-tree.ts';
import { randomParts, stepEdit } from './testing/edits.ts';
import { samplePackage } from './testing/package.ts';
import { type StepTree, treeOf } from './tree.ts';

const plain = (node: string, ...enter: string[]) => ({ type: 'node' as const, node, enter });
const line = (...steps: StepTree['sequence']['steps']): StepTree => ({
  sequence: { steps, exit: { type: 'end' } },
  events: [],
  detached: [],
  loose: [],
  crossings: [],
});

describe('a tree after an edit', () => {
  it('has the same steps behind one that was put in between', () => {
    const before = line(plain('a'), plain('b', 'ab'), plain('c', 'bc'), plain('d', 'cd'));
    const after = shareTree(before, line(plain('a'), plain('new', 'ab'), plain('b', 'xb'), plain('c', 'bc'), plain('d', 'cd')));

    const [a, b, c, d] = before.sequence.steps;
    const [a2, , b2, c2, d2] = after.sequence.steps;
    expect([a2 === a, b2 === b, c2 === c, d2 === d]).toEqual([true, false, true, true]);
  });

  it('has the same branches where only another one was changed', () => {
    const branch = (edge: string, ...steps: StepTree['sequence']['steps']) => ({
      edge,
      side: false,
      sequence: { steps, exit: { type: 'join' as const, edges: [`${edge}-out`], to: 'j' } },
    });
    const split = (left: string[], right: string[]) =>
      line({
        type: 'split',
        node: 's',
        enter: ['in'],
        branches: [branch('l', ...left.map((id) => plain(id))), branch('r', ...right.map((id) => plain(id)))],
      });
    const steps = (
      {
        sequence: {
          steps: [one],
        },
      }: StepTree,
      at: number,
    ) => (one?.type === 'split' ? one.branches[at]!.sequence.steps : []);
    const before = split(['a'], ['b', 'c']);
    const after = shareTree(before, split(['a', 'x'], ['b', 'c']));

    expect(steps(after, 1)[1]).toBe(steps(before, 1)[1]);
    expect(steps(after, 0)[0]).toBe(steps(before, 0)[0]);
    expect(shareTree(before, split(['a'], ['b', 'c']))).toBe(before);
  });

  it('says the same as the tree of the document, over any edits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(99), fc.nat(9999), fc.nat(9999)), { minLength: 1, maxLength: 20 }), (moves) => {
        const editor = createEditor({ document: samplePackage(), random: randomParts() });
        let drawn = treeOf(editor.state().document.scenario);
        for (const move of moves) {
          stepEdit(editor, move);
          const now = treeOf(editor.state().document.scenario);
          drawn = shareTree(drawn, now);
          expect(drawn).toEqual(now);
        }
      }),
    );
  });
});
