import { describe, expect, it } from 'vitest';
import { compile } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { flow } from '../testing/flow.ts';
import { at, calendar } from '../testing/plan.ts';
import { choicesOf } from './index.ts';
import { moveTo, start } from './testing/moving.ts';

/** The next version as the builder writes it: a step taken out of its row, the edge that led to it leads on. */
function without(pkg: ScenarioPackage, node: string): ScenarioPackage {
  const next = structuredClone(pkg);
  const { nodes, edges } = next.scenario;
  const [into, out] = [Object.values(edges).filter(({ to }) => to === node), Object.entries(edges).find(([, { from }]) => from === node)!];
  for (const edge of into) edge.to = out[1].to;
  delete edges[out[0]];
  delete nodes[node];
  return next;
}

const planOf = (pkg: ScenarioPackage) => compile(pkg, { calendar }).plan!;

describe('a branch whose step is gone', () => {
  const loops =
    'start -> fill -> x1 -> x2 -> fork; fork -> join; fork -> a -> join; fork -> b -> join; join -> c; c -[refuse]-> x2; c -[agree]-> d; d -[refuse]-> x1; d -[agree]-> end';

  it('[G13] arrives at its join by the way it led there, not by that of another branch round the loops', () => {
    const { state } = start(loops);
    const next = planOf(without(flow(loops), 'a'));
    const moved = moveTo(planOf(flow(loops)), state, next, { nodes: { a: 'join' } });

    expect(moved.verdict).toBe('safe');
    expect(at(moved).sort()).toEqual(['b', 'join', 'join']);
    const ways = Object.values(moved.state.tokens).filter(({ node }) => node === 'join');
    expect(ways.map(({ via }) => next.edges[via!]!.from)).toEqual(['fork', 'fork']);
    expect(new Set(ways.map(({ via }) => via)).size).toBe(2);
    moved.decide('b');
    expect(at(moved)).toEqual(['c']);
  });

  it('[G13] is asked about where two ways are as near', () => {
    const drawn = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
    const pkg = flow(drawn);
    const next = without(without(pkg, 'a'), 'b');
    // Nothing tells the two edges apart: they are drawn anew.
    next.scenario.edges = Object.fromEntries(
      Object.entries(next.scenario.edges).map(([id, edge]) => [edge.to === 'join' ? `new${id}` : id, edge]),
    );
    const moved = moveTo(planOf(pkg), start(drawn).state, planOf(next), { nodes: { a: 'join', b: 'join' } });

    expect(moved.verdict).toBe('person');
    expect(moved.codes()).toContain('person wait.special a');
  });
});

describe('a token that waits at a join', () => {
  it('[G5] waits on for its branch when the last step of it is gone and the branch is not', () => {
    const fork = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> c -> end';
    const run = start(fork);
    run.decide('b', 'agree');
    const back = { to: 'applicant', back: 'replay', branches: 'keep', reason: 'x' } as const;
    run.send({ type: 'return', taskId: run.task('a').id, ...back });
    const next = planOf(without(flow(fork), 'b'));
    const moved = moveTo(planOf(flow(fork)), run.state, next);

    expect(moved.verdict).toBe('safe');
    const [waits] = Object.values(moved.state.tokens).filter(({ node }) => node === 'join');
    expect(next.edges[waits!.via!]).toMatchObject({ from: 'fork', to: 'join' });
    moved.submit();
    for (const node of ['a', 'c']) moved.decide(node);
    expect(moved.state.status).toBe('completed');
  });
});

describe('a new branch of a fork that is behind the case', () => {
  const drawn =
    'start -> fill -> x1 -> forkA; forkA -> joinA; forkA -> forkB; forkB -> a -> joinB; forkB -> joinB; joinB -> joinA; joinA -> c; c -[refuse]-> x1; c -[agree]-> end';
  const withBranch = `${drawn}; forkB -> b -> joinB`;

  it('[G4] is missing though a loop leads there again: that is another round', () => {
    const { state } = start(drawn);
    const asked = moveTo(planOf(flow(drawn)), state, planOf(flow(withBranch)));
    expect(asked.codes()).toContain('mapping join.branch_missing joinB');

    const { branches } = choicesOf(asked.reasons);
    expect(Object.values(branches!)).toEqual(['begin']);
    const moved = moveTo(planOf(flow(drawn)), state, planOf(flow(withBranch)), { branches: branches! });
    for (const node of ['a', 'b', 'c']) moved.decide(node);
    expect(moved.state.status).toBe('completed');
  });

  it('[G4] is missing though a second look stands before the fork: it goes no further', () => {
    const fork = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
    const run = start(fork);
    const back = { to: 'applicant', back: 'straight', branches: 'keep', reason: 'x' } as const;
    run.send({ type: 'return', taskId: run.task('a').id, ...back });
    const asked = moveTo(planOf(flow(fork)), run.state, planOf(flow(`${fork}; fork -> c -> join`)));

    expect(asked.codes()).toContain('mapping join.branch_missing join');
  });

  it('[G4] is not missing where a replay beside kept branches comes to it', () => {
    const fork = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
    const run = start(fork);
    const back = { to: 'applicant', back: 'replay', branches: 'keep', reason: 'x' } as const;
    run.send({ type: 'return', taskId: run.task('a').id, ...back });
    const moved = moveTo(planOf(flow(fork)), run.state, planOf(flow(`${fork}; fork -> c -> join`)));

    expect(moved.verdict).toBe('safe');
    moved.submit();
    expect(at(moved).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('a limit that stood still for a step that is gone', () => {
  it('[G8] runs on with the days it stood still, also where the next step stops it again', () => {
    const clocks = {
      all: { name: { 'zh-CN': '全程' }, kind: 'promised' as const, days: 5, starts: 'fill', suspendedBy: ['consent' as const] },
    };
    const [old, next] = ['start -> fill -> consent1 -> consent2 -> end', 'start -> fill -> consent2 -> end'].map((source) =>
      planOf(flow(source, { scenario: { clocks } })),
    );
    const { state } = start('start -> fill -> consent1 -> consent2 -> end', { scenario: { clocks } });
    const moved = moveTo(old!, state, next!, { nodes: { consent1: 'consent2' } });

    expect(moved.verdict).toBe('safe');
    expect(moved.state.clocks.all).toMatchObject({ status: 'suspended', days: 5 });
    expect(moved.state.clocks.all!.suspensions.map(({ to }) => to === undefined)).toEqual([false, true]);
    expect(moved.state.clocks.all!.due! > state.clocks.all!.due!).toBe(true);
    expect(moved.result!.journal.map(({ code }) => code)).toEqual(expect.arrayContaining(['clock.resumed', 'clock.suspended']));
  });
});

describe('threads', () => {
  it('[G2] that have come to where they become one wait there on', () => {
    const [old, next] = ['start -> fill -> split -> a -> merge -> end', 'start -> fill -> split -> a -> merge -> b -> end'];
    const threads = { nodes: { split: { count: '2' }, merge: { count: '2' } } };
    const run = start(old, threads);
    run.decide('a', 'agree');
    const moved = moveTo(planOf(flow(old, threads)), run.state, planOf(flow(next, threads)));

    expect(moved.verdict).toBe('safe');
    for (const node of ['a', 'b']) moved.decide(node);
    expect(moved.state.status).toBe('completed');
  });
});
