import { type Pattern, same } from './bench.ts';

/** A step is offered when it is enabled, not before. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> b -> end', { nodes: { b: { department: 'd2' } } });
    same(await bench.steps(qi), []);
    const early = (await bench.task('a')).replace(/k\\d+$/, 'k99');
    await bench.refused('task.unknown', () => bench.decide(qi, early));
    await bench.refused('task.unknown', async () => bench.decide(qi, await bench.task('a')));
    await bench.decide(wang, await bench.task('a'));
    same(await bench.steps(qi), ['b']);
  },
};
