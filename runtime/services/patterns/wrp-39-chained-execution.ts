import { type Pattern, same } from './bench.ts';

/** Done with one step, a person goes on with the next of the same case at once. */
export const pattern: Pattern = {
  guard: 'right',
  async run(bench) {
    const wang = await bench.person('Wang', 'd1');
    const qi = await bench.person('Qi', 'd2');
    await bench.start('a -> b -> c -> end', { nodes: { c: { department: 'd2' } } });
    const task = await bench.task('a');
    const { rev } = await bench.page(wang, task);
    const done = await bench.services.cases.complete({ actor: wang, taskId: task, rev, decision: 'agree', commandId: bench.commandId() });
    same(done.next, await bench.task('b'));
    await bench.refused('task.unknown', () => bench.decide(qi, done.next!));
    await bench.decide(wang, done.next!);
    same(await bench.steps(qi), ['c']);
  },
};
