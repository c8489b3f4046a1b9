import { type Pattern, same } from './bench.ts';

/** A step that was done is done once more. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> b -> end', { nodes: { b: { separate: ['a'] } } });
    await bench.decide(wang, await bench.task('a'));
    const task = await bench.task('b');
    await bench.claim(li, task);
    const back = { type: 'return', to: 'previous', back: 'replay', branches: 'cancel', reason: '面积有误' } as const;
    await bench.refused('task.held', () => bench.operate(wang, task, back));
    await bench.operate(li, task, back);
    const again = await bench.task('a');
    same((await bench.page(wang, again)).returned?.words, '面积有误');
    await bench.refused('task.held', () => bench.decide(li, again));
    await bench.decide(wang, again);
    same(await bench.at(), ['b']);
  },
};
