import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { samplePackage } from '../../../editing/testing/package.ts';
import { compare, rowsOf } from './changes.ts';

const sample = samplePackage();
const edited = (change: (pkg: ScenarioPackage) => void): ScenarioPackage => {
  const copy = structuredClone(sample);
  change(copy);
  return copy;
};

describe('a comparison of versions', () => {
  it('says nothing of two alike', () => {
    expect(compare(sample, structuredClone(sample))).toMatchObject({ groups: [], counts: { added: 0, removed: 0, changed: 0 } });
  });

  it('tells what is new, gone and changed in sentences, and counts it', () => {
    const [item] = Object.keys(sample.scenario.items);
    const after = edited((pkg) => {
      pkg.scenario.items[item!]!.promisedDays += 1;
      pkg.scenario.params = { ...pkg.scenario.params, p_new: { name: { 'zh-CN': '窗口电话' }, type: 'string', value: '0573' } } as never;
    });

    const { groups, counts } = compare(sample, after);

    expect(counts).toEqual({ added: 1, removed: 0, changed: 1 });
    expect(groups.flatMap(([, lines]) => lines.map(({ sentence }) => sentence['zh-CN']))).toEqual(
      expect.arrayContaining([expect.stringContaining('由'), expect.stringContaining('新增')]),
    );
    expect(compare(after, sample).counts).toEqual({ added: 0, removed: 1, changed: 1 });
  });

  it('keeps steps that were only moved on the picture apart', () => {
    const [node] = Object.keys(sample.scenario.nodes);
    const after = edited((pkg) => {
      pkg.scenario.layout = { ...pkg.scenario.layout, [node!]: { x: 4321, y: 7 } };
    });

    const { groups, counts, layoutOnly } = compare(sample, after);

    expect(counts).toEqual({ added: 0, removed: 0, changed: 0 });
    expect(layoutOnly).toBeGreaterThan(0);
    expect(groups.map(([group]) => group)).toEqual(['layout']);
  });
});

describe('two scripts side by side', () => {
  it('stand line by line, what is alike on one height', () => {
    expect(rowsOf('a\nb\nc\n', 'a\nx\ny\nc\nd\n')).toEqual([
      { before: 'a', after: 'a', same: true },
      { before: 'b', after: 'x', same: false },
      { after: 'y', same: false },
      { before: 'c', after: 'c', same: true },
      { after: 'd', same: false },
    ]);
  });

  it('show one that is new, or gone, alone', () => {
    expect(rowsOf(undefined, 'a')).toEqual([{ after: 'a', same: false }]);
    expect(rowsOf('a', undefined)).toEqual([{ before: 'a', same: false }]);
  });
});
