import { type Pattern, same } from './bench.ts';

/** A step is offered to one person, who may leave it. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1', ['chief']);
    const li = await bench.person('Li', 'd1', []);
    await bench.start('a -> end', { nodes: { a: { role: 'chief' } } });
    const [row] = await bench.list(wang);
    same(row?.holder, undefined);
    same(await bench.list(li), []);
    await bench.refused('task.unknown', () => bench.page(li, row!.id));
    await bench.claim(wang, row!.id);
    await bench.release(wang, row!.id);
    same((await bench.list(wang))[0]?.holder, undefined);
  },
};
