import { type Pattern, same } from './bench.ts';

/** A step is for a department of the case’s region. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const here = await bench.person('Wang', 'd1');
    const other = await bench.person('Qi', 'd2');
    await bench.start('a -> end');
    const task = await bench.task('a');
    const away = { ...here, accountId: other.accountId, grants: [{ region: '331002', department: 'd1', role: 'officer' as const }] };
    for (const stranger of [other, away]) {
      same(await bench.steps(stranger), []);
      await bench.refused('task.unknown', () => bench.decide(stranger, task));
    }
    await bench.decide(here, task);
  },
};
