import { type Pattern, same } from './bench.ts';

/** Two steps of a case are never done by the same person. */
export const pattern: Pattern = {
  guard: 'separate',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> b -> end', { nodes: { b: { separate: ['a'] } } });
    await bench.decide(wang, await bench.task('a'));
    const task = await bench.task('b');
    await bench.refused('task.separated', () => bench.claim(wang, task));
    await bench.refused('task.separated', () => bench.decide(wang, task));
    await bench.refused('task.separated', () =>
      bench.operate(li, task, { type: 'transfer', to: { department: 'd1', person: wang.accountId }, reason: '您熟悉' }),
    );
    await bench.decide(li, task);
    same((await bench.state()).status, 'completed');
  },
};
