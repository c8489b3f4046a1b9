import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import type { DraftRevision } from '../../../../schemas/generated/api.ts';
import { setIn } from '../../../editing/document.ts';
import { samplePackage } from '../../../editing/testing/package.ts';
import { compare } from '../versions/changes.ts';
import { sittingsOf, withoutRevision } from './history.ts';

const days = ['scenario', 'nodes', 'n_review', 'dueDays'];
const withDays = (pkg: ScenarioPackage, value: number) => setIn(pkg, days, value);
const revision = (rev: number, by: string, minute: number, before: number): DraftRevision => ({
  rev,
  by,
  at: `2026-11-23T02:${String(minute).padStart(2, '0')}:00.000Z`,
  parts: [{ path: days, before }],
});
const sentences = (before: ScenarioPackage, after: ScenarioPackage) =>
  compare(before, after).groups.flatMap(([, lines]) => lines.map(({ sentence }) => sentence['zh-CN']));

describe('the history of a draft', () => {
  it('gathers the saves of one person until somebody else saves or they rest', () => {
    const now = withDays(samplePackage(), 9);
    const sittings = sittingsOf(now, [
      revision(6, '陈立新', 40, 8),
      revision(5, '陈立新', 35, 7),
      revision(4, '林同事', 34, 6),
      revision(3, '陈立新', 33, 5),
      revision(2, '陈立新', 10, 3),
    ]);

    expect(sittings.map(({ by, from, to, revisions }) => [by, from.slice(14, 16), to.slice(14, 16), revisions.length])).toEqual([
      ['陈立新', '35', '40', 2],
      ['林同事', '34', '34', 1],
      ['陈立新', '33', '33', 1],
      ['陈立新', '10', '10', 1],
    ]);
  });

  it('tells a sitting as one sentence from where it began to where it ended, and each save by itself', () => {
    const [sitting] = sittingsOf(withDays(samplePackage(), 9), [revision(6, '陈立新', 40, 8), revision(5, '陈立新', 35, 7)]);

    const [whole, ...more] = sentences(sitting!.before, sitting!.after);
    expect(more).toEqual([]);
    expect(whole).toMatch(/7.*9/);
    expect(sitting!.revisions.map(({ before, after }) => sentences(before, after).join())).toEqual([
      expect.stringMatching(/8.*9/),
      expect.stringMatching(/7.*8/),
    ]);
  });

  it('leads back over things that were added, taken out and moved on the picture', () => {
    const before = samplePackage();
    const after = structuredClone(before);
    after.scenario.nodes.n_new = { kind: 'archive', name: { 'zh-CN': '归档' } };
    delete after.scenario.clocks;
    after.scenario.layout = { n_police: { x: 99, y: 20 } };
    const parts = [
      { path: ['scenario', 'nodes', 'n_new'] },
      { path: ['scenario', 'clocks'], before: before.scenario.clocks as never },
      { path: ['scenario', 'layout', 'n_police', 'x'], before: 10 },
    ];

    expect(withoutRevision(after, { parts })).toEqual(before);
    expect(sittingsOf(after, [])).toEqual([]);
  });
});
