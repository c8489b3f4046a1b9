import { describe, expect, it } from 'vitest';
import { startableSteps } from './elements/ad-hoc.ts';
import { at, begin, brokenPlanOf, FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';
import { waitsOf } from './waits.ts';

const codes = (run: Simulation) => Object.values(run.state.incidents).map((incident) => incident.code);
const started = (run: Simulation, node: string) => run.send({ type: 'startStep', node }).rejected?.code ?? 'started';

describe('blocks whose steps people start', () => {
  const FLOW = 'start -> block -> d -> end';
  const adHoc = (doc: Record<string, unknown>, body: string) => ({ nodes: { block: { adHoc: doc } }, blocks: { block: body } });

  it('[AH1][AH2] nothing begins by itself; several run at a time where that is allowed, each once', () => {
    const plan = planOf(FLOW, adHoc({ order: 'parallel' }, 'a; b'));
    const run = simulate(plan);
    expect(at(run)).toEqual(['block']);
    expect(startableSteps(plan, run.state).map((step) => step.node)).toEqual(['a', 'b']);

    expect([started(run, 'b'), started(run, 'a'), started(run, 'a')]).toEqual(['started', 'started', 'step.done_already']);

    expect(at(run)).toEqual(['block', 'b', 'a']);
  });

  it('[AH2] one at a time: another is refused until it is done', () => {
    const run = begin(FLOW, adHoc({ order: 'sequential' }, 'a; b'));
    expect([started(run, 'b'), started(run, 'a')]).toEqual(['started', 'step.another_running']);
    run.decide('b', 'agree');

    expect(started(run, 'a')).toBe('started');
  });

  it('[AH3] an edge begins what follows where several run, and offers it where one does', () => {
    const both = begin(FLOW, adHoc({ order: 'parallel' }, 'a -> c; b'));
    const one = begin(FLOW, adHoc({ order: 'sequential' }, 'a -> c; b'));
    for (const run of [both, one]) {
      expect(started(run, 'c')).toBe('step.unknown');
      started(run, 'a');
      run.decide('a', 'agree');
    }

    expect(both.task('c').status).toBe('open');
    expect(() => one.task('c')).toThrow();
    expect(waitsOf(one.state).find((wait) => wait.node === 'c')?.reason).toBe('section');
    expect([started(one, 'c'), started(one, 'b')]).toEqual(['started', 'step.another_running']);
  });

  it('[AH4][AH6] the condition sees what was done; without one each is done once', () => {
    const counted = begin(FLOW, adHoc({ order: 'parallel', done: 'count(block.done) >= 2 and list contains(block.started, "b")' }, 'a; b'));
    for (const step of ['a', 'a']) {
      expect(started(counted, step)).toBe('started');
      counted.decide('a', 'agree');
    }
    expect(at(counted)).toEqual(['block']);
    started(counted, 'b');
    expect(at(counted)).toEqual(['d']);

    const once = begin(FLOW, adHoc({ order: 'parallel' }, 'a; b'));
    for (const step of ['a', 'b']) {
      started(once, step);
      once.decide(step, 'agree');
    }
    expect(at(once)).toEqual(['d']);
  });

  it('[AH4] data that change elsewhere may end it', () => {
    const run = begin('start -> fill -> fork; fork -> block -> d -> join; fork -> c -> script -> join; join -> end', {
      nodes: { block: { adHoc: { order: 'parallel', done: 'person.score > 10' } } },
      blocks: { block: 'a; b' },
      answer: () => ({ ok: true, value: { person: { score: 20 } } }),
    });
    run.send({ type: 'submit', values: { ...FILLED } });
    started(run, 'a');

    run.decide('c', 'agree');

    expect(at(run)).toEqual(['join', 'd']);
  });

  it('[AH5] what still runs is cancelled or waited for', () => {
    const cut = begin(FLOW, adHoc({ order: 'parallel', done: 'count(block.done) >= 1' }, 'a; b'));
    const wait = begin(FLOW, adHoc({ order: 'parallel', done: 'count(block.done) >= 1', rest: 'wait' }, 'a; b'));
    for (const run of [cut, wait]) {
      started(run, 'a');
      started(run, 'b');
      run.decide('a', 'agree');
    }

    expect([at(cut), at(wait)]).toEqual([['d'], ['block', 'b']]);
    wait.decide('b', 'agree');
    expect(at(wait)).toEqual(['d']);
  });

  it('[AH7] a step of a block that is not open is refused', () => {
    const run = begin('start -> d -> block -> end', adHoc({ order: 'parallel' }, 'a; b'));

    expect([started(run, 'a'), started(run, 'd'), started(run, 'nowhere')]).toEqual(['step.not_open', 'step.unknown', 'step.unknown']);
  });
});

describe('partial joins', () => {
  const three = (rest: string, more = '') =>
    `start -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> d -> ${rest}${more}`;
  const join = (doc: Record<string, unknown>) => ({ nodes: { some: doc } });

  it('[PJ1] a condition says when it goes on', () => {
    const activate = { when: 'join.arrived * 2 > join.of and outcome.a = "agree"' };
    const run = begin(three('end'), join({ activate }));
    run.decide('b', 'agree');
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['a', 'some', 'some']);
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['d']);
  });

  it('[PJ2] what comes later is taken away, and a new round begins when all have come', () => {
    const flow =
      'start -> xM -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> d; d -[refuse]-> xM; d -[agree]-> end';
    const run = begin(flow);
    for (const node of ['a', 'b', 'c']) run.decide(node, 'agree');
    expect([at(run), run.state.rounds]).toEqual([['d'], {}]);
    run.decide('d', 'refuse');
    run.decide('c', 'agree');

    expect(at(run)).toEqual(['a', 'b', 'd']);
  });

  it('[PJ3] a branch that ends elsewhere does not hold the next round up', () => {
    const flow =
      'start -> xM -> fork; fork -> a -> some; fork -> b; b -[agree]-> some; b -[refuse]-> end2; some -> d; d -[refuse]-> xM; d -[agree]-> end';
    const run = begin(flow, join({ rest: 'block' }));
    run.decide('a', 'agree');
    expect(Object.keys(run.state.rounds!)).toHaveLength(1);
    run.decide('b', 'refuse');
    expect(run.state.rounds).toEqual({});
    run.decide('d', 'refuse');
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['b', 'd']);
  });

  it('[PJ4] a second token of an edge waits for the next round', () => {
    const run = begin('start -> split -> fork; fork -> a -> some; fork -> b -> some; some -> d -> end', {
      nodes: { split: { count: '2' }, some: { rest: 'block' } },
    });
    run.decide('a', 'agree');
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['b', 'b', 'd', 'some']);
    run.decide('b', 'agree');

    expect(at(run)).toEqual(['b', 'd', 'd']);
  });

  it('[PJ5] what lies between split and join is cancelled, not what lies before or beside', () => {
    const flow =
      'start -> forkAll; forkAll -> e -> end2; forkAll -> g -> fork; fork -> a -> a2 -> some; fork -> b -> x; x -{1 = 1}-> b2 -> some; x -*-> some; some -> d -> end';
    const run = begin(flow, join({ rest: 'cancel' }));
    run.decide('g', 'agree');
    run.decide('b', 'agree');
    run.decide('b2', 'agree');

    expect(at(run)).toEqual(['e', 'd']);
    expect(run.state.rounds).toBeUndefined();
  });

  it('[PJ5] blocks of a branch are cancelled with what runs in them', () => {
    const run = begin('start -> fork; fork -> block -> some; fork -> b -> some; some -> d -> end', {
      ...join({ rest: 'cancel' }),
      blocks: { block: 'startB -> c -> endB' },
    });
    run.decide('b', 'agree');

    expect(at(run)).toEqual(['d']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
  });

  it('[PJ5] a branch that is on its last edge is cancelled as well', () => {
    const run = begin(
      'start -> fork; fork -> some; fork -> some; fork -> some; some -> d -> end',
      join({ activate: { count: 2 }, rest: 'cancel' }),
    );

    expect(at(run)).toEqual(['d']);
  });

  it('[PJ6] a condition that fails, and too few branches, are told to a person', () => {
    const failing = simulate(
      brokenPlanOf(three('end'), join({ activate: { when: '(for i in 1..100000 return for j in 1..1000 return i) = 1' } })),
    );
    failing.decide('a', 'agree');
    const few = begin(
      'start -> fork; fork -> a; a -[agree]-> some; a -[refuse]-> end2; fork -> b -> some; some -> d -> end',
      join({ activate: { count: 2 } }),
    );
    few.decide('a', 'refuse');
    few.decide('b', 'agree');

    expect([codes(failing), codes(few)]).toEqual([['join.condition_failed'], ['join.stuck']]);
  });
});

describe('threads', () => {
  it('[TH1] one becomes three, and three one', () => {
    const run = begin('start -> split -> a -> merge -> b -> end');
    expect(at(run)).toEqual(['a', 'a', 'a']);
    for (const _ of [1, 2, 3]) run.decide('a', 'agree');

    expect(at(run)).toEqual(['b']);
  });

  it.each(['0', '1.5', '1001', 'null', '"x"'])('[TH2] %s threads are an incident', (count) => {
    const run = begin('start -> split -> a -> end', { nodes: { split: { count } } });

    expect(codes(run)).toEqual(['threads.count_invalid']);
  });
});

describe('cancelling a region', () => {
  it('[CR1] what stands in the named nodes goes, in blocks too, with its timers and reads', () => {
    const run = begin('start -> fork; fork -> block -> end1; fork -> wait -> end2; fork -> a -> cancel -> b -> end3', {
      nodes: { cancel: { nodes: ['wait', 'c'] } },
      blocks: { block: 'startB -> forkB; forkB -> c -> endB1; forkB -> d -> endB2' },
    });
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['block', 'd', 'b']);
    expect(run.state.timers).toEqual({});
  });

  it('[CR2] blocks around the token stay; a block that lost its last token is left', () => {
    const run = simulate(
      brokenPlanOf('start -> fork; fork -> block1 -> e -> end1; fork -> block2 -> f -> end2', {
        nodes: { cancel: { nodes: ['c', 'block2'] } },
        blocks: { block1: 'start1 -> c -> end3', block2: 'start2 -> d -> cancel -> g -> end4' },
      }),
    );
    run.decide('d', 'agree');

    expect(at(run)).toEqual(['block2', 'g', 'e']);
  });
});

describe('critical sections', () => {
  const section = { section: 'seal' };

  it('[CS1] one at a time, in the order they came', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> b -> join; fork -> c -> join; join -> end', {
      nodes: { a: section, b: section, c: section },
    });
    const order = [1, 2, 3].map(() => {
      const [open] = Object.values(run.state.tasks).filter((task) => task.status === 'open');
      run.decide(open!.node, 'agree');
      return open!.node;
    });

    expect(order).toEqual(['a', 'b', 'c']);
    expect(run.state.status).toBe('completed');
  });

  it('[CS2] it is free again when the step is cancelled; instances enter one by one', () => {
    const cancelled = begin('start -> fork; fork -> a -> end1; fork -> b -> end2; fork -> c -> cancel -> end3', {
      nodes: { a: section, b: section, cancel: { nodes: ['a'] } },
    });
    cancelled.decide('c', 'agree');
    const instances = begin('start -> a -> end', { nodes: { a: { ...section, each: { times: '3', order: 'parallel' } } } });

    expect(cancelled.task('b').status).toBe('open');
    expect(Object.values(instances.state.tasks)).toHaveLength(1);
    instances.decide('a', 'agree');
    expect(instances.task('a').id).toBe('k2');
  });
});
