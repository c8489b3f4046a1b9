import { type Pattern, same } from './bench.ts';

/** A person has several steps in hand at a time. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('fork; fork -> a -> join; fork -> b -> join; join -> end');
    const [a, b] = [await bench.task('a'), await bench.task('b')];
    await bench.claim(wang, a);
    await bench.claim(wang, b);
    same((await bench.steps(wang, 'mine')).sort(), ['a', 'b']);
    for (const task of [a, b]) await bench.refused('task.held', () => bench.decide(li, task));
    await bench.decide(wang, b);
    await bench.decide(wang, a);
    same((await bench.state()).status, 'completed');
  },
};
