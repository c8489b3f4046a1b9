import type { Pattern } from './bench.ts';

/** Who has a step lets somebody else work on it; the decision stays with them. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> end');
    const task = await bench.task('a');
    await bench.claim(wang, task);
    const give = { type: 'delegate', to: { department: 'd2', person: qi.accountId }, words: '请核实面积' } as const;
    await bench.refused('task.held', () => bench.operate(li, task, give));
    await bench.operate(wang, task, give);
    await bench.refused('task.waiting', () => bench.decide(wang, task));
    const asked = await bench.task('a', 'delegate');
    await bench.refused('delegate.reply_only', () => bench.decide(qi, asked));
    await bench.operate(qi, asked, { type: 'reply', words: '12 平方米' });
    await bench.decide(wang, task);
  },
};
