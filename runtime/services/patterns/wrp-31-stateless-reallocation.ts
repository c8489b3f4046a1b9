import { type Pattern, same } from './bench.ts';

/** A step is begun anew by somebody else, without what was done so far. */
export const pattern: Pattern = {
  guard: 'operator',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    const shen = await bench.operator('Shen');
    await bench.start('a -> end');
    const task = await bench.task('a');
    await bench.claim(wang, task);
    await bench.operate(wang, task, { type: 'addSigners', when: 'before', signers: [{ department: 'd2' }], words: '请先看' });
    const again = { type: 'jump', token: await bench.token('a'), to: 'a', branches: 'keep', reason: '换人重办' } as const;
    await bench.refused('access.role', () => bench.operateCase(wang, again));
    await bench.operateCase(shen, again);
    const next = await bench.task('a');
    same((await bench.page(li, next)).holder, undefined);
    same((await bench.services.cases.taskOptions({ actor: li, taskId: next })).asked, []);
    await bench.decide(li, next);
  },
};
