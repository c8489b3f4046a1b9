import { describe, expect, it } from 'vitest';
import { submitted } from './testing/events.ts';
import { at } from './testing/plan.ts';

const compensation = (node?: string) => ({ type: 'compensation', ...(node ? { node } : {}) });
const on = (attachedTo: string, event: object, more: object = {}) => ({ attachedTo, event, ...more });
const undo = (attachedTo: string) => on(attachedTo, compensation());

describe('compensation', () => {
  const flow = 'start -> fill -> a -> b -> throw -> c -> end; onUndoA -> ua; onUndoB -> ub';
  const nodes = { onUndoA: undo('a'), onUndoB: undo('b'), throw: { event: compensation() } };

  it('[Y1] what was finished is taken back, the last first, one after the other, and the throw waits', () => {
    const run = submitted(flow, nodes);
    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['throw', 'ub']);
    run.decide('ub', 'agree');
    expect(at(run)).toEqual(['throw', 'ua']);
    run.decide('ua', 'agree');
    expect(at(run)).toEqual(['c']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
  });

  it('[Y3] a throw that names a step takes back that one only', () => {
    const run = submitted(flow, { ...nodes, throw: { event: compensation('a') } });
    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['throw', 'ua']);
    run.decide('ua', 'agree');
    expect(at(run)).toEqual(['c']);
  });

  it('[Y7] where nothing was finished the case goes on at once', () => {
    const run = submitted('start -> fill -> throw -> a -> end; onUndoA -> ua', { onUndoA: undo('a'), throw: { event: compensation() } });
    expect(at(run)).toEqual(['a']);
  });

  it('[Y2] each turn of a loop is taken back, and each once', () => {
    const run = submitted('start -> fill -> x -> a; a -[refuse]-> x; a -[agree]-> throw1 -> throw2 -> end; onUndoA -> ua', {
      onUndoA: undo('a'),
      throw1: { event: compensation() },
      throw2: { event: compensation() },
    });
    run.decide('a', 'refuse', { opinion: 'x' });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['throw1', 'ua']);
    run.decide('ua', 'agree');
    expect(at(run)).toEqual(['throw1', 'ua']);
    run.decide('ua', 'agree');
    expect(run.state.status).toBe('completed');
    expect(run.state.visits.onUndoA).toBe(2);
  });

  it('[Y8] a step that is still at work is not taken back', () => {
    const run = submitted(
      'start -> fill -> fork; fork -> a -> join; fork -> b -> throw -> join; join -> end; onUndoA -> ua; onUndoB -> ub',
      {
        onUndoA: undo('a'),
        onUndoB: undo('b'),
        throw: { event: compensation() },
      },
    );
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['a', 'throw', 'ub']);
  });

  it('[Y4] a block that was left is taken back by its own handler, else by those of what was finished in it', () => {
    const whole = 'start -> fill -> block -> throw -> end; onUndoBlock -> u -> endU';
    const blocks = { block: 'startB -> a -> b -> endB; onUndoA -> ua; onUndoB -> ub' };
    const inside = { onUndoA: undo('a'), onUndoB: undo('b'), throw: { event: compensation() } };
    const done = (run: ReturnType<typeof submitted>) => {
      run.decide('a', 'agree');
      run.decide('b', 'agree');
      return run;
    };
    const own = done(submitted(whole, { ...inside, onUndoBlock: undo('block') }, { blocks }));
    expect(at(own)).toEqual(['throw', 'u']);

    const parts = done(submitted('start -> fill -> block -> throw -> end', inside, { blocks }));
    expect(at(parts)).toEqual(['throw', 'ub']);
    parts.decide('ub', 'agree');
    parts.decide('ua', 'agree');
    expect(parts.state.status).toBe('completed');
  });

  it('[Y5] an event block of a block takes it back, and takes back in turn what was finished inside', () => {
    const run = submitted(
      'start -> fill -> block -> throw -> end',
      {
        throw: { event: compensation('block') },
        onUndoA: undo('a'),
        blockE: { event: true },
        startE: { trigger: compensation() },
        throwE: { event: compensation() },
      },
      { blocks: { block: 'startB -> a -> endB; onUndoA -> ua; blockE', blockE: 'startE -> e -> throwE -> endE' } },
    );
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['throw', 'e']);
    run.decide('e', 'agree');
    expect(at(run)).toEqual(['throw', 'throwE', 'ua']);
    run.decide('ua', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[Y1] an end may ask for compensation; the scope ends after it', () => {
    const run = submitted('start -> fill -> a -> end; onUndoA -> ua', { onUndoA: undo('a'), end: { event: compensation() } });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['end', 'ua']);
    run.decide('ua', 'agree');
    expect(run.state.status).toBe('completed');
  });
});

describe('transactions', () => {
  const flow = 'start -> fill -> block -> c -> end; onCancel -> d -> end2';
  const blocks = { block: 'startB -> fork; fork -> a -> x; x -> endCancel; fork -> b -> endB; onUndoA -> ua' };
  const nodes = {
    block: { transaction: true },
    onUndoA: undo('a'),
    endCancel: { event: { type: 'cancel' } },
    onCancel: on('block', { type: 'cancel' }),
  };

  it('[Y6] cancelling stops what runs, takes back what was finished, then goes on at the cancel event', () => {
    const run = submitted(flow, nodes, { blocks });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['block', 'endCancel', 'ua']);
    expect(Object.values(run.state.tasks).find((task) => task.node === 'b')!.status).toBe('cancelled');

    run.decide('ua', 'agree');

    expect(at(run)).toEqual(['d']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
  });

  it('[Y6] with nothing to take back it goes on at once; without a cancel event the block is left like by any end', () => {
    const { onUndoA: _, ...rest } = nodes;
    const bare = submitted(flow, rest, { blocks: { block: 'startB -> a -> endCancel' } });
    bare.decide('a', 'agree');
    expect(at(bare)).toEqual(['d']);

    const without = submitted(
      'start -> fill -> block -> c -> end',
      { block: nodes.block, endCancel: nodes.endCancel },
      {
        blocks: { block: 'startB -> a -> endCancel' },
      },
    );
    without.decide('a', 'agree');
    expect(at(without)).toEqual(['c']);
  });

  it('[Y6] a transaction that ends well is not taken back', () => {
    const run = submitted(flow, nodes, {
      blocks: { block: 'startB -> x -{person.income > 5}-> endCancel; x -*-> a -> endB; onUndoA -> ua' },
    });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['c']);
    expect(run.state.scopes.s0!.finished).toMatchObject([{ node: 'block', finished: [{ node: 'a' }] }]);
  });
});

describe('compensation of steps done more than once', () => {
  it('[Y6] a cancelled transaction that is done for each of several is left by its event with all of them', () => {
    const nodes = {
      block: { transaction: true, each: { times: '2', order: 'parallel' } },
      endCancel: { event: { type: 'cancel' } },
      onCancel: on('block', { type: 'cancel' }),
    };
    const run = submitted('start -> fill -> block -> c -> end; onCancel -> d -> end2', nodes, {
      blocks: { block: 'startB -> a; a -[agree]-> endB; a -[refuse]-> endCancel' },
    });
    run.decide('a', 'refuse', { opinion: 'x' });
    expect(at(run)).toEqual(['d']);
    expect([run.state.each, Object.keys(run.state.scopes)]).toEqual([{}, ['s0']]);
  });

  it('[Y2] each instance is taken back by itself, the last first', () => {
    const run = submitted('start -> fill -> a -> throw -> end; onUndoA -> ua', {
      a: { each: { times: '3', order: 'sequential' } },
      onUndoA: undo('a'),
      throw: { event: compensation() },
    });
    for (let i = 0; i < 3; i++) run.decide('a', 'agree');
    for (let i = 0; i < 3; i++) {
      expect(at(run)).toEqual(['throw', 'ua']);
      run.decide('ua', 'agree');
    }
    expect(run.state.status).toBe('completed');
    expect(run.state.visits.onUndoA).toBe(3);
  });

  it('[H5] an event on a step done for each of several is about all of them', () => {
    const run = submitted('start -> fill -> a -> end; onPaid -> b -> end2', {
      a: { each: { times: '3', order: 'parallel' } },
      onPaid: on('a', { type: 'message', message: 'paid' }),
    });
    run.decide('a', 'agree');
    expect(Object.values(run.state.subscriptions!)).toHaveLength(1);
    run.send({ type: 'message', message: 'paid' });
    expect(at(run)).toEqual(['b']);
    expect(run.state.each).toEqual({});
  });

  it('[H5] an error of one instance ends them all where the event on the step takes it', () => {
    const run = submitted(
      'start -> fill -> script -> end; onBroke -> b -> end2',
      { script: { each: { times: '2', order: 'parallel' } }, onBroke: on('script', { type: 'error', code: 'broke' }) },
      { answer: () => ({ ok: false, kind: 'error', message: 'x', code: 'broke' }) },
    );
    expect(at(run)).toEqual(['b']);
  });
});
