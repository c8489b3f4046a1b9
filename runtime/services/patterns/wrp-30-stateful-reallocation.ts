import { type Pattern, same } from './bench.ts';

/** A step goes to somebody else with what was done and asked for it so far. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> end', { nodes: { a: { dueDays: 3 } } });
    const task = await bench.task('a');
    await bench.claim(wang, task);
    await bench.operate(wang, task, { type: 'addSigners', when: 'after', signers: [{ department: 'd2' }], words: '请复核' });
    const { due } = await bench.page(wang, task);
    const give = { type: 'transfer', to: { department: 'd1', person: li.accountId }, reason: '出差' } as const;
    await bench.refused('task.held', () => bench.operate(li, task, give));
    await bench.operate(wang, task, give);
    const next = await bench.task('a');
    same((await bench.page(li, next)).due, due);
    same(
      (await bench.services.cases.taskOptions({ actor: li, taskId: next })).asked.map(({ kind }) => kind),
      ['after'],
    );
    await bench.refused('task.held', () => bench.decide(wang, next));
    await bench.decide(li, next);
    same(await bench.at(), ['a']);
  },
};
