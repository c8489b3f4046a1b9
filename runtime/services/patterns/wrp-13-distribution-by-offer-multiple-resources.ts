import { type Pattern, same } from './bench.ts';

/** A step is offered to several; the first to take it has it. */
export const pattern: Pattern = {
  guard: 'holder',
  async run(bench) {
    const people = [await bench.person('Wang', 'd1'), await bench.person('Li', 'd1'), await bench.person('Zhao', 'd1')];
    await bench.start('a -> end');
    for (const one of people) same(await bench.steps(one), ['a']);
    const task = await bench.task('a');
    const tries = await Promise.allSettled(people.map((one) => bench.claim(one, task)));
    same(tries.filter((one) => one.status === 'fulfilled').length, 1);
    const winner = people[tries.findIndex((one) => one.status === 'fulfilled')]!;
    const loser = people[tries.findIndex((one) => one.status === 'rejected')]!;
    await bench.refused('task.held', () => bench.decide(loser, task));
    await bench.decide(winner, task);
  },
};
