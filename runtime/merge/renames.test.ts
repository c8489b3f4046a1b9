import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../compile/plan.ts';
import { changeSentence, diffPackages, lockViolations, mergePackages } from './index.ts';
import { mergeElements } from './merge.ts';
import { align, renamesBetween, withIds } from './renames.ts';
import { smallPackage } from './testing/packages.ts';
import { alike } from './testing/parts.ts';
import { scripts, tripleOf } from './testing/triples.ts';

const nodes = ['scenario', 'nodes'];
const check = { map: nodes, from: 'n_ga', to: 'n_check' };
const renamed = (pkg: ScenarioPackage) => structuredClone(withIds(pkg, [check]));
const task = (pkg: ScenarioPackage, id: string) => pkg.scenario.nodes[id] as { dueDays?: number; name: { 'zh-CN': string } };

describe('a renamed id', () => {
  it('[MG28] is one renamed element, and what only names it is no change', () => {
    const [before, after] = [smallPackage(), renamed(smallPackage())];

    expect(renamesBetween(before, after)).toEqual([check]);
    const changes = diffPackages(before, after);
    expect(changes).toMatchObject([{ key: 'scenario/nodes/n_ga', kind: 'renamed', group: 'flow', into: ['scenario/nodes/n_check'] }]);
    expect(changeSentence(changes[0]!, { before, after })['zh-CN']).toBe('环节「登记审核」换了编号，仍是同一个');
  });

  it('[MG28] keeps what the other side did to it, whichever side renamed it', () => {
    const base = smallPackage();
    const edited = structuredClone(base);
    task(edited, 'n_ga').dueDays = 4;

    for (const [ours, theirs] of [
      [edited, renamed(base)],
      [renamed(base), edited],
    ] as const) {
      const { items, open, result } = mergePackages({ base, ours, theirs });

      expect(open).toEqual([]);
      expect(items.map(({ key, kind }) => `${key} ${kind}`)).toContain('scenario/nodes/n_check/dueDays changed');
      expect(items.find(({ kind }) => kind === 'renamed')).toMatchObject({ key: 'scenario/nodes/n_ga', choices: [] });
      expect(task(result, 'n_check').dueDays).toBe(4);
      expect(result.scenario.nodes).not.toHaveProperty('n_ga');
      expect(Object.values(result.scenario.edges).some(({ from, to }) => from === 'n_ga' || to === 'n_ga')).toBe(false);
    }
  });

  it('[MG28] is asked about only where both changed the same property of it', () => {
    const [base, ours] = [smallPackage(), smallPackage()];
    const theirs = renamed(base);
    task(ours, 'n_ga').dueDays = 4;
    task(theirs, 'n_check').dueDays = 1;

    const { open } = mergePackages({ base, ours, theirs });

    expect(open).toEqual(['scenario/nodes/n_check/dueDays']);
  });

  it('[MG28] is none where it is not certain: another name, two alike, or both sides chose differently', () => {
    const base = smallPackage();
    const other = renamed(base);
    task(other, 'n_check').name = { 'zh-CN': '另一件事' };
    expect(renamesBetween(base, other)).toEqual([]);

    const twice = structuredClone(base);
    twice.scenario.nodes.n_twin = structuredClone(twice.scenario.nodes.n_ga!);
    expect(renamesBetween(twice, withIds(withIds(twice, [check]), [{ map: nodes, from: 'n_twin', to: 'n_second' }]))).toEqual([]);

    const elsewhere = withIds(base, [{ ...check, to: 'n_other' }]);
    expect(align({ base, ours: elsewhere, theirs: renamed(base) }).renames).toEqual([]);
    expect(align({ base, ours: renamed(base), theirs: renamed(base) }).renames).toMatchObject([{ ...check, by: 'same' }]);
  });

  it('[MG28] is known again when it bears the name the other side gave it', () => {
    const [base, theirs] = [smallPackage(), smallPackage()];
    task(theirs, 'n_ga').name = { 'zh-CN': '登记复核' };
    const first = mergePackages({ base, ours: renamed(base), theirs });
    expect(task(first.result, 'n_check').name['zh-CN']).toBe('登记复核');

    const again = mergePackages({ base, ours: first.result, theirs });

    expect(again.open).toEqual([]);
    expect(again.result).toEqual(first.result);
  });

  it('[MG28] is known again when it was changed as well, once both have the new id', () => {
    const [base, ours] = [smallPackage(), smallPackage()];
    task(ours, 'n_ga').name = { 'zh-CN': '本县审核' };
    const first = mergePackages({ base, ours, theirs: renamed(base) });

    const again = mergePackages({ base, ours: first.result, theirs: renamed(base) });

    expect(again.open).toEqual([]);
    expect(task(again.result, 'n_check').name['zh-CN']).toBe('本县审核');
  });

  it('[MG28] does not slip past a lock', () => {
    const base = smallPackage();
    base.scenario.locks = { n_ga: 'locked' };
    const ours = renamed(base);
    ours.scenario.locks = base.scenario.locks;

    expect(lockViolations(base, ours).map(({ key }) => key)).toContain('scenario/nodes/n_ga');
    const { items } = mergePackages({ base, ours, theirs: base });
    expect(items.find(({ key }) => key === 'scenario/nodes/n_ga')).toMatchObject({ locked: 'locked', choices: ['theirs'] });
  });

  it('[MG28] changes nothing else: to merge and rename is to rename and merge, whatever both sides did', () => {
    let tried = 0;
    fc.assert(
      fc.property(scripts, fc.nat(1000), (script, place) => {
        const { base, ours, theirs } = tripleOf(script);
        const ids = Object.keys(base.scenario.nodes).filter((id) => [ours, theirs].every((one) => Object.hasOwn(one.scenario.nodes, id)));
        if (ids.length === 0) return;
        const from = ids[place % ids.length]!;
        // What one thing is told by must be as it was, or nobody can know that it is the same.
        const rename = { map: nodes, from, to: 'n_otherwise' };
        const [known, ...more] = renamesBetween(base, withIds(theirs, [rename]));
        if (!known || known.from !== from || more.length > 0 || renamesBetween(base, ours).length > 0) return;
        tried += 1;

        const plain = mergeElements({ base: withIds(base, [rename]), ours: withIds(ours, [rename]), theirs: withIds(theirs, [rename]) });
        const across = mergeElements({ base, ours, theirs: withIds(theirs, [rename]) });

        if (!alike(across.open, plain.open)) throw new Error(`open: ${across.open} / ${plain.open}`);
        if (!alike(across.result, plain.result)) throw new Error('another result');
      }),
      { numRuns: 150 },
    );
    expect(tried).toBeGreaterThan(30);
  });
});
