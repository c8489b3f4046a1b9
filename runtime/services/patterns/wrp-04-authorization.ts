import { type Pattern, same } from './bench.ts';

/** What may be done with a step besides doing it depends on who one is: freeing a case is the operator’s. */
export const pattern: Pattern = {
  guard: 'operator',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const shen = await bench.operator('Shen');
    await bench.start('a -> end');
    const token = await bench.token('a');
    const skip = { type: 'skip', token, outcome: 'agree', reason: '系统故障' } as const;
    await bench.refused('access.role', () => bench.operateCase(wang, skip));
    const task = await bench.task('a');
    await bench.refused('task.unknown', () =>
      bench.operate(shen, task, { type: 'transfer', to: { department: 'd2' }, reason: '代为转办' }),
    );
    await bench.operateCase(shen, skip);
    same((await bench.state()).status, 'completed');
  },
};
