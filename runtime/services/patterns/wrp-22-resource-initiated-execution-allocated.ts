import type { Pattern } from './bench.ts';

/** Who was given a step begins it: from then on it cannot be taken back. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> end');
    const first = await bench.task('a');
    await bench.operate(wang, first, { type: 'transfer', to: { department: 'd1', person: li.accountId }, reason: '归您办' });
    const task = await bench.task('a');
    await bench.refused('task.held', () => bench.claim(wang, task));
    await bench.claim(li, task);
    await bench.refused('takeBack.begun', () => bench.operate(wang, first, { type: 'takeBack' }));
    await bench.decide(li, task);
  },
};
