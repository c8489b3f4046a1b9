import { type Pattern, same } from './bench.ts';

/** A step is for everybody who has its role, in its department. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const chiefs = [await bench.person('Wang', 'd1', ['chief']), await bench.person('Zhao', 'd1', ['chief', 'clerk'])];
    const clerk = await bench.person('Li', 'd1', ['clerk']);
    const elsewhere = await bench.person('Qi', 'd2', ['chief']);
    await bench.start('a -> end', { nodes: { a: { role: 'chief' } } });
    for (const chief of chiefs) same(await bench.steps(chief), ['a']);
    const task = await bench.task('a');
    for (const other of [clerk, elsewhere]) {
      same(await bench.steps(other), []);
      await bench.refused('task.unknown', () => bench.claim(other, task));
    }
    await bench.decide(chiefs[1]!, task);
  },
};
