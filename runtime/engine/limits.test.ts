import { describe, expect, it } from 'vitest';
import { step } from './step.ts';
import { FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';
import type { Actor, CaseState, Command, Outcome } from './types.ts';
import { waitsOf } from './waits.ts';
import { inOrder } from './work.ts';

/** Decides every open desk task, one after the other, until none is left. */
function decideAll(run: Simulation): number {
  let decided = 0;
  for (;;) {
    const open = inOrder(run.state.tasks).filter((task) => task.status === 'open');
    if (open.length === 0) return decided;
    for (const task of open) {
      if (run.state.tasks[task.id]!.status === 'open') run.send({ type: 'complete', taskId: task.id, decision: 'agree' });
      decided += 1;
    }
  }
}

/** A number, because describing thousands of tasks takes the test runner longer than the case. */
function countOf(run: Simulation, status: string): number {
  return Object.values(run.state.tasks).filter((task) => task.status === status).length;
}

const chain = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(' -> ');

describe('large cases', () => {
  it('[S14] a scenario of 500 nodes is walked to its end, desks and machines', () => {
    const plan = planOf(`start -> fill -> ${chain(165, 'decide')} -> ${chain(165, 'notify')} -> ${chain(167, 'task')} -> end`);
    expect(Object.keys(plan.nodes).length).toBeGreaterThanOrEqual(499);

    const run = simulate(plan);
    run.send({ type: 'submit', values: { ...FILLED } });

    expect(decideAll(run)).toBe(167);
    expect(run.state.status).toBe('completed');
  }, 120_000);

  it('[S14] 200 parallel branches are joined', () => {
    const branches = Array.from({ length: 200 }, (_, index) => `fork -> b${index} -> join`).join('; ');
    const run = simulate(planOf(`start -> fork; ${branches}; join -> end`));
    expect(Object.keys(run.state.tokens)).toHaveLength(200);

    expect(decideAll(run)).toBe(200);

    expect(run.state.status).toBe('completed');
  }, 120_000);

  it('[S14] 200 parallel branches meet at an inclusive and at a partial join', () => {
    const inclusive = Array.from({ length: 200 }, (_, index) => `or1 -{${index} >= 0}-> b${index} -> or2`).join('; ');
    const partial = Array.from({ length: 200 }, (_, index) => `fork -> b${index} -> some`).join('; ');
    const flows = [`start -> or1; ${inclusive}; or1 -*-> or2; or2 -> end`, `start -> fork; ${partial}; some -> end`];
    for (const flow of flows) {
      const run = simulate(planOf(flow, { nodes: { some: { activate: { count: 150 } } } }));

      expect(decideAll(run)).toBe(200);

      expect(run.state.status).toBe('completed');
    }
  }, 120_000);

  it('[S14] 10,000 turns of a loop end within one command, drawn as a loop or with edges', () => {
    const loop = { test: 'after', while: 'loop.round < 10000' };
    const asLoop = simulate(planOf('start -> fill -> decide -> end', { nodes: { decide: { loop } } }));
    const asEdges = simulate(planOf('start -> fill -> x -> decide -> xOut; xOut -{visits.decide < 10000}-> x; xOut -*-> end'));

    for (const run of [asLoop, asEdges]) {
      run.send({ type: 'submit', values: { ...FILLED } });
      expect(run.state.visits.decide).toBe(10_000);
      expect(run.state.status).toBe('completed');
    }
  }, 120_000);

  it('[S14] 10,000 turns of a loop of scripts, and of a block, end as well', () => {
    const loop = { test: 'after', while: 'loop.round < 10000' };
    const script = simulate(planOf('start -> fill -> script -> end', { nodes: { script: { loop } } }), {
      answer: () => ({ ok: true, value: { person: { score: 1 } } }),
    });
    script.send({ type: 'submit', values: { ...FILLED } });
    const block = simulate(
      planOf('start -> fill -> block -> end', { nodes: { block: { loop } }, blocks: { block: 'startB -> decide -> endB' } }),
    );
    block.send({ type: 'submit', values: { ...FILLED } });

    expect([script.state.visits.script, script.state.status]).toEqual([10_000, 'completed']);
    expect([block.state.visits.decide, block.state.status]).toEqual([10_000, 'completed']);
  }, 120_000);

  it('[S14] 5,000 instances at once: begun in one command, done one by one, enough are enough', () => {
    const each = { times: '5000', order: 'parallel', until: 'each.done >= 50' };
    const plan = planOf('start -> a -> b -> end', { nodes: { a: { each } } });
    const run = simulate(plan);
    expect(countOf(run, 'open')).toBe(5_000);
    expect(new Set(waitsOf(run.state).map((wait) => wait.reason))).toEqual(new Set(['each', 'task']));

    for (const task of inOrder(run.state.tasks).slice(-50)) run.send({ type: 'complete', taskId: task.id, decision: 'agree' });

    expect(countOf(run, 'cancelled')).toBe(4_950);
    expect(run.state.tasks.k5001).toMatchObject({ node: 'b', status: 'open' });
    run.decide('b', 'agree');
    expect(run.state.status).toBe('completed');
  }, 120_000);

  it('[S14] 5,000 instances of a block, of a script, and one after the other', () => {
    const ok = { answer: (): Outcome => ({ ok: true, value: { person: { score: 1 } } }) };
    const each = (order: string) => ({ each: { times: '5000', order } });
    const blocks = simulate(
      planOf('start -> fill -> block -> b -> end', { nodes: { block: each('parallel') }, blocks: { block: 'startB -> decide -> endB' } }),
    );
    blocks.send({ type: 'submit', values: { ...FILLED } });
    const scripts = simulate(planOf('start -> fill -> script -> b -> end', { nodes: { script: each('parallel') } }), ok);
    scripts.send({ type: 'submit', values: { ...FILLED } });
    const sequence = simulate(planOf('start -> fill -> script -> b -> end', { nodes: { script: each('sequential') } }), ok);
    sequence.send({ type: 'submit', values: { ...FILLED } });

    for (const run of [blocks, scripts, sequence]) expect(Object.values(run.state.tokens).map((token) => token.node)).toEqual(['b']);
  }, 120_000);

  it('[S7] a loop that never ends becomes an incident, whether drawn as a loop or with edges', () => {
    const asLoop = simulate(planOf('start -> fill -> decide -> end', { nodes: { decide: { loop: { test: 'after', while: 'true' } } } }));
    const asEdges = simulate(planOf('start -> fill -> x -> decide -> xOut; xOut -{true}-> x; xOut -*-> end'));

    for (const run of [asLoop, asEdges]) run.send({ type: 'submit', values: { ...FILLED } });
    for (const { state } of [asLoop, asEdges]) expect(Object.values(state.incidents)[0]).toMatchObject({ code: 'burst.too_long' });
  }, 120_000);
});

describe('what a plain scenario pays', () => {
  it('[S15] a state without loops, instances, blocks people order or partial joins has no members for them', () => {
    const run = simulate(planOf('start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end'));
    run.send({ type: 'submit', values: { ...FILLED } });
    run.decide('a', 'agree');
    run.decide('b', 'agree');

    const { each, rounds, subscriptions, kept } = run.state;
    expect([each, rounds, subscriptions, kept]).toEqual([undefined, undefined, undefined, undefined]);
    expect(run.state.status).toBe('completed');
  });

  it('[S15] a case stored before there was any of this goes on', () => {
    const actor: Actor = { kind: 'citizen', id: 'u1' };
    const plan = planOf('start -> fork; fork -> a -> join; fork -> b -> join; join -> end');
    const started = simulate(plan).state;
    const old: CaseState = JSON.parse(
      JSON.stringify({ ...started, counters: { token: 5, task: 2, timer: 0, pending: 0, incident: 0, journal: 9, scope: 0 } }),
    );
    const at = '2026-03-02T02:00:00.000Z';

    const deeds: Command[] = ['k1', 'k2'].map((taskId) => ({ id: taskId, at, actor, type: 'complete', taskId, decision: 'agree' }));
    const end = deeds.reduce((state, deed) => step(plan, state, deed).state, old);

    expect(end.status).toBe('completed');
  });
});
