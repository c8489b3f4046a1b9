import { describe, expect, it } from 'vitest';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';
import { stepName } from './views/names.ts';
import { inOrder } from './work.ts';

const FLOW = 'start -> a -> b -> end';
const many = (each: Record<string, unknown>, more: Record<string, unknown> = {}) => ({ nodes: { a: { each, ...more } } });
const turns = (loop: Record<string, unknown>) => ({ nodes: { a: { loop } } });
const open = (run: Simulation) => inOrder(run.state.tasks).filter((task) => task.status === 'open');
const codes = (run: Simulation) => Object.values(run.state.incidents).map((incident) => incident.code);

describe('loops', () => {
  it('[LO1][PL3] another turn follows while the condition holds, which counts the turns done', () => {
    const run = begin(FLOW, turns({ test: 'after', while: 'loop.round < 3' }));

    for (const round of [1, 2, 3]) {
      expect(at(run)).toEqual(['a', 'a']);
      expect(run.state.visits.a).toBe(round);
      run.decide('a', 'agree');
    }

    expect(at(run)).toEqual(['b']);
  });

  it('[LO2] a condition looked at beforehand may leave out every turn', () => {
    const run = begin('start -> fill -> a -> b -> end', turns({ test: 'before', while: 'person.income > loop.round' }));
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 0 } });

    expect(at(run)).toEqual(['b']);
    expect(run.state.visits.a).toBeUndefined();
  });

  it('[LO3] the highest number of turns ends a loop that would go on', () => {
    const run = begin(FLOW, turns({ test: 'after', while: 'true', max: 2 }));
    run.decide('a', 'agree');
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['b']);
  });

  it('[LO4] every turn has a task of its own', () => {
    const run = begin(FLOW, turns({ test: 'after', while: 'outcome.a = "refuse"' }));
    run.decide('a', 'refuse');
    const [first, second] = inOrder(run.state.tasks);

    expect([first!.status, second!.status]).toEqual(['done', 'open']);
    expect(run.state.tokens[second!.token]).toMatchObject({ each: 'g1', index: 1 });
  });

  it('[LO5] a condition that fails stops the loop until somebody has looked', () => {
    const run = begin(
      FLOW,
      turns({ test: 'after', while: 'number(outcome.a) > 1 and count(for i in 1..100000 return for j in 1..1000 return i) > 0' }),
    );
    run.decide('a', 'agree');
    expect(codes(run)).toEqual(['loop.condition_failed']);

    run.send({ type: 'retryIncident', incidentId: 'i1' });

    expect(codes(run)).toEqual(['loop.condition_failed']);
    expect(at(run)).toEqual(['a']);
  });

  it('[LO6] the last turn gives the outcome', () => {
    const run = begin('start -> a; a -[agree]-> b -> end; a -[refuse]-> endRefused', turns({ test: 'after', while: 'loop.round < 2' }));
    run.decide('a', 'agree');
    run.decide('a', 'refuse');

    expect(run.state).toMatchObject({ status: 'refused', outcomes: { a: 'refuse' } });
  });

  it('[LO7][EA9] an event on the step takes the turn along, or every instance', () => {
    const stop = { attachedTo: 'a', event: { type: 'message', message: 'stop' } };
    const scenario = { messages: { stop: { name: { 'zh-CN': '停' } } } };
    for (const a of [{ loop: { test: 'after', while: 'true' } }, { each: { times: '3', order: 'parallel' } }]) {
      const run = begin(`${FLOW}; onStop -> c -> end`, { nodes: { a, onStop: stop }, scenario });
      run.decide('a', 'agree');

      run.send({ type: 'message', message: 'stop' });

      expect(at(run)).toEqual(['c']);
      expect(run.state.each).toEqual({});
    }
  });
});

describe('a step for each of several', () => {
  it('[EA1][PL2] an instance for each entry, which its conditions see by its name', () => {
    const flow = 'start -> block -> b -> end';
    const run = begin(flow, {
      nodes: { block: { each: { over: '["x", "y", "x"]', as: 'shop', order: 'parallel' } } },
      blocks: { block: 'startB -> x; x -{shop = "x"}-> c -> endB; x -{each.item = "y" and each.index = 2}-> d -> endB; x -*-> endB' },
    });

    expect(at(run)).toEqual(['block', 'block', 'block', 'block', 'c', 'd', 'c']);
  });

  it('[EA1] a task for each department, at its desk', () => {
    const run = begin(FLOW, many({ departments: ['d2', 'd3'], order: 'parallel' }));

    expect(open(run).map((task) => task.department)).toEqual(['d2', 'd3']);
  });

  it('[EA1][EA7] no entry: the step is left at once, without an outcome', () => {
    const run = begin(FLOW, many({ over: '[]', order: 'parallel' }));

    expect(at(run)).toEqual(['b']);
    expect(run.state.outcomes).toEqual({});
  });

  it('[EA2] one after the other: the next begins when one is done', () => {
    const run = begin(FLOW, many({ times: '3', order: 'sequential' }));
    expect(open(run)).toHaveLength(1);
    run.decide('a', 'agree');
    expect(open(run)).toHaveLength(1);
    run.decide('a', 'agree');
    run.decide('a', 'agree');

    expect(at(run)).toEqual(['b']);
  });

  it('[EA2] of machines a hundred are at work at a time', () => {
    const run = begin('start -> fill -> issue -> b -> end', { nodes: { issue: { each: { times: '250', order: 'parallel' } } } });
    run.send({ type: 'submit', values: { ...FILLED } });
    expect(Object.keys(run.state.pending)).toHaveLength(100);

    for (let done = 0; done < 250; done++) run.answer('issue', { ok: true, value: {} });

    expect(at(run)).toEqual(['b']);
    expect(run.effects.filter((effect) => effect.type === 'issue')).toHaveLength(250);
  });

  it('[EA3] enough are enough, also when data elsewhere make them so', () => {
    const run = begin('start -> fill -> fork; fork -> a -> b -> join; fork -> c -> script -> join; join -> end', {
      nodes: { a: { each: { times: '5', order: 'parallel', until: 'each.done >= person.score' } } },
      answer: () => ({ ok: true, value: { person: { score: 2 } } }),
    });
    run.send({ type: 'submit', values: { ...FILLED } });
    run.decide('a', 'agree');
    run.decide('a', 'agree');
    expect(at(run).filter((node) => node === 'a')).toHaveLength(4);

    run.decide('c', 'agree');

    expect(at(run)).toEqual(['join', 'b']);
  });

  it('[EA4] what is left alone is not waited for, counts no more, and keeps the case open', () => {
    const each = { times: '3', order: 'parallel', until: 'each.done >= 1', rest: 'continue', collect: { 'person.score': 'each.done + 1' } };
    const run = begin(FLOW, many(each));
    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(run.state.status).toBe('running');
    run.decide('a', 'refuse');

    expect(run.state.fields['person.score']?.value).toBe(1);
    run.decide('a', 'refuse');
    expect(run.state.status).toBe('completed');
  });

  it('[EA5] one is added with its entry, while the step waits', () => {
    const run = begin(FLOW, many({ departments: ['d2'], order: 'parallel', addable: true }));
    expect(run.send({ type: 'addInstance', node: 'a' }).rejected?.code).toBe('each.item_invalid');
    expect(run.send({ type: 'addInstance', node: 'a', item: 'nowhere' }).rejected?.code).toBe('each.item_invalid');
    run.send({ type: 'addInstance', node: 'a', item: 'd3' });
    expect(open(run).map((task) => task.department)).toEqual(['d2', 'd3']);

    run.decide('a', 'agree');
    run.decide('a', 'agree');

    expect(run.send({ type: 'addInstance', node: 'a', item: 'd3' }).rejected?.code).toBe('each.not_open');
    expect(run.send({ type: 'addInstance', node: 'b' }).rejected?.code).toBe('each.not_open');
  });

  it('[EA5] a step that is not addable takes none', () => {
    const run = begin(FLOW, many({ times: '1', order: 'parallel' }));

    expect(run.send({ type: 'addInstance', node: 'a' }).rejected?.code).toBe('each.not_addable');
  });

  it('[EA6] every instance adds its own, in the order they are done', () => {
    const collect = { 'person.score': 'if person.score = null then each.item else person.score + each.item' };
    const run = begin(FLOW, many({ over: '[5, 7, 11]', order: 'parallel', collect }));
    const scores = [1, 2, 3].map(() => {
      run.decide('a', 'agree');
      return run.state.fields['person.score']?.value;
    });

    expect(scores).toEqual([5, 12, 23]);
  });

  it('[EA6] what does not fit stops the instance, not the others', () => {
    const run = begin(FLOW, many({ over: '[1, "x"]', order: 'parallel', collect: { 'person.score': 'each.item' } }));
    const [first, second] = open(run);
    run.send({ type: 'complete', taskId: second!.id, decision: 'agree' });
    run.send({ type: 'complete', taskId: first!.id, decision: 'agree' });

    expect(codes(run)).toEqual(['each.collect_failed']);
    expect(run.state.fields['person.score']?.value).toBe(1);
    expect(at(run)).toEqual(['a', 'a']);
  });

  it('[EA7] the outcome most gave; of equals the last', () => {
    const flow = 'start -> a; a -[agree]-> b -> end; a -[refuse]-> c -> end';
    const most = begin(flow, many({ times: '3', order: 'parallel' }));
    for (const decision of ['refuse', 'agree', 'refuse']) most.decide('a', decision);
    const equal = begin(flow, many({ times: '2', order: 'parallel' }));
    for (const decision of ['refuse', 'agree']) equal.decide('a', decision);

    expect([at(most), at(equal)]).toEqual([['c'], ['b']]);
  });

  it.each(['-1', '1.5', '"many"', 'null', '10001'])('[EA8] %s instances are an incident', (times) => {
    const run = begin(FLOW, many({ times, order: 'parallel' }));

    expect(codes(run)[0]).toMatch(/^each\.(count_invalid|too_many)$/);
    expect(at(run)).toEqual(['a']);
  });

  it('[EA9][CR3] cancelling the step cancels the blocks of every instance; completing it goes on', () => {
    const each = { block: { each: { times: '3', order: 'parallel' } } };
    for (const [complete, rest] of [
      [false, ['d']],
      [true, ['b', 'd']],
    ] as const) {
      const run = begin('start -> fork; fork -> block -> b -> end1; fork -> c -> cancel -> d -> end2', {
        nodes: { ...each, cancel: { nodes: ['block'], complete } },
        blocks: { block: 'startB -> e -> endB' },
      });
      run.decide('c', 'agree');

      expect(at(run).sort()).toEqual(rest);
      expect(Object.keys(run.state.scopes)).toEqual(['s0']);
      expect(run.state.each).toEqual({});
    }
  });
});

describe('where a case stands', () => {
  it('[PL1] a condition asks where tokens are and how often a node was entered', () => {
    const run = begin(
      'start -> fork; fork -> a -> join; fork -> b -> x; x -{at.a}-> c -> xM; x -{visits.b > 5}-> d -> xM; x -*-> xM; xM -> join; join -> end',
    );
    run.decide('b', 'agree');

    expect(at(run)).toEqual(['a', 'c']);
  });

  it('[PL4] a subject of that name comes first', () => {
    const subjects = {
      person: { name: { 'zh-CN': '人' }, rank: 'a0', kind: 'person' as const, role: 'applicant' as const },
      partner: { name: { 'zh-CN': '人' }, rank: 'a1', kind: 'person' as const, role: 'coParty' as const },
      paper: { name: { 'zh-CN': '纸' }, rank: 'a2', kind: 'thing' as const, role: 'none' as const },
      visits: { name: { 'zh-CN': '走访' }, rank: 'a3', kind: 'thing' as const, role: 'none' as const },
    };
    const variables = {
      'person.score': { name: { 'zh-CN': '分' }, type: 'number' as const },
      'person.grade': { name: { 'zh-CN': '级' }, type: 'string' as const },
      'person.amount': { name: { 'zh-CN': '额' }, type: 'money' as const },
      'paper.number': { name: { 'zh-CN': '号' }, type: 'string' as const },
      'visits.count': { name: { 'zh-CN': '次数' }, type: 'number' as const },
    };
    const run = begin('start -> x; x -{visits.count = null}-> a -> end; x -*-> b -> end', {
      nodes: { start: { given: ['visits.count'] } },
      scenario: { subjects, variables },
    });

    expect(at(run)).toEqual(['a']);
  });
});

describe('what a desk sees of a step done for each of several', () => {
  it('[EA10] a task says which it is, inside blocks too; a turn of a loop is none', () => {
    const shops = begin('start -> block -> b -> end', {
      nodes: { block: { each: { over: '["east", "west"]', order: 'parallel' } } },
      blocks: { block: 'startB -> a -> endB' },
    });
    const counted = begin(FLOW, many({ times: '2', order: 'parallel' }));
    const looped = begin(FLOW, turns({ test: 'after', while: 'loop.round < 2' }));

    expect(open(shops).map((task) => task.each)).toEqual([
      { index: 0, item: 'east' },
      { index: 1, item: 'west' },
    ]);
    expect(open(counted).map((task) => task.each)).toEqual([{ index: 0 }, { index: 1 }]);
    expect(open(looped).map((task) => task.each)).toEqual([undefined]);
    const plan = planOf(FLOW);
    expect(open(shops).map((task) => stepName(plan, task)['zh-CN'])).toEqual(['a（east）', 'a（west）']);
    expect(open(counted).map((task) => stepName(plan, task).en)).toEqual(['a (no. 1)', 'a (no. 2)']);
  });
});
