import type { Pattern } from './bench.ts';

/** Who has a step gives it back: everybody is offered it again. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> end');
    const task = await bench.task('a');
    await bench.claim(wang, task);
    await bench.refused('task.held', () => bench.release(li, task));
    await bench.refused('task.held', () => bench.decide(li, task));
    await bench.release(wang, task);
    await bench.decide(li, task);
  },
};
