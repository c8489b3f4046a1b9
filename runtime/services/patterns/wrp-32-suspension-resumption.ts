import type { Pattern } from './bench.ts';

/** Work on a case stands still, and goes on where it stood. */
export const pattern: Pattern = {
  guard: 'suspended',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const shen = await bench.operator('Shen');
    await bench.start('a -> end');
    const task = await bench.task('a');
    const stop = { type: 'suspend', reason: '涉诉', basis: '行政许可法第四十二条' } as const;
    await bench.refused('access.role', () => bench.operateCase(wang, stop));
    await bench.operateCase(shen, stop);
    await bench.refused('case.suspended', () => bench.decide(wang, task));
    await bench.refused('case.suspended', () => bench.claim(wang, task));
    await bench.operateCase(shen, { type: 'resume' });
    await bench.decide(wang, task);
  },
};
