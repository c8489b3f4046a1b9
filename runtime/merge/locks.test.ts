import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../compile/plan.ts';
import { lockViolations, mergePackages } from './index.ts';
import { smallPackage } from './testing/packages.ts';

type Locks = NonNullable<ScenarioPackage['scenario']['locks']>;
const locked = (locks: Locks): ScenarioPackage => {
  const pkg = smallPackage();
  pkg.scenario.locks = locks;
  return pkg;
};
/** Addresses and codes of what a change breaks. */
function broken(locks: Locks, change: (pkg: ScenarioPackage) => void): string[] {
  const [upstream, local] = [locked(locks), locked(locks)];
  change(local);
  return lockViolations(upstream, local).map(({ key, code }) => `${key} ${code}`);
}
const task = (pkg: ScenarioPackage) => pkg.scenario.nodes.n_ga as Extract<ScenarioPackage['scenario']['nodes'][string], { kind: 'task' }>;

const put = <T extends object>(target: T, members: Partial<T>): void => void Object.assign(target, members);

describe('locks', () => {
  it('[MG20] a locked element holds in every property, a nearer address says otherwise', () => {
    expect(broken({ n_ga: 'locked' }, (pkg) => put(task(pkg), { dueDays: 9 }))).toEqual(['scenario/nodes/n_ga/dueDays locked']);
    expect(broken({ n_ga: 'locked', 'n_ga.dueDays': 'free' }, (pkg) => put(task(pkg), { dueDays: 9 }))).toEqual([]);
    expect(broken({ nodes: 'locked', n_ga: 'free' }, (pkg) => put(task(pkg), { dueDays: 9 }))).toEqual([]);
    expect(broken({ 'scenario/nodes/n_ga/dueDays': 'locked' }, (pkg) => put(task(pkg), { dueDays: 9 }))).toEqual([
      'scenario/nodes/n_ga/dueDays locked',
    ]);
    expect(broken({ n_ga: 'locked' }, (pkg) => put(pkg.scenario.nodes.n_wj!, { name: { 'zh-CN': '回访' } }))).toEqual([]);
    expect(broken({ n_ga: 'locked' }, (pkg) => void delete pkg.scenario.nodes.n_ga)).toContain('scenario/nodes/n_ga locked');
  });

  it('[MG20] taking an element out breaks the lock on a part of it', () => {
    expect(broken({ 'n_ga.dueDays': 'locked' }, (pkg) => void delete pkg.scenario.nodes.n_ga)).toContain(
      'scenario/nodes/n_ga/dueDays locked',
    );
    expect(broken({ 'c_all.days': { tunable: { max: 7 } } }, (pkg) => void delete pkg.scenario.clocks)).toContain(
      'scenario/clocks/c_all/days range',
    );
  });

  it('[MG21] a tunable value stays within its range', () => {
    const locks: Locks = { 'c_all.days': { tunable: { min: 2, max: 7 } } };
    const set = (days: number) => (pkg: ScenarioPackage) => put(pkg.scenario.clocks!.c_all!, { days: days });
    expect(broken(locks, set(2))).toEqual([]);
    expect(broken(locks, set(7))).toEqual([]);
    expect(broken(locks, set(8))).toEqual(['scenario/clocks/c_all/days range']);
    expect(broken(locks, set(1))).toEqual(['scenario/clocks/c_all/days range']);
    expect(broken({ c_all: { tunable: { max: 7 } } }, (pkg) => put(pkg.scenario.clocks!.c_all!, { starts: 'n_ga' }))).toEqual([
      'scenario/clocks/c_all/starts locked',
    ]);
  });

  it('[MG22] a slot takes more, and keeps what it has', () => {
    expect(
      broken({ params: 'insert' }, (pkg) => put(pkg.scenario.params!, { more: { name: { 'zh-CN': '更多' }, type: 'string', value: 'x' } })),
    ).toEqual([]);
    expect(broken({ params: 'insert' }, (pkg) => put(pkg.scenario.params!.counter!, { value: 'x' }))).toEqual([
      'scenario/params/counter/value insert',
    ]);
    expect(broken({ params: 'insert' }, (pkg) => void delete pkg.scenario.params!.counter)).toEqual(['scenario/params/counter insert']);
    expect(
      broken({ 'n_ga.decisions': 'insert' }, (pkg) =>
        put(task(pkg).decisions, { back: { name: { 'zh-CN': '退' }, rank: 'b0', effect: 'other' } }),
      ),
    ).toEqual([]);
  });

  it('[MG23] a locked step cannot be bypassed, but steps may be put before and behind it', () => {
    const locks: Locks = { n_ga: 'locked' };
    const { edges } = smallPackage().scenario;
    expect(broken(locks, (pkg) => put(pkg.scenario.edges.e_2!, { to: 'n_wj' }))).toEqual(['scenario/edges/e_2 bypassed']);
    expect(broken(locks, (pkg) => void delete pkg.scenario.edges.e_3)).toEqual(['scenario/edges/e_3 bypassed']);
    expect(broken(locks, (pkg) => put(pkg.scenario.edges.e_3!, { on: 'agree' }))).toEqual(['scenario/edges/e_3 bypassed']);
    expect(broken(locks, (pkg) => put(pkg.scenario.edges, { e_9: { from: 'n_ga', to: 'n_end', rank: 'b0', on: 'agree' } }))).toEqual([
      'scenario/edges/e_9 bypassed',
    ]);
    const between = broken(locks, (pkg) => {
      pkg.scenario.nodes.n_more = { ...pkg.scenario.nodes.n_wj! };
      pkg.scenario.edges = { ...edges, e_3: { ...edges.e_3!, to: 'n_more' }, e_9: { from: 'n_more', to: 'n_wj', rank: 'a0' } };
    });
    expect(between).toEqual([]);
  });

  it('[MG23] the locks themselves are upstream\u2019s', () => {
    expect(broken({ n_ga: 'locked' }, (pkg) => void delete pkg.scenario.locks)).toEqual(['scenario/locks/n_ga locks']);
    expect(broken({ n_ga: 'locked' }, (pkg) => put(pkg.scenario.locks!, { n_wj: 'locked' }))).toEqual([]);
  });

  it('[MG24] in a merge a forbidden local change can only be given up, one out of range also be corrected', () => {
    const base = smallPackage();
    const ours = smallPackage();
    task(ours).dueDays = 9;
    ours.scenario.clocks!.c_all!.days = 30;
    const theirs = locked({ n_ga: 'locked', 'c_all.days': { tunable: { max: 7 } } });

    const first = mergePackages({ base, ours, theirs });

    expect(first.open).toEqual(['scenario/nodes/n_ga/dueDays', 'scenario/clocks/c_all/days']);
    expect(
      first.items.filter(({ state, locked: code }) => code && state === 'conflict').map(({ locked: code, choices }) => [code, choices]),
    ).toEqual([
      ['locked', ['theirs']],
      ['range', ['theirs', 'edit']],
    ]);
    const refused = mergePackages({
      base,
      ours,
      theirs,
      decisions: { 'scenario/nodes/n_ga/dueDays': { take: 'ours' }, 'scenario/clocks/c_all/days': { take: 'edit', value: 8 } },
    });
    expect(refused.open).toEqual(first.open);
    const decided = mergePackages({
      base,
      ours,
      theirs,
      decisions: { 'scenario/nodes/n_ga/dueDays': { take: 'theirs' }, 'scenario/clocks/c_all/days': { take: 'edit', value: 6 } },
    });
    expect(decided.open).toEqual([]);
    expect(lockViolations(theirs, decided.result)).toEqual([]);
  });

  it('[MG24] what upstream changed where it is locked cannot be declined in a release that may be', () => {
    const [base, ours, theirs] = [smallPackage(), smallPackage(), locked({ n_ga: 'locked', 'c_all.days': { tunable: { max: 7 } } })];
    task(theirs).dueDays = 4;
    theirs.scenario.clocks!.c_all!.days = 6;
    const declined = { take: 'ours' } as const;

    const { items, open, result } = mergePackages({ base, ours, theirs, decisions: { 'scenario/nodes/n_ga/dueDays': declined } });

    expect(items.find(({ key }) => key === 'scenario/nodes/n_ga/dueDays')).toMatchObject({
      state: 'theirs',
      locked: 'locked',
      choices: ['theirs'],
    });
    expect(open).toEqual([]);
    expect(task(result).dueDays).toBe(4);
    expect(lockViolations(theirs, result)).toEqual([]);
  });

  it('[MG24] what must be taken cannot be declined, except where upstream leaves it to the clone', () => {
    const [base, ours, theirs] = [smallPackage(), smallPackage(), locked({ 'params.counter': 'free' })];
    theirs.scenario.items.it_a!.promisedDays = 2;
    theirs.scenario.params!.counter!.value = '二号';

    const { items } = mergePackages({ base, ours, theirs, must: true });

    const choices = Object.fromEntries(items.map(({ key, choices: list }) => [key, list]));
    expect(choices['scenario/items/it_a/promisedDays']).toEqual(['theirs']);
    expect(choices['scenario/params/counter/value']).toContain('ours');
  });
});
