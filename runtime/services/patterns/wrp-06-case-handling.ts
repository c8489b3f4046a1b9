import { type Pattern, same } from './bench.ts';

/** All steps of a case are for the person who did the first. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const li = await bench.person('Li', 'd1');
    await bench.start('a -> b -> c -> end', { nodes: { b: { retain: 'a' }, c: { retain: 'a' } } });
    await bench.decide(wang, await bench.task('a'));
    for (const step of ['b', 'c']) {
      const task = await bench.task(step);
      same(
        (await bench.list(wang, 'mine')).map((row) => row.id),
        [task],
      );
      await bench.refused('task.held', () => bench.decide(li, task));
      await bench.decide(wang, task);
    }
    same((await bench.state()).status, 'completed');
  },
};
