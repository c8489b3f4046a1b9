import { type Pattern, same } from './bench.ts';

/** A step is given to one person, who need not ask for it. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> end');
    await bench.operate(wang, await bench.task('a'), {
      type: 'transfer',
      to: { department: 'd1', person: li.accountId },
      reason: '归您办',
    });
    const task = await bench.task('a');
    same(
      (await bench.list(li, 'mine')).map((row) => row.id),
      [task],
    );
    await bench.refused('task.held', () => bench.decide(wang, task));
    await bench.decide(li, task);
  },
};
