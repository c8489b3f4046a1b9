import { type Pattern, same } from './bench.ts';

const agree = { agree: { name: { 'zh-CN': '同意' }, rank: 'a0', effect: 'agree' as const } };

/** A step is for the person who did an earlier one of the same case. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> x1 -> b -> end', { nodes: { x1: { kind: 'task', department: 'd2', decisions: agree }, b: { retain: 'a' } } });
    await bench.decide(wang, await bench.task('a'));
    const other = await bench.person('Qi', 'd2');
    await bench.decide(other, await bench.task('x1'));
    const task = await bench.task('b');
    same((await bench.page(li, task)).holder?.name, 'Wang');
    await bench.refused('task.held', () => bench.claim(li, task));
    await bench.decide(wang, task);
  },
};
