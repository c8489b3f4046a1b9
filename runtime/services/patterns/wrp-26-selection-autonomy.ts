import { type Pattern, same } from './bench.ts';

/** A person chooses which of their steps to do next, whatever the order of the list. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('fork; fork -> a -> join; fork -> b -> join; join -> end', { nodes: { a: { dueDays: 1 }, b: { dueDays: 9 } } });
    same(await bench.steps(wang), ['a', 'b']);
    await bench.claim(li, await bench.task('a'));
    await bench.decide(wang, await bench.task('b'));
    await bench.refused('task.held', async () => bench.decide(wang, await bench.task('a')));
    await bench.decide(li, await bench.task('a'));
    same((await bench.state()).status, 'completed');
  },
};
