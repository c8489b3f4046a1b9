import { describe, expect, it } from 'vitest';
import { planReturn, returnTargets } from './returns.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import type { Deed, Simulation } from './testing/simulate.ts';
import type { Actor } from './types.ts';

const by = (run: Simulation, id: string, deed: Deed) =>
  run.send({ ...deed, actor: { kind: 'officer', id, name: id, department: 'd1' } } as Deed & { actor: Actor });
const done = (run: Simulation, node: string, decision = 'agree') =>
  by(run, node, { type: 'complete', taskId: run.task(node).id, decision, opinion: 'x' });
interface Way {
  to?: Extract<Deed, { type: 'return' }>['to'];
  back?: 'straight' | 'replay';
  branches?: 'keep' | 'cancel';
  reason?: string;
}
const send = (run: Simulation, node: string, { to = 'previous', back = 'replay', branches = 'cancel', reason = 'again' }: Way = {}) =>
  by(run, node, { type: 'return', taskId: run.task(node).id, to, back, branches, reason });

/** Two branches after a desk, and a desk behind them. */
const forked = 'start -> m -> fork; fork -> a -> n -> join; fork -> b -> join; join -> z -> end';

/** Three branches of which some are waited for. */
const partly = 'start -> m -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> z -> end';

describe('sending back', () => {
  it('[RT1] a task goes back to the desk before, to any step done before, or to the applicant', () => {
    const source = 'start -> fill -> a -> b -> c -> end';
    const plan = planOf(source);
    const run = begin(source);
    run.send({ type: 'submit', values: FILLED });
    expect(send(run, 'a').rejected?.code).toBe('return.no_desk_before');
    done(run, 'a');
    done(run, 'b');
    expect(returnTargets(plan, run.state, run.task('c').id).map(({ node }) => node)).toEqual(['b', 'a', 'fill']);
    expect(send(run, 'c', { to: { node: 'c' } }).rejected?.code).toBe('return.not_reached');
    expect(send(run, 'c', { to: { node: 'constructor' } }).rejected?.code).toBe('return.not_reached');
    expect(send(run, 'c', { reason: ' ' }).rejected?.code).toBe('command.reason_required');
    send(run, 'c');
    expect(at(run)).toEqual(['b']);
    send(run, 'b', { to: { node: 'a' } });
    expect(at(run)).toEqual(['a']);
    send(run, 'a', { to: 'applicant' });
    expect(at(run)).toEqual(['fill']);
    expect(run.state.tasks[run.task('fill').id]).toMatchObject({ returned: { words: 'again' } });
    run.send({ type: 'submit', values: FILLED });
    for (const node of ['a', 'b', 'c']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RT2] replayed, every step in between comes again', () => {
    const run = begin('start -> a -> b -> c -> end');
    for (const node of ['a', 'b']) done(run, node);
    send(run, 'c', { to: { node: 'a' } });
    for (const node of ['a', 'b', 'c']) done(run, node);
    expect(run.state.visits).toMatchObject({ a: 2, b: 2, c: 2, end: 1 });
  });

  it('[RT3] straight back, the step is done once more and the case goes on where it was sent back', () => {
    const run = begin('start -> a -> b -> c -> end');
    for (const node of ['a', 'b']) done(run, node);
    send(run, 'c', { to: { node: 'a' }, back: 'straight', branches: 'keep' });
    expect(at(run)).toEqual(['c', 'a']);
    expect(run.state.tasks.k3).toMatchObject({ status: 'waiting', parked: 't5' });
    expect(done(run, 'a').rejected).toBeUndefined();
    expect(at(run)).toEqual(['c']);
    expect(run.state.tasks.k3).toMatchObject({ status: 'open' });
    done(run, 'c');
    expect(run.state.visits).toMatchObject({ a: 2, b: 1, c: 1 });
    expect(run.codes()).toEqual(expect.arrayContaining(['task.returned', 'task.came_back']));
  });

  it('[RT3] from inside a parallel branch to the applicant and straight back, the other branch goes on meanwhile', () => {
    const run = begin('start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> z -> end');
    run.send({ type: 'submit', values: FILLED });
    send(run, 'a', { to: 'applicant', back: 'straight', branches: 'keep' });
    done(run, 'b');
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 9 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 9 });
    done(run, 'a');
    expect(at(run)).toEqual(['z']);
  });

  it('[RT4] whoever did the step gets it again, with the reason', () => {
    const run = begin('start -> a -> b -> end');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    send(run, 'b', { reason: 'the area is missing' });
    const task = run.task('a');
    expect(task).toMatchObject({ holder: { id: 'li' }, returned: { words: 'the area is missing', by: { id: 'b' } } });
    expect(by(run, 'wu', { type: 'complete', taskId: task.id, decision: 'agree' }).rejected?.code).toBe('task.held');
  });

  it('[RT5] cancelling, the branches that came of that step are taken away and begin again', () => {
    const run = begin(forked);
    for (const node of ['m', 'a', 'b']) done(run, node);
    expect(at(run)).toEqual(['n', 'join']);
    send(run, 'n', { to: { node: 'm' } });
    expect(at(run)).toEqual(['m']);
    for (const node of ['m', 'a', 'b', 'n', 'z']) done(run, node);
    expect(run.state.visits).toMatchObject({ m: 2, b: 2, end: 1 });
    expect(run.state.status).toBe('completed');
  });

  it('[RT6] keeping, they stay and are not begun a second time', () => {
    const run = begin(forked);
    for (const node of ['m', 'a']) done(run, node);
    send(run, 'n', { to: { node: 'm' }, branches: 'keep' });
    expect(at(run)).toEqual(['b', 'm']);
    done(run, 'm');
    expect(at(run)).toEqual(['b', 'a']);
    for (const node of ['b', 'a', 'n', 'z']) done(run, node);
    expect(run.state.visits).toMatchObject({ m: 2, a: 2, b: 1, end: 1 });
    expect(run.state.status).toBe('completed');
  });

  it('[RT6] in forks within forks, too', () => {
    const run = begin(
      'start -> m -> fork; fork -> a -> fork2; fork2 -> n -> join2; fork2 -> c -> join2; join2 -> join; fork -> b -> join; join -> z -> end',
    );
    for (const node of ['m', 'a', 'b']) done(run, node);
    send(run, 'n', { to: { node: 'm' }, branches: 'keep' });
    for (const node of ['m', 'a', 'n', 'c', 'z']) done(run, node);
    expect(run.state.visits).toMatchObject({ c: 1, b: 1, n: 2, end: 1 });
    expect(run.state.status).toBe('completed');
  });

  it('[RT7] out of a block the block is left with all that is in it', () => {
    const options = { blocks: { block: 'startB -> fork; fork -> n -> join; fork -> b -> join; join -> endB' } };
    const run = begin('start -> m -> block -> end', options);
    done(run, 'm');
    send(run, 'n', { branches: 'keep' });
    expect(at(run)).toEqual(['m']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
    for (const node of ['m', 'n', 'b']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RT7] straight back leaves it as it is', () => {
    const options = { blocks: { block: 'startB -> fork; fork -> n -> join; fork -> b -> join; join -> endB' } };
    const run = begin('start -> m -> block -> end', options);
    done(run, 'm');
    send(run, 'n', { back: 'straight', branches: 'keep' });
    for (const node of ['m', 'n', 'b']) done(run, node);
    expect(run.state.status).toBe('completed');
    expect(run.state.visits).toMatchObject({ block: 1, b: 1 });
  });

  it('[RT8] a return after which a parallel join could never go on is refused, naming the join', () => {
    const run = begin(forked);
    for (const node of ['m', 'a', 'n', 'b']) done(run, node);
    const refused = { code: 'return.join_stuck', data: { node: 'join' } };
    expect(send(run, 'z', { to: { node: 'a' } }).rejected).toEqual(refused);
    expect(send(run, 'z', { to: { node: 'a' }, branches: 'keep' }).rejected).toEqual(refused);
    expect(send(run, 'z', { to: { node: 'a' }, back: 'straight', branches: 'keep' }).rejected).toBeUndefined();
    done(run, 'a');
    expect(send(run, 'z', { to: { node: 'm' } }).rejected).toBeUndefined();
    for (const node of ['m', 'a', 'b', 'n', 'z']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RT8] as one after which too few come to a partial join that counts', () => {
    const run = begin(partly, { nodes: { some: { activate: { count: 2 }, rest: 'block' } } });
    for (const node of ['m', 'a', 'b']) done(run, node);
    expect(at(run)).toEqual(['c', 'z']);
    expect(send(run, 'z', { to: { node: 'a' }, branches: 'cancel' }).rejected).toBeUndefined();
    expect(at(run)).toEqual(['c', 'a']);
    for (const node of ['a', 'c', 'z']) done(run, node);
    expect(run.state.status).toBe('completed');

    const alone = begin(partly, { nodes: { some: { activate: { count: 2 }, rest: 'cancel' } } });
    for (const node of ['m', 'a', 'b']) done(alone, node);
    expect(send(alone, 'z', { to: { node: 'a' } }).rejected).toEqual({ code: 'return.join_stuck', data: { node: 'some' } });
  });

  it('[RT6] past a join on the way the branches behind it are kept as well', () => {
    const run = begin(
      'start -> m -> or; or -{1 = 1}-> p -> or2; or -*-> or2; or2 -> fork; fork -> n -> join; fork -> b -> join; join -> z -> end',
    );
    for (const node of ['m', 'p']) done(run, node);
    send(run, 'n', { to: { node: 'm' }, branches: 'keep' });
    for (const node of ['m', 'p']) done(run, node);
    expect(at(run)).toEqual(['b', 'n']);
    for (const node of ['b', 'n', 'z']) done(run, node);
    expect(run.state.visits).toMatchObject({ b: 1, n: 2, end: 1 });
    expect(run.state.status).toBe('completed');
  });

  it('[RT13] what is replayed beside kept branches belongs to the round they make a partial join go on with', () => {
    const late = begin(partly, { nodes: { some: { activate: { count: 2 }, rest: 'block' } } });
    done(late, 'm');
    send(late, 'c', { to: { node: 'm' }, branches: 'keep' });
    for (const node of ['a', 'b']) done(late, node);
    expect(at(late)).toEqual(['m', 'z']);
    for (const node of ['m', 'c', 'z']) done(late, node);
    expect(late.state.status).toBe('completed');
    expect(late.state.visits).toMatchObject({ a: 1, b: 1, c: 2, z: 1 });

    const cut = begin(partly, { nodes: { some: { activate: { count: 2 }, rest: 'cancel' } } });
    done(cut, 'm');
    send(cut, 'c', { to: { node: 'm' }, branches: 'keep' });
    for (const node of ['a', 'b']) done(cut, node);
    expect(at(cut)).toEqual(['z']);
  });

  it.each(['ignore', 'block'] as const)('[RT12] a replay that goes back before a partial join (%s) takes its round back', (rest) => {
    const run = begin(partly, { nodes: { some: { activate: { count: 1 }, rest } } });
    for (const node of ['m', 'a']) done(run, node);
    send(run, 'z', { to: { node: 'a' }, branches: 'keep' });
    expect(run.state.rounds ?? {}).toEqual({});
    done(run, 'a');
    expect(at(run)).toEqual(['b', 'c', 'z']);
    for (const node of ['b', 'c', 'z']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RT9] what a return will do can be seen before', () => {
    const plan = planOf(forked);
    const run = begin(forked);
    for (const node of ['m', 'a']) done(run, node);
    const order = { taskId: run.task('n').id, to: 'previous' as const, back: 'replay' as const };
    const seen = (branches: 'keep' | 'cancel', to: Way['to'] = { node: 'm' }) => {
      const planned = planReturn(plan, run.state, { ...order, to, branches });
      if (!planned.ok) return planned.code;
      return { kept: planned.move.kept.map(({ node }) => node), cancelled: planned.move.cancelled.map(({ node }) => node) };
    };
    expect(seen('keep')).toEqual({ kept: ['b'], cancelled: [] });
    expect(seen('cancel')).toEqual({ kept: [], cancelled: ['b'] });
    // Within its own branch the other one has nothing to do with it.
    expect(seen('cancel', 'previous')).toEqual({ kept: ['b'], cancelled: [] });
    send(run, 'n', { branches: 'cancel' });
    expect(at(run)).toEqual(['b', 'a']);
  });

  it('[RT10] straight back keeps all branches; a second look, a signer and a delegate do not send back', () => {
    const run = begin('start -> a -> b -> c -> end');
    for (const node of ['a', 'b']) done(run, node);
    expect(send(run, 'c', { back: 'straight' }).rejected?.code).toBe('return.straight_keeps');
    send(run, 'c', { back: 'straight', branches: 'keep' });
    expect(send(run, 'b').rejected?.code).toBe('return.second_look');
    done(run, 'b');
    by(run, 'c', { type: 'addSigners', taskId: 'k3', when: 'before', signers: [{ department: 'd2' }], words: 'x' });
    const order = { to: 'previous', back: 'replay', branches: 'cancel', reason: 'x' } as const;
    expect(by(run, 'x', { type: 'return', taskId: 'k5', ...order }).rejected?.code).toBe('return.not_here');
    expect(by(run, 'x', { type: 'return', taskId: 'k3', ...order }).rejected?.code).toBe('task.not_open');
  });

  it('[RT11] when either side of a second look is cancelled the other does not wait for it', () => {
    const run = begin('start -> a -> fork; fork -> b -> join; fork -> c; c -[agree]-> join; c -[refuse]-> endAll; join -> end', {
      nodes: { endAll: { terminate: true } },
    });
    done(run, 'a');
    send(run, 'b', { back: 'straight', branches: 'keep' });
    const look = Object.values(run.state.tokens).find((token) => token.back)!;
    run.send({ type: 'skip', tokenId: look.back!, outcome: 'agree', reason: 'enough' });
    expect(at(run)).toEqual(['c', 'join']);
    done(run, 'c', 'refuse');
    expect(run.state.status).toBe('completed');
  });
});
