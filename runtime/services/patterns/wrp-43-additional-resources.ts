import { type Pattern, same } from './bench.ts';

/** Who has a step asks others to work on it as well. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> end');
    const task = await bench.task('a');
    await bench.claim(wang, task);
    const signers = [{ department: 'd2', person: qi.accountId }];
    const add = { type: 'addSigners' as const, when: 'parallel' as const, signers, words: '请一起看' };
    await bench.refused('task.held', () => bench.operate(li, task, add));
    await bench.operate(wang, task, add);
    await bench.decide(wang, task);
    same(await bench.at(), ['a']);
    await bench.decide(qi, await bench.task('a', 'parallel'));
    same((await bench.state()).status, 'completed');
  },
};
