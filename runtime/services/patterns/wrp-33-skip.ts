import { type Pattern, same } from './bench.ts';

/** A step is left out, as if it had been done. */
export const pattern: Pattern = {
  guard: 'operator',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const shen = await bench.operator('Shen');
    await bench.start('a -> b -> end');
    const skip = { type: 'skip', token: await bench.token('a'), outcome: 'agree', reason: '已由省厅核验' } as const;
    await bench.refused('access.role', () => bench.operateCase(wang, skip));
    await bench.refused('skip.outcome_unknown', () => bench.operateCase(shen, { ...skip, outcome: 'perhaps' }));
    await bench.operateCase(shen, skip);
    same(await bench.at(), ['b']);
    same((await bench.state()).outcomes.a, 'agree');
  },
};
