import type { Pattern } from './bench.ts';

/** A step that is not done is given to somebody else from above. */
export const pattern: Pattern = {
  guard: 'operator',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    const shen = await bench.operator('Shen');
    await bench.start('a -> end');
    const task = await bench.task('a');
    await bench.claim(wang, task);
    const deed = { type: 'reassign', task: task.slice(37), to: { department: 'd1', person: li.accountId }, reason: '逾期未办' } as const;
    await bench.refused('access.role', () => bench.operateCase(li, deed));
    await bench.operateCase(shen, deed);
    await bench.refused('task.cancelled', () => bench.decide(wang, task));
    await bench.decide(li, await bench.task('a'));
  },
};
