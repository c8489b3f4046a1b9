import { describe, expect, it } from 'vitest';
import { submitted } from './testing/events.ts';
import { at } from './testing/plan.ts';

const signal = (id: string) => ({ event: { type: 'signal', signal: id } });

describe('the order of events in one burst', () => {
  it('[M12] a branch that listens hears the signal of a branch drawn before it', () => {
    const run = submitted('start -> fill -> fork; fork -> throw -> end; fork -> x1 -> catch -> a -> end2', {
      throw: signal('alarm'),
      catch: signal('alarm'),
    });

    expect(at(run)).toEqual(['a']);
  });

  it('[M12] two branches that send do not wait for each other', () => {
    const run = submitted('start -> fill -> fork; fork -> throw1 -> end; fork -> throw2 -> end3; fork -> catch -> a -> end2', {
      throw1: signal('alarm'),
      throw2: signal('storm'),
      catch: signal('alarm'),
    });

    expect(at(run)).toEqual(['a']);
  });

  it('[M13] a condition that holds when its block begins takes the place of what the block would begin with', () => {
    const run = submitted(
      'start -> fill -> block -> end',
      {
        blockE: { event: true },
        startE: { trigger: { type: 'condition', when: 'true' }, interrupting: true },
      },
      { blocks: { block: 'start1 -> a -> end1; blockE', blockE: 'startE -> b -> endE' } },
    );

    expect(at(run)).toEqual(['block', 'blockE', 'b']);
    expect(run.state.visits.a).toBeUndefined();
  });

  it('[M13] one on a step ends the step before its first task is done', () => {
    const run = submitted(
      'start -> fill -> block -> end; onRich -> b -> end2',
      { onRich: { attachedTo: 'block', event: { type: 'condition', when: 'true' } } },
      { blocks: { block: 'start1 -> a -> end1' } },
    );

    expect(at(run)).toEqual(['b']);
    expect(run.state.visits.a).toBeUndefined();
  });
});
