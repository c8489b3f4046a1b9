import { type Pattern, same } from './bench.ts';

/** The list has an order of its own: what is due first comes first. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('fork; fork -> a -> join; fork -> b -> join; fork -> c -> join; join -> end', {
      nodes: { a: { dueDays: 5 }, b: { dueDays: 1 }, c: { dueDays: 3 } },
    });
    same(await bench.steps(wang), ['b', 'c', 'a']);
    same(await bench.steps(qi), []);
    await bench.refused('task.unknown', async () => bench.decide(qi, await bench.task('b')));
  },
};
