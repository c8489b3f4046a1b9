import { describe, expect, it } from 'vitest';
import { at, planOf } from '../testing/plan.ts';
import { choicesOf, diffPlans, examineCase } from './index.ts';
import { move, start } from './testing/moving.ts';

const clock = (days: number) => ({ all: { name: { 'zh-CN': '全程', en: 'All' }, kind: 'promised' as const, days, starts: 'fill' } });

describe('the difference of two versions', () => {
  it('[G1] tells same, moved, changed, renamed, removed and added steps apart', () => {
    const from = planOf('start -> fill -> a -> b -> c -> e -> end', { nodes: { e: { name: { 'zh-CN': '甲', en: 'E' } } } });
    const to = planOf('start -> fill -> b -> a -> e2 -> d -> end', {
      nodes: { e2: { name: { 'zh-CN': '甲', en: 'E' } }, a: { department: 'd2' } },
    });

    const { nodes, added } = diffPlans(from, to);

    expect(nodes).toMatchObject({
      start: { type: 'same' },
      a: { type: 'changed' },
      b: { type: 'moved' },
      c: { type: 'removed', suggestion: 'end' },
      e: { type: 'renamed', to: 'e2' },
    });
    expect(added).toEqual(['d']);
  });
});

describe('sorting and moving a case', () => {
  it('[G2] keeps the task, its days and its holder at a step that stayed', () => {
    const { state } = start('start -> fill -> a -> end');
    const moved = move('start -> fill -> a -> end', state, 'start -> fill -> a -> b -> end');

    expect(moved.verdict).toBe('safe');
    expect(moved.state.tasks).toEqual(state.tasks);
    expect(moved.state.tokens).toEqual(state.tokens);
    moved.decide('a');
    expect(at(moved)).toEqual(['b']);
    moved.decide('b');
    expect(moved.state.status).toBe('completed');
  });

  it('[G3] asks where to go from a step that is gone, suggests the next, and begins there', () => {
    const { state } = start('start -> fill -> a -> b -> end');
    const asked = move('start -> fill -> a -> b -> end', state, 'start -> fill -> b -> end');
    expect(asked.codes()).toEqual(['mapping node.removed a']);
    expect(asked.words[0]!.en).toContain('suggested: “b”');
    expect(choicesOf(asked.reasons).nodes).toEqual({ a: 'b' });

    const moved = move('start -> fill -> a -> b -> end', state, 'start -> fill -> b -> end', { nodes: { a: 'b' } });
    expect(moved.verdict).toBe('safe');
    expect(Object.values(moved.state.tasks).map(({ node, status }) => `${node} ${status}`)).toEqual(['fill done', 'b open']);
    expect(Object.values(moved.state.past!.tasks!).map(({ node, status }) => `${node} ${status}`)).toEqual(['a cancelled']);
    moved.decide('b');
    expect(moved.state.status).toBe('completed');
  });

  it('[G1][G2] carries a task over to the new id of its step', () => {
    const name = { name: { 'zh-CN': '审查', en: 'Check' } };
    const { state } = start('start -> fill -> a -> end', { nodes: { a: name } });
    const moved = move('start -> fill -> a -> end', state, 'start -> fill -> z -> end', {}, [
      { nodes: { a: name } },
      { nodes: { z: name } },
    ]);

    expect(moved.codes()).toEqual(['note node.renamed a']);
    expect(Object.values(moved.state.tasks).map(({ node, status, id }) => `${id} ${node} ${status}`)).toEqual([
      'k1 fill done',
      'k2 z open',
    ]);
    moved.decide('z');
    expect(moved.state.status).toBe('completed');
  });

  const fork = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
  it('[G4] asks about a new branch of a fork that is behind the case, begins it or counts it as done', () => {
    const { state } = start(fork);
    // The ids of edges follow the text: the new branch comes last, as in the builder.
    const later = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end; fork -> c -> join';
    const asked = move(fork, state, later);
    expect(asked.codes()).toEqual(['mapping join.branch_missing join', 'note step.new_missed c']);
    const branches = choicesOf(asked.reasons).branches!;
    expect(Object.values(branches)).toEqual(['begin']);

    const begun = move(fork, state, later, { branches });
    expect(begun.verdict).toBe('safe');
    expect(at(begun).sort()).toEqual(['a', 'b', 'c']);
    for (const node of ['a', 'b', 'c']) begun.decide(node);
    expect(begun.state.status).toBe('completed');

    const [edge] = Object.keys(branches);
    const skipped = move(fork, state, later, { branches: { [edge!]: 'skip' } });
    for (const node of ['a', 'b']) skipped.decide(node);
    expect(skipped.state.status).toBe('completed');
  });

  it('[G5] lets a join go on when the branch it still waited for is gone', () => {
    const from = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> d -> end; fork -> c -> join';
    const to = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> d -> end';
    const simulation = start(from);
    simulation.decide('a', 'agree');
    simulation.decide('b', 'agree');

    const asked = move(from, simulation.state, to);
    expect(asked.codes()).toEqual(['mapping node.removed c', 'note node.moved join']);
    expect(asked.reasons[0]!.suggestion).toBeNull();

    const moved = move(from, simulation.state, to, { nodes: { c: null } });
    expect(moved.verdict).toBe('safe');
    expect(at(moved)).toEqual(['d']);
  });

  it('[G6] says when a step would be left out, and when one comes again', () => {
    const { state } = (() => {
      const simulation = start('start -> fill -> a -> b -> c -> end');
      simulation.decide('a', 'agree');
      return simulation;
    })();

    const left = move('start -> fill -> a -> b -> c -> end', state, 'start -> fill -> c -> a -> b -> end');
    expect(left.codes()).toContain('mapping step.missed c');
    const allowed = move('start -> fill -> a -> b -> c -> end', state, 'start -> fill -> c -> a -> b -> end', { skip: ['c'] });
    expect(allowed.verdict).toBe('safe');
    const again = move('start -> fill -> a -> b -> c -> end', state, 'start -> fill -> b -> a -> c -> end');
    expect(again.codes()).toContain('note step.again a');
  });

  it('[G7] takes a case into a block drawn around its steps, and out of one that is gone', () => {
    const simulation = start(fork);
    simulation.decide('a', 'agree');
    const inside = { blocks: { block: 'startB -> fork; fork -> a -> join; fork -> b -> join; join -> endB' } };
    const into = move(fork, simulation.state, 'start -> fill -> block -> end', {}, [{}, inside]);
    expect(into.verdict).toBe('safe');
    into.decide('b');
    expect(into.state.status).toBe('completed');

    const blocked = start('start -> fill -> block -> end', inside);
    blocked.decide('b', 'agree');
    const outside = move('start -> fill -> block -> end', blocked.state, fork, {}, [inside, {}]);
    expect(outside.verdict).toBe('safe');
    expect(Object.keys(outside.state.scopes)).toEqual(['s0']);
    outside.decide('a');
    expect(outside.state.status).toBe('completed');
  });

  it('[G2] keeps timers as they were set', () => {
    const { state } = start('start -> fill -> wait -> end');
    const moved = move('start -> fill -> wait -> end', state, 'start -> fill -> wait -> b -> end', {}, [
      {},
      { nodes: { wait: { wait: { duration: { amount: 9, unit: 'days' } } } } },
    ]);

    expect(moved.state.timers).toEqual(state.timers);
    expect(moved.result!.effects).toEqual([]);
  });

  it('[G8] keeps what was promised when the limit becomes shorter or longer, and says so', () => {
    const options = (days: number) => ({ scenario: { clocks: clock(days) } });
    const { state } = start('start -> fill -> a -> end', options(10));
    for (const days of [5, 20]) {
      const moved = move('start -> fill -> a -> end', state, 'start -> fill -> a -> end', {}, [options(10), options(days)]);

      expect(moved.codes()).toEqual(['note clock.kept']);
      expect(moved.state.clocks.all).toEqual(state.clocks.all);
    }
    const lost = move('start -> fill -> a -> end', state, 'start -> fill -> a -> end', {}, [options(10), {}]);
    expect(lost.codes()).toEqual(['mapping clock.removed']);
  });

  it('[G3] begins a step anew for another desk only when somebody chose that', () => {
    const { state } = start('start -> fill -> a -> end');
    const other = { nodes: { a: { department: 'd2' } } };
    expect(move('start -> fill -> a -> end', state, 'start -> fill -> a -> end', {}, [{}, other]).codes()).toEqual([
      'mapping node.changed a',
    ]);

    const moved = move('start -> fill -> a -> end', state, 'start -> fill -> a -> end', { nodes: { a: 'a' } }, [{}, other]);
    const desks = Object.values(moved.state.tasks).filter((task) => task.kind === 'desk');
    expect(desks.map(({ status, department }) => `${status} ${department}`)).toEqual(['cancelled d1', 'open d2']);
  });

  it('[G9] waits for a document that is being made', () => {
    const simulation = start('start -> fill -> issue -> end');
    const moved = move('start -> fill -> issue -> end', simulation.state, 'start -> fill -> a -> end', { nodes: { issue: 'a' } });

    expect(moved.verdict).toBe('stay');
    expect(moved.codes()).toContain('stay effect.under_way issue');
  });

  it('[G9] leaves ended cases where they are, and refuses targets that do not exist', () => {
    const simulation = start('start -> fill -> a -> end');
    expect(move('start -> fill -> a -> end', simulation.state, 'start -> fill -> b -> end', { nodes: { a: 'zz' } }).codes()).toEqual([
      'mapping node.target_unknown a',
      'note step.new_missed b',
    ]);
    simulation.decide('a', 'agree');
    const from = planOf('start -> fill -> a -> end');
    expect(examineCase(from, planOf('start -> fill -> b -> end'), simulation.state).verdict).toBe('stay');
  });

  it('[G10] numbers the history on and names who decided', () => {
    const { state } = start('start -> fill -> a -> end');
    const moved = move('start -> fill -> a -> end', state, 'start -> fill -> a -> b -> end');

    expect(moved.result!.journal.map(({ seq, code }) => [seq, code])).toEqual([[state.counters.journal + 1, 'case.migrated']]);
    expect(moved.state.scenario.version).toBe(2);
  });

  const due = (days: number, more: object = {}) => ({
    kind: 'boundary',
    attachedTo: 'a',
    interrupting: false,
    event: { type: 'timer', duration: { amount: days, unit: 'days' } },
    ...more,
  });

  it('[G12] begins to listen to an event that is new on a step, goes on with one that stayed, and forgets one that is gone', () => {
    const plain = 'start -> fill -> a -> end';
    const withDue = `${plain}; due -> late -> endLate`;
    const { state } = start(plain);
    const added = move(plain, state, withDue, {}, [{}, { nodes: { due: due(3) } }]);
    expect(added.verdict).toBe('safe');
    expect(Object.values(added.state.timers).map(({ node, purpose }) => `${node} ${purpose}`)).toEqual(['due event']);

    const listening = start(withDue, { nodes: { due: due(3) } }).state;
    const longer = move(withDue, listening, withDue, {}, [{ nodes: { due: due(3) } }, { nodes: { due: due(9) } }]);
    expect(longer.state.timers).toEqual(listening.timers);
    expect(longer.state.subscriptions).toEqual(listening.subscriptions);

    const gone = move(withDue, listening, plain, {}, [{ nodes: { due: due(3) } }, {}]);
    expect(gone.verdict).toBe('safe');
    expect(gone.state.timers).toEqual({});
    expect(gone.result!.effects.map(({ type }) => type)).toEqual(['cancelTimer']);
  });

  it('[G2][G12] waits on for a message under the new id of its step, and forgets it where the step is gone', () => {
    const messages = { messages: { paid: { name: { 'zh-CN': '已缴费', en: 'Paid' } } } };
    const caught = { kind: 'catch', name: { 'zh-CN': '等缴费', en: 'Payment' }, event: { type: 'message', message: 'paid' } };
    const options = (id: string) => ({ nodes: { [id]: caught }, scenario: messages });
    const { state } = start('start -> fill -> got -> end', options('got'));
    const renamed = move('start -> fill -> got -> end', state, 'start -> fill -> money -> end', {}, [options('got'), options('money')]);
    expect(renamed.codes()).toEqual(['note node.renamed got']);
    expect(Object.values(renamed.state.subscriptions!).map(({ node, name }) => `${node} ${name}`)).toEqual(['money paid']);

    const gone = move('start -> fill -> got -> end', state, 'start -> fill -> a -> end', { nodes: { got: 'a' } }, [options('got'), {}]);
    expect(gone.verdict).toBe('safe');
    expect(gone.state.subscriptions).toEqual({});
    gone.decide('a');
    expect(gone.state.status).toBe('completed');
  });

  it('[G9] leaves a step at work for each of several as it is, and asks a person when its place changes', () => {
    const each = { nodes: { a: { each: { departments: ['d1', 'd2'], order: 'parallel' } } } };
    const { state } = start('start -> fill -> a -> end', each);
    const same = move('start -> fill -> a -> end', state, 'start -> fill -> a -> b -> end', {}, [each, each]);
    expect(same.verdict).not.toBe('mapping');
    if (same.verdict === 'safe') expect(same.state.each).toEqual(state.each);
    expect(move('start -> fill -> a -> end', state, 'start -> fill -> b -> end', { nodes: { a: 'b' } }, [each, {}]).verdict).toBe('person');
  });
});
