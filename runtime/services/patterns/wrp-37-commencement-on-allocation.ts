import type { Pattern } from './bench.ts';

/** Taking a step is beginning it: nothing else has to be said. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> b -> end');
    const first = await bench.task('a');
    await bench.decide(wang, first);
    await bench.claim(li, await bench.task('b'));
    await bench.refused('recall.begun', () => bench.operate(wang, first, { type: 'recall' }));
    await bench.refused('task.held', async () => bench.decide(wang, await bench.task('b')));
    await bench.decide(li, await bench.task('b'));
  },
};
