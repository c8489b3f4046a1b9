import { describe, expect, it } from 'vitest';
import { lossOf } from './loss.ts';

const base = { a: 1, b: { c: 'x', d: [1, 2] }, template: { version: 1 } };
const change = (more: object) => ({ ...structuredClone(base), ...more });

describe('what was lost', () => {
  it('is nothing when every change of either side is in the result', () => {
    const report = lossOf({ base, ours: change({ a: 2 }), theirs: change({ e: 'new' }), result: change({ a: 2, e: 'new' }) });

    expect(report).toEqual({ checked: 2, contested: 0, lost: [] });
  });

  it('is told by address: a local change that is gone, a new value that did not come, a removal that did not happen', () => {
    const theirs = { a: 1, b: { c: 'x' }, e: 'new' };

    const { lost } = lossOf({ base, ours: change({ a: 2 }), theirs, result: base });

    expect(lost.map(({ address, side }) => `${side} ${address}`).sort()).toEqual(['ours ["a"]', 'theirs ["b","d"]', 'theirs ["e"]']);
  });

  it('where both changed the same value, is neither of the two being there, or not the one that was decided for', () => {
    const sides = { base, ours: change({ a: 2 }), theirs: change({ a: 3 }) };

    expect(lossOf({ ...sides, result: change({ a: 3 }) }).lost).toEqual([]);
    expect(lossOf({ ...sides, result: base }).lost).toHaveLength(1);
    expect(lossOf({ ...sides, result: change({ a: 3 }) }, () => 'ours').lost).toHaveLength(1);
  });

  it('leaves aside where a package came from', () => {
    expect(lossOf({ base, ours: base, theirs: change({ template: { version: 2 } }), result: base }).checked).toBe(0);
  });
});
