import { type Pattern, same } from './bench.ts';

/** Steps of machines are done by nobody, and nobody is asked. */
export const pattern: Pattern = {
  guard: 'none',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    await bench.start('decide -> a -> end');
    same((await bench.state()).fields['person.grade']?.value, 'low');
    same(await bench.steps(wang), ['a']);
    same(
      Object.values((await bench.state()).tasks).some((task) => task.node === 'decide'),
      false,
    );
  },
};
