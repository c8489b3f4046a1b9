import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import { step } from './step.ts';
import { withUse } from './testing/parts.ts';
import { FILLED, planOf } from './testing/plan.ts';
import { type SimulateOptions, type Simulation, simulate } from './testing/simulate.ts';
import type { CaseState, Outcome } from './types.ts';
import { waitsOf } from './waits.ts';

const ok = (value: JsonValue): Outcome => ({ ok: true, value });
interface WaitPoint {
  /** What the case waits for when it is saved. */
  wait: string;
  flow: string;
  options?: Parameters<typeof planOf>[1];
  /** From the submitted form to the wait. */
  until?: (run: Simulation) => void;
  /** From the wait to the end. */
  on: (run: Simulation) => void;
}

const points: WaitPoint[] = [
  { wait: 'task:fill', flow: 'start -> fill -> fill2 -> a -> end', on: (run) => run.send({ type: 'submit', values: {} }) },
  {
    wait: 'task:consent',
    flow: 'start -> fill -> consent -> a -> end',
    on: (run) => run.send({ type: 'consent', taskId: run.task('consent').id, decision: 'agree' }),
  },
  { wait: 'task:consent', flow: 'start -> fill -> consent -> a -> end', on: (run) => run.advance('2026-03-20T00:00:00.000Z') },
  { wait: 'task:desk', flow: 'start -> fill -> b -> a -> end', on: (run) => run.decide('b', 'agree') },
  {
    wait: 'task:desk',
    flow: 'start -> fill -> joint -> a -> end',
    until: (run) => run.decide('joint', 'agree', { participant: 'p2' }),
    on: (run) => {
      run.decide('joint', 'agree', { participant: 'p1' });
      run.decide('joint', 'agree', { participant: 'p3' });
    },
  },
  {
    wait: 'task:supplement',
    flow: 'start -> fill -> b -> a -> end',
    until: (run) =>
      run.send({ type: 'requestSupplement', taskId: run.task('b').id, defects: [{ path: 'person.income', words: 'Which?' }] }),
    on: (run) => {
      run.send({ type: 'answerSupplement', values: { 'person.income': 9 } });
      run.decide('b', 'agree');
    },
  },
  {
    wait: 'effect:data',
    flow: 'start -> fill -> data -> a -> end',
    options: withUse({ consent: undefined }),
    on: (run) => run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: 3 } }),
  },
  {
    wait: 'effect:issue',
    flow: 'start -> fill -> issue -> a -> end',
    on: (run) => run.answer('issue', { ok: true, value: { checkCode: 'C' } }),
  },
  { wait: 'timer:timer', flow: 'start -> fill -> wait -> a -> end', on: (run) => run.advance('2026-03-20T00:00:00.000Z') },
  {
    wait: 'join:parallel',
    flow: 'start -> fill -> fork; fork -> b -> join; fork -> c -> join; join -> a -> end',
    until: (run) => run.decide('b', 'agree'),
    on: (run) => run.decide('c', 'agree'),
  },
  {
    wait: 'join:inclusive',
    flow: 'start -> fill -> or1; or1 -{1 = 1}-> b -> or2; or1 -{2 = 2}-> c -> or2; or1 -*-> or2; or2 -> a -> end',
    until: (run) => run.decide('b', 'agree'),
    on: (run) => run.decide('c', 'agree'),
  },
  {
    wait: 'scope:block',
    flow: 'start -> fill -> block -> a -> end',
    options: { blocks: { block: 'startB -> b -> endB' } },
    on: (run) => run.decide('b', 'agree'),
  },
  {
    wait: 'each:task',
    flow: 'start -> fill -> b -> a -> end',
    options: { nodes: { b: { each: { over: '["x", "y"]', order: 'parallel', addable: true } } } },
    until: (run) => run.decide('b', 'agree'),
    on: (run) => {
      run.send({ type: 'addInstance', node: 'b', item: 'z' });
      run.decide('b', 'agree');
      run.decide('b', 'refuse');
    },
  },
  {
    wait: 'each:task',
    flow: 'start -> fill -> b -> a -> end',
    options: { nodes: { b: { loop: { test: 'after', while: 'loop.round < 3' } } } },
    until: (run) => run.decide('b', 'agree'),
    on: (run) => {
      run.decide('b', 'agree');
      run.decide('b', 'agree');
    },
  },
  {
    wait: 'section:task',
    flow: 'start -> fill -> fork; fork -> b -> join; fork -> c -> join; join -> a -> end',
    options: { nodes: { b: { section: 'hall' }, c: { section: 'hall' } } },
    on: (run) => {
      run.decide('b', 'agree');
      run.decide('c', 'agree');
    },
  },
  {
    wait: 'section:task',
    flow: 'start -> fill -> block -> a -> end',
    options: { nodes: { block: { adHoc: { order: 'sequential' } } }, blocks: { block: 'b -> c' } },
    until: (run) => {
      run.send({ type: 'startStep', node: 'b' });
      run.decide('b', 'agree');
    },
    on: (run) => {
      run.send({ type: 'startStep', node: 'c' });
      run.decide('c', 'agree');
    },
  },
  {
    wait: 'join:complex',
    flow: 'start -> fill -> fork; fork -> b -> some; fork -> c -> some; fork -> d -> some; some -> a -> end',
    options: { nodes: { some: { activate: { count: 2 } } } },
    until: (run) => run.decide('d', 'agree'),
    on: (run) => {
      run.decide('b', 'agree');
      run.decide('c', 'agree');
    },
  },
  {
    wait: 'join:threads',
    flow: 'start -> fill -> split -> b -> merge -> a -> end',
    until: (run) => run.decide('b', 'agree'),
    on: (run) => {
      run.decide('b', 'agree');
      run.decide('b', 'agree');
    },
  },
  {
    wait: 'effect:call',
    flow: 'start -> fill -> call -> a -> end',
    on: (run) => run.send({ type: 'effectAnswered', effectId: 'p1', outcome: ok({ result: 'completed', values: {} }) }),
  },
  {
    wait: 'effect:archive',
    flow: 'start -> fill -> archive -> a -> end',
    on: (run) => run.send({ type: 'effectAnswered', effectId: 'p1', outcome: ok(null) }),
  },
  {
    wait: 'effect:transfer',
    flow: 'start -> fill -> transfer -> a -> end',
    on: (run) => run.send({ type: 'effectAnswered', effectId: 'p1', outcome: ok(null) }),
  },
  {
    wait: 'incident:script',
    flow: 'start -> fill -> script -> a -> end',
    on: (run) => run.send({ type: 'retryIncident', incidentId: 'i1' }),
  },
];

/** The first script call fails, the next one succeeds. */
function answers(): SimulateOptions['answer'] {
  let calls = 0;
  return () => (++calls === 1 ? { ok: false, kind: 'timeout', message: 'slow' } : ok({ person: { score: 1 } }));
}

/** What the case waits for, with the kind of task, effect, timer or node. */
function waitKinds(state: CaseState, plan: ReturnType<typeof planOf>): string[] {
  return waitsOf(state).map((wait) => {
    const id = wait.for[0] ?? '';
    const task = state.tasks[id];
    const kind = task?.status === 'supplement' ? 'supplement' : (task?.kind ?? state.pending[id]?.kind ?? state.timers[id]?.purpose);
    return `${wait.reason}:${kind ?? plan.nodes[wait.node]!.doc.kind}`;
  });
}

describe('saving and loading', () => {
  it.each(points)('[S11] at $wait in $flow', ({ wait, flow, options, until, on }) => {
    const plan = planOf(flow, options);
    const journey = (load: (state: CaseState) => CaseState): Simulation => {
      let loading = false;
      const run = simulate(plan, {
        answer: answers(),
        step: (p, state, command) => step(p, state && loading ? load(state) : state, command),
      });
      run.send({ type: 'submit', values: { ...FILLED } });
      until?.(run);
      expect(waitKinds(run.state, plan)).toContain(wait);
      loading = true;
      on(run);
      run.decide('a', 'agree');
      return run;
    };

    const straight = journey((state) => state);
    const loaded = journey((state) => JSON.parse(JSON.stringify(state)) as CaseState);

    expect(straight.state.status).toBe('completed');
    expect(loaded.state).toStrictEqual(straight.state);
    expect(loaded.journal).toStrictEqual(straight.journal);
    expect(loaded.effects).toStrictEqual(straight.effects);
  });

  it('[S11] while a script is called', () => {
    const plan = planOf('start -> fill -> script -> a -> end');
    const at = '2026-03-02T01:00:00.000Z';
    const actor = { kind: 'citizen' as const, id: 'u1' };
    const started = step(plan, undefined, { type: 'start', id: '1', at, actor, caseId: 'c1', region: '330110', version: 1 });
    const called = step(plan, started.state, { type: 'submit', id: '2', at, actor, values: FILLED });
    expect(waitKinds(called.state, plan)).toEqual(['call:script']);

    const answer = {
      type: 'callAnswered' as const,
      id: '3',
      at,
      actor,
      callId: called.calls[0]!.id,
      outcome: ok({ person: { score: 1 } }),
    };
    const loaded = JSON.parse(JSON.stringify(called.state)) as CaseState;
    expect(step(plan, loaded, answer)).toStrictEqual(step(plan, called.state, answer));
  });
});
