import { describe, expect, it } from 'vitest';
import { step } from './step.ts';
import { at, begin, brokenPlanOf, FILLED, planOf } from './testing/plan.ts';
import { simulate } from './testing/simulate.ts';

const submit = (income: number) => ({ type: 'submit' as const, values: { ...FILLED, 'person.income': income } });

describe('tokens', () => {
  it('[T1] a case begins with one token at the start, in scope s0', () => {
    const { state } = begin('start -> a -> end');

    expect(state.visits).toEqual({ start: 1, a: 1 });
    expect(Object.values(state.tokens)).toEqual([{ id: 't2', node: 'a', scope: 's0', via: 'e1', status: 'waiting' }]);
  });

  it('[T2] moving on consumes a token and makes a new one with the next id', () => {
    const run = begin('start -> a -> b -> end');
    expect(Object.keys(run.state.tokens)).toEqual(['t2']);

    run.decide('a', 'agree');

    expect(Object.keys(run.state.tokens)).toEqual(['t3']);
    expect(run.state.counters.token).toBe(3);
  });

  it('[T4] an ended case has no tokens, no waiting tasks, no timers and no incidents', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> wait -> join; join -> end');

    run.send({ type: 'withdraw' });

    const { tokens, tasks, timers, incidents, scopes } = run.state;
    expect({ tokens, timers, incidents }).toEqual({ tokens: {}, timers: {}, incidents: {} });
    expect(Object.values(tasks).map((task) => task.status)).toEqual(['cancelled']);
    expect(Object.keys(scopes)).toEqual(['s0']);
  });
});

describe('edges and ends', () => {
  const choice = 'start -> fill -> x; x -{person.income > 10}-> a -> end; x -{person.income > 5}-> b -> end; x -*-> c -> end';

  it('[E1] an exclusive gateway takes the first edge by rank whose condition holds, and only that', () => {
    const run = begin(choice);
    run.send(submit(20));
    expect(at(run)).toEqual(['a']);
  });

  it('[E2] an exclusive gateway takes the default edge when no condition holds', () => {
    const run = begin(choice);
    run.send(submit(1));
    expect(at(run)).toEqual(['c']);
  });

  it('[E3] without a matching edge and a default the token stays with an incident, and a retry looks again', () => {
    const run = simulate(brokenPlanOf('start -> fill -> x; x -{person.income > 10}-> a -> end'));
    run.send(submit(1));
    expect(at(run)).toEqual(['x']);
    expect(Object.values(run.state.incidents)).toMatchObject([{ id: 'i1', node: 'x', code: 'edge.none_matched' }]);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(Object.keys(run.state.incidents)).toEqual(['i2']);

    const state = { ...run.state, fields: { ...run.state.fields, 'person.income': { ...run.state.fields['person.income']!, value: 11 } } };
    const plan = brokenPlanOf('start -> fill -> x; x -{person.income > 10}-> a -> end');
    const mended = step(plan, state, {
      type: 'retryIncident',
      incidentId: 'i2',
      id: 'again',
      at: run.at,
      actor: { kind: 'officer', id: 'o' },
    });
    expect(at({ state: mended.state })).toEqual(['a']);
    expect(mended.state.incidents).toEqual({});
  });

  it('[E4] a condition that fails is an incident, not a false', () => {
    const plan = planOf('start -> x; x -{1 = 1}-> a -> end; x -*-> b -> end');
    const edge = plan.nodes.x!.outgoing[0]!;
    edge.when = () => ({ ok: false, code: 'budget', message: 'too many steps' });

    const run = simulate(plan);

    expect(Object.values(run.state.incidents)).toMatchObject([{ node: 'x', code: 'edge.condition_failed', detail: 'e2' }]);
  });

  it('[E5] an outcome takes the edge marked with it, else the edge without a mark', () => {
    const source = 'start -> a; a -[refuse]-> b -> end; a -> c -> end';
    const refused = begin(source);
    refused.decide('a', 'refuse');
    expect(at(refused)).toEqual(['b']);

    const agreed = begin(source);
    agreed.decide('a', 'agree');
    expect(at(agreed)).toEqual(['c']);
  });

  it('[E6] a node that is no gateway takes one edge, even when two would do', () => {
    const run = simulate(brokenPlanOf('start -> a; a -> b -> end; a -> c -> end'));
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['b']);
  });

  it('[E7] a case goes on until its last token has reached an end, and that end gives the status', () => {
    const run = begin('start -> fork; fork -> a -> end; fork -> b -> endRefused');
    run.decide('a', 'agree');
    expect(run.state.status).toBe('running');

    run.decide('b', 'agree');
    expect(run.state.status).toBe('refused');
    expect(run.state.endedAt).toBe(run.at);

    const other = begin('start -> fork; fork -> a -> end; fork -> b -> endRefused');
    other.decide('b', 'agree');
    other.decide('a', 'agree');
    expect(other.state.status).toBe('completed');
  });

  it('[E8] a terminate end in the root ends the case at once and cancels everything else', () => {
    const run = begin('start -> fork; fork -> a -> end; fork -> b -> endRefused; fork -> block -> end', {
      blocks: { block: 'startB -> c -> endB' },
      nodes: { endRefused: { terminate: true } },
    });

    run.decide('b', 'agree');

    expect(run.state.status).toBe('refused');
    expect(run.state.tokens).toEqual({});
    expect(Object.values(run.state.tasks).map((task) => [task.node, task.status])).toEqual([
      ['a', 'cancelled'],
      ['b', 'done'],
      ['c', 'cancelled'],
    ]);
  });

  it('[E9] a terminate end in a block cancels that block only, and the block is left with its result', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> block -> join; join -> end', {
      blocks: { block: 'startB -> forkB; forkB -> b -> endRefused; forkB -> c -> endC' },
      nodes: { endRefused: { terminate: true } },
    });

    run.decide('b', 'agree');

    expect(at(run)).toEqual(['a', 'join']);
    expect(run.state.outcomes.block).toBe('refused');
    expect(run.state.scopes).toEqual({ s0: { id: 's0' } });
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[E10] edges lead back as often as their conditions say', () => {
    const run = begin('start -> x1 -> a; a -[refuse]-> x1; a -[agree]-> end');
    run.decide('a', 'refuse');
    run.decide('a', 'refuse');
    run.decide('a', 'agree');
    expect(run.state.visits.a).toBe(3);
    expect(run.state.status).toBe('completed');
  });
});

describe('parallel gateways', () => {
  it('[P1] a fork puts one token on every outgoing edge', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> b -> join; fork -> c -> join; join -> end');
    expect(at(run)).toEqual(['a', 'b', 'c']);
  });

  it('[P2] a join waits until every incoming edge has delivered, takes one of each and makes one', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> b -> join; join -> c -> end');
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['a', 'join']);

    run.decide('a', 'agree');
    expect(at(run)).toEqual(['c']);
  });

  it('[P3] a join counts edges, not tokens, and keeps a second token of an edge for the next round', () => {
    // Both a and b come through the merge m, so the first edge delivers twice.
    const run = simulate(brokenPlanOf('start -> fork; fork -> a -> x1; fork -> b -> x1; x1 -> join; fork -> c -> join; join -> d -> end'));
    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['c', 'join', 'join']);

    run.decide('c', 'agree');
    expect(at(run)).toEqual(['join', 'd']);
  });

  it('[P4] when only joins wait and nothing can move any more, a person is told', () => {
    const run = simulate(brokenPlanOf('start -> x; x -{1 = 1}-> a -> join; x -*-> b -> join; join -> end'));
    run.decide('a', 'agree');
    expect(Object.values(run.state.incidents)).toMatchObject([{ node: 'join', code: 'join.stuck' }]);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ id: 'i2', code: 'join.stuck' }]);
  });
});

describe('inclusive gateways', () => {
  const fork =
    'start -> fill -> or1; or1 -{person.income > 10}-> a -> or2; or1 -{person.income > 5}-> b -> or2; or1 -*-> c -> or2; or2 -> d -> end';

  it('[I1] a fork takes every edge whose condition holds, the default when none does', () => {
    const both = begin(fork);
    both.send(submit(20));
    expect(at(both)).toEqual(['a', 'b']);

    const none = begin(fork);
    none.send(submit(1));
    expect(at(none)).toEqual(['c']);
  });

  it('[I2] a join waits while a token can still reach an edge that has not delivered', () => {
    const run = begin(fork);
    run.send(submit(20));
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['b', 'or2']);

    run.decide('b', 'agree');
    expect(at(run)).toEqual(['d']);

    const one = begin(fork);
    one.send(submit(7));
    one.decide('b', 'agree');
    expect(at(one)).toEqual(['d']);
  });

  it('[I3] a join does not wait for a token that can come by an edge that has delivered', () => {
    const run = simulate(brokenPlanOf('start -> fork; fork -> a -> x1; fork -> b -> x1; x1 -> or2; fork -> c -> or2; or2 -> d -> end'));
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['b', 'c', 'or2']);

    // b can only come by the edge a has delivered: c completes the join.
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['b', 'd']);
  });

  it('[I4] a join in a loop does not wait for its own next round', () => {
    const run = begin('start -> or1 -> a; a -[refuse]-> or1; a -[agree]-> end');
    expect(at(run)).toEqual(['a']);
    run.decide('a', 'refuse');
    expect(at(run)).toEqual(['a']);
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[I5] a token that takes another way sets the join free', () => {
    const run = begin(
      'start -> fill -> or1; or1 -{person.income > 10}-> a -> or2; or1 -{person.income > 5}-> b; b -[agree]-> or2; b -[refuse]-> endRefused; or1 -*-> or2; or2 -> d -> end',
    );
    run.send(submit(20));
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['b', 'or2']);

    run.decide('b', 'refuse');
    expect(at(run)).toEqual(['d']);
  });

  it('[I6] an open block counts as a token at the block', () => {
    const run = begin('start -> or1; or1 -{1 = 1}-> a -> or2; or1 -{2 = 2}-> block -> or2; or1 -*-> or2; or2 -> d -> end', {
      blocks: { block: 'startB -> b -> endB' },
    });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['block', 'b', 'or2']);

    run.decide('b', 'agree');
    expect(at(run)).toEqual(['d']);
  });

  it('[I7] of joins that wait for each other the one that has waited longest goes on', () => {
    // or2 waits for what or3 sends back, or3 for what or2 sends back.
    const run = simulate(
      brokenPlanOf(
        'start -> fork; fork -> a -> or2; fork -> b -> or3; or2 -> c -> x1; x1 -{1 = 2}-> or3; x1 -*-> end; or3 -> d -> x2; x2 -{1 = 2}-> or2; x2 -*-> end',
      ),
    );
    run.decide('b', 'agree');
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['or2', 'd']);
    run.decide('d', 'agree');
    run.decide('c', 'agree');
    expect(run.state.status).toBe('completed');
  });
});

describe('blocks', () => {
  it('[B1] entering a block opens a scope with a token at its start, and the token of the block waits', () => {
    const run = begin('start -> block -> end', { blocks: { block: 'startB -> b -> endB' } });

    expect(run.state.scopes.s1).toEqual({ id: 's1', block: 'block', parent: 's0', token: 't2' });
    expect(Object.values(run.state.tokens).map(({ node, scope }) => [node, scope])).toEqual([
      ['block', 's0'],
      ['b', 's1'],
    ]);
  });

  it('[B2] a block is left when no token is in its scope', () => {
    const run = begin('start -> block -> c -> end', { blocks: { block: 'startB -> forkB; forkB -> a -> endA; forkB -> b -> endB' } });
    run.decide('a', 'agree');
    expect(at(run)).toEqual(['block', 'b']);

    run.decide('b', 'agree');
    expect(at(run)).toEqual(['c']);
  });

  it('[B3] blocks nest, and a join sees only the tokens of its own scope', () => {
    const run = begin('start -> block1 -> end', {
      blocks: {
        block1: 'startA -> fork; fork -> a -> join; fork -> block2 -> join; join -> endA',
        block2: 'startB -> b -> endB',
      },
    });
    expect(at(run)).toEqual(['block1', 'a', 'block2', 'b']);
    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[B4] the outcome of a block is the result of the last end reached in it', () => {
    const plan = brokenPlanOf('start -> block -> x; x -{outcome.block = "refused"}-> c -> end; x -*-> d -> end', {
      blocks: { block: 'startB -> b; b -[agree]-> endB; b -[refuse]-> endRefused' },
    });
    for (const [decision, next] of [
      ['refuse', 'c'],
      ['agree', 'd'],
    ] as const) {
      const run = simulate(plan);
      run.decide('b', decision);
      expect(at(run)).toEqual([next]);
    }
  });

  it('[B5] each entry opens a new scope', () => {
    const run = begin('start -> x1 -> block -> a; a -[refuse]-> x1; a -[agree]-> end', { blocks: { block: 'startB -> b -> endB' } });
    run.decide('b', 'agree');
    run.decide('a', 'refuse');
    expect(Object.keys(run.state.scopes)).toEqual(['s0', 's2']);
    run.decide('b', 'agree');
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
  });
});
