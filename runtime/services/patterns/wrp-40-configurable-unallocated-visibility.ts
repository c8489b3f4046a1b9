import { type Pattern, same } from './bench.ts';

/** Who sees a step nobody has taken is set by department and role. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const chief = await bench.person('Wang', 'd1', ['chief']);
    const anyRole = await bench.person('Zhao', 'd1');
    const clerk = await bench.person('Li', 'd1', ['clerk']);
    await bench.start('fork; fork -> a -> join; fork -> b -> join; join -> end', { nodes: { a: { role: 'chief' }, b: { role: 'clerk' } } });
    same(await bench.steps(chief), ['a']);
    same(await bench.steps(clerk), ['b']);
    same((await bench.steps(anyRole)).sort(), ['a', 'b']);
    await bench.refused('task.unknown', async () => bench.page(clerk, await bench.task('a')));
    await bench.refused('task.unknown', async () => bench.page(chief, await bench.task('b')));
  },
};
