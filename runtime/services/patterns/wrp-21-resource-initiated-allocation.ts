import { type Pattern, same } from './bench.ts';

/** A person takes an offered step for themselves, to do it later. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> end');
    const task = await bench.task('a');
    const page = await bench.claim(wang, task);
    same([page.status, page.holder?.me], ['open', true]);
    await bench.refused('task.held', () => bench.claim(li, task));
    same(await bench.steps(wang, 'mine'), ['a']);
    await bench.decide(wang, task);
  },
};
