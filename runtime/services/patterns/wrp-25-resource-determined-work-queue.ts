import { type Pattern, same } from './bench.ts';

/** A person orders and cuts their list as they like. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> b -> end', { nodes: { a: { dueDays: 9 }, b: { dueDays: 1 } } });
    const first = bench.caseNo;
    await bench.another();
    await bench.decide(wang, await bench.task('a'));
    const list = async (more: object) => (await bench.services.cases.inbox({ actor: wang, ...more })).rows.map((row) => row.step['zh-CN']);
    same(await list({ sort: 'due' }), ['b', 'a']);
    same(await list({ sort: 'opened' }), ['a', 'b']);
    same(await list({ q: first }), ['a']);
    same((await bench.services.cases.inbox({ actor: qi, q: first })).rows, []);
    await bench.refused('task.unknown', async () => bench.claim(qi, await bench.task('b')));
  },
};
