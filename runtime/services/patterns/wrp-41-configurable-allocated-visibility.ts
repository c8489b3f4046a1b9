import { type Pattern, same } from './bench.ts';

/** Who sees that a step is taken, and by whom, is set by department and role. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1', ['chief']);
    const zhao = await bench.person('Zhao', 'd1', ['chief']);
    const clerk = await bench.person('Li', 'd1', ['clerk']);
    await bench.start('a -> end', { nodes: { a: { role: 'chief' } } });
    const task = await bench.task('a');
    await bench.claim(wang, task);
    same((await bench.list(zhao))[0]?.holder?.name, 'Wang');
    same((await bench.page(zhao, task)).canDecide, false);
    same(await bench.list(clerk), []);
    await bench.refused('task.unknown', () => bench.page(clerk, task));
  },
};
