import { type Pattern, same } from './bench.ts';

/** A step is for one person: the only one who has its role. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1', ['chief']);
    const li = await bench.person('Li', 'd1', ['clerk']);
    await bench.start('a -> end', { nodes: { a: { role: 'chief' } } });
    same(await bench.steps(wang), ['a']);
    same(await bench.steps(li), []);
    const task = await bench.task('a');
    await bench.refused('task.unknown', () => bench.claim(li, task));
    await bench.decide(wang, task);
    same((await bench.state()).status, 'completed');
  },
};
