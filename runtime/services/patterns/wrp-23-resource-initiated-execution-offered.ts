import { type Pattern, same } from './bench.ts';

/** A person does an offered step at once, without taking it first. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> end');
    const task = await bench.task('a');
    same((await bench.page(wang, task)).holder, undefined);
    await bench.refused('task.unknown', () => bench.decide(qi, task));
    await bench.decide(wang, task);
    await bench.refused('task.already_completed', () => bench.decide(wang, task));
  },
};
