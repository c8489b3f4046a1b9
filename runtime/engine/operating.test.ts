import { describe, expect, it } from 'vitest';
import { by, done, forked } from './testing/officers.ts';
import { at, begin, FILLED } from './testing/plan.ts';
import type { Deed, Simulation } from './testing/simulate.ts';

const running = { all: { name: { 'zh-CN': '全程', en: 'All' }, kind: 'promised' as const, days: 5, starts: 'a' } };

describe('telling and asking', () => {
  it('[TE1] a task is urged once a day by each, and the case does not move', () => {
    const run = begin('start -> a -> end');
    const urge = (id: string) => by(run, id, { type: 'urge', taskId: 'k1', words: 'please' }).rejected?.code;
    expect(urge('li')).toBeUndefined();
    expect(urge('li')).toBe('urge.already_today');
    expect(urge('wu')).toBeUndefined();
    run.at = '2026-03-03T01:00:00.000Z';
    expect(urge('li')).toBeUndefined();
    expect(run.state.tasks.k1!.urges).toHaveLength(3);
    expect(at(run)).toEqual(['a']);
    done(run, 'a');
    expect(urge('li')).toBe('case.ended');
  });

  it('[TE1] a task that waits for others urges them', () => {
    const run = begin('start -> a -> end');
    by(run, 'li', { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: 'x' });
    by(run, 'li', { type: 'urge', taskId: 'k1' });
    expect(run.state.tasks.k1).not.toHaveProperty('urges');
    expect(run.state.tasks.k2!.urges).toHaveLength(1);
    expect(by(run, 'li', { type: 'urge', taskId: 'k1' }).rejected?.code).toBe('urge.already_today');
  });

  it('[TE2] copies are read, also after the case has ended', () => {
    const run = begin('start -> a -> end');
    const to = [{ department: 'd2' }, { department: 'd3', person: { id: 'qi', name: 'QI' } }];
    by(run, 'li', { type: 'copy', taskId: 'k1', to, words: 'fyi' });
    expect(run.state.tasks.k2).toMatchObject({ kind: 'copy', as: 'copy', status: 'open', token: '' });
    done(run, 'a');
    expect(run.state.status).toBe('completed');
    expect(by(run, 'wu', { type: 'acknowledge', taskId: 'k3' }).rejected?.code).toBe('task.held');
    by(run, 'qi', { type: 'acknowledge', taskId: 'k3' });
    expect(run.state.tasks.k3).toMatchObject({ status: 'done', doneBy: { id: 'qi' } });
    expect(by(run, 'li', { type: 'copy', taskId: 'k1', to: [] }).rejected?.code).toBe('case.ended');
  });

  it('[TE3] a question leaves the task where it is', () => {
    const run = begin('start -> a -> b -> end');
    by(run, 'li', { type: 'ask', taskId: 'k1', to: { department: 'd2' }, words: 'since when?' });
    by(run, 'li', { type: 'ask', taskId: 'k1', to: { department: 'd3' }, words: 'where?' });
    by(run, 'wu', { type: 'reply', taskId: 'k2', words: 'May' });
    expect(run.state.tasks).toMatchObject({ k1: { status: 'open' }, k2: { status: 'done', opinion: 'May' }, k3: { status: 'open' } });
    done(run, 'a');
    expect(run.state.tasks.k3!.status).toBe('cancelled');
    expect(at(run)).toEqual(['b']);
  });
});

describe('operators', () => {
  const suspend = (run: Simulation, more = {}) => run.send({ type: 'suspend', reason: 'a lawsuit', basis: 'Art. 42', ...more });

  it('[OP1] a suspended case refuses what people do to move it; machines still report', () => {
    const run = begin('start -> fill -> fork; fork -> a -> join; fork -> issue -> b -> join; join -> end');
    run.send({ type: 'submit', values: FILLED });
    expect(suspend(run, { basis: '' }).rejected?.code).toBe('suspend.basis_required');
    expect(suspend(run, { reason: '' }).rejected?.code).toBe('command.reason_required');
    suspend(run);
    expect(suspend(run).rejected?.code).toBe('case.suspended');
    expect(done(run, 'a').rejected?.code).toBe('case.suspended');
    run.answer('issue', { ok: true, value: {} });
    expect(at(run)).toEqual(['a', 'b']);
    expect(by(run, 'wu', { type: 'urge', taskId: 'k2' }).rejected).toBeUndefined();
    run.send({ type: 'resume' });
    expect(run.send({ type: 'resume' }).rejected?.code).toBe('resume.not_suspended');
    for (const node of ['a', 'b']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[OP2] clocks stand still meanwhile, and timers keep what was left', () => {
    const run = begin('start -> fork; fork -> a -> join; fork -> wait -> join; join -> end', { scenario: { clocks: running } });
    const { due } = run.state.clocks.all!;
    expect(run.state.timers.m1!.dueAt).toBe('2026-03-04T01:00:00.000Z');
    run.at = '2026-03-03T01:00:00.000Z';
    suspend(run);
    expect(run.state.timers).toEqual({});
    expect(run.state.clocks.all).toMatchObject({ status: 'suspended', suspensions: [{ reason: 'suspended', basis: 'Art. 42' }] });
    run.advance('2026-03-09T01:00:00.000Z');
    run.send({ type: 'resume' });
    expect(run.state.timers.m1!.dueAt).toBe('2026-03-10T01:00:00.000Z');
    expect(run.state.clocks.all!.status).toBe('running');
    expect(run.state.clocks.all!.due! > due!).toBe(true);
    run.advance('2026-03-11T01:00:00.000Z');
    done(run, 'a');
    expect(run.state.status).toBe('completed');
  });

  it('[OP3] a jump puts a token at any step; the rest stays, or is cancelled', () => {
    const keeping = begin('start -> a -> b -> c -> end');
    keeping.send({ type: 'jump', tokenId: 't2', to: 'c', branches: 'keep', reason: 'known' });
    expect(at(keeping)).toEqual(['c']);
    const cancelling = begin(forked);
    done(cancelling, 'm');
    const token = Object.values(cancelling.state.tokens)[0]!.id;
    cancelling.send({ type: 'jump', tokenId: token, to: 'z', branches: 'cancel', reason: 'known' });
    expect(at(cancelling)).toEqual(['z']);
    done(cancelling, 'z');
    expect(cancelling.state.status).toBe('completed');
    expect(cancelling.journal.find(({ code }) => code === 'case.jumped')?.data).toMatchObject({ to: 'z', reason: 'known' });
  });

  it('[OP3] out of a block the block is left', () => {
    const run = begin('start -> block -> z -> end', { blocks: { block: 'startB -> b -> endB' } });
    run.send({ type: 'jump', tokenId: run.task('b').token, to: 'z', branches: 'keep', reason: 'known' });
    expect(at(run)).toEqual(['z']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
  });

  it('[OP4] a jump that would leave a join waiting for ever is refused, and so is one to a start or a join', () => {
    const run = begin(forked);
    done(run, 'm');
    const [first] = Object.values(run.state.tokens);
    const jump = (to: string, branches: 'keep' | 'cancel') =>
      run.send({ type: 'jump', tokenId: first!.id, to, branches, reason: 'x' }).rejected;
    expect(jump('z', 'keep')).toEqual({ code: 'jump.join_stuck', data: { node: 'join' } });
    expect(jump('n', 'cancel')).toEqual({ code: 'jump.join_stuck', data: { node: 'join' } });
    for (const place of ['start', 'join', 'nowhere']) expect(jump(place, 'keep')).toEqual({ code: 'jump.no_place' });
    expect(jump('n', 'keep')).toBeUndefined();
    for (const node of ['n', 'b', 'z']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[OP4] a jump to a partial join or to where threads become one is refused', () => {
    const drawn = 'start -> fill -> fork; fork -> a -> someJ; fork -> b -> someJ; fork -> c -> someJ; someJ -> split -> d -> merge -> end';
    const run = begin(drawn, { nodes: { someJ: { activate: { count: 2 }, rest: 'ignore' } } });
    run.send({ type: 'submit', values: FILLED });
    for (const to of ['someJ', 'merge'])
      for (const branches of ['keep', 'cancel'] as const) {
        const { rejected } = run.send({ type: 'jump', tokenId: run.task('a').token, to, branches, reason: 'x' });
        expect(rejected).toEqual({ code: 'jump.no_place' });
      }
  });

  it('[OP5] a skipped step is left as if done, with an outcome it knows and values that fit', () => {
    const run = begin('start -> fill -> script -> a -> end', { answer: () => ({ ok: false, kind: 'error', message: 'no' }) });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 1 } });
    const skip = (more = {}) => run.send({ type: 'skip', tokenId: Object.keys(run.state.tokens)[0]!, reason: 'by hand', ...more }).rejected;
    expect(skip({ reason: '' })?.code).toBe('command.reason_required');
    expect(skip({ outcome: 'agree' })?.code).toBe('skip.outcome_unknown');
    expect(skip({ values: { 'person.score': 'many' } })).toMatchObject({ code: 'skip.invalid', problems: [{ path: 'person.score' }] });
    expect(skip({ values: { 'person.nothing': 1 } })).toMatchObject({ code: 'skip.invalid' });
    expect(skip({ values: { 'person.score': 7 } })).toBeUndefined();
    expect(run.state.fields['person.score']).toMatchObject({ value: 7 });
    expect(run.state.incidents).toEqual({});
    skip({ outcome: 'agree' });
    expect(run.state).toMatchObject({ status: 'completed', outcomes: { a: 'agree' } });
  });

  it('[OP5] an outcome is needed where the way depends on it, and a join is not skipped', () => {
    const run = begin('start -> fork; fork -> a; a -[agree]-> join; a -[refuse]-> endRefused; fork -> b -> join; join -> end', {
      nodes: { endRefused: { terminate: true } },
    });
    const skip = (node: string, outcome?: string) => {
      const token = Object.values(run.state.tokens).find((one) => one.node === node)!;
      return run.send({ type: 'skip', tokenId: token.id, reason: 'x', ...(outcome ? { outcome } : {}) }).rejected?.code;
    };
    expect(skip('a')).toBe('skip.outcome_required');
    expect(skip('a', 'agree')).toBeUndefined();
    expect(skip('join')).toBe('skip.join');
  });

  it('[OP6] reassigning hands a task on whoever holds it and whatever it waits for', () => {
    const run = begin('start -> a -> end');
    by(run, 'li', { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: 'x' });
    run.send({ type: 'reassign', taskId: 'k1', to: { department: 'd3' }, reason: 'left the office' });
    expect(run.state.tasks).toMatchObject({ k1: { status: 'cancelled' }, k3: { status: 'waiting', department: 'd3' }, k2: { of: 'k3' } });
    by(run, 'wu', { type: 'reply', taskId: 'k2', words: 'done' });
    expect(run.state.tasks.k3!.status).toBe('open');
    expect(run.send({ type: 'reassign', taskId: 'k3', to: { department: 'd3' }, reason: 'x' }).rejected?.code).toBe('transfer.same_desk');
  });

  it('[OP7] a case can be ended by hand from any state', () => {
    const run = begin('start -> fill -> fork; fork -> a -> join; fork -> wait -> join; join -> end');
    run.send({ type: 'submit', values: FILLED });
    run.send({ type: 'suspend', reason: 'x', basis: 'y' });
    run.send({ type: 'end', result: 'withdrawn', reason: 'the applicant died' });
    expect(run.state).toMatchObject({ status: 'withdrawn', tokens: {}, timers: {} });
    expect(run.state.suspended).toBeUndefined();
  });

  it('[OP8] what operators do needs a reason, and is in the history', () => {
    const run = begin('start -> a -> end');
    for (const deed of [
      { type: 'jump', tokenId: 't2', to: 'a', branches: 'keep', reason: ' ' },
      { type: 'skip', tokenId: 't2', outcome: 'agree', reason: '' },
      { type: 'reassign', taskId: 'k1', to: { department: 'd2' }, reason: '' },
      { type: 'end', result: 'refused', reason: '' },
    ] satisfies Deed[])
      expect(run.send(deed).rejected?.code).toBe('command.reason_required');
    run.send({ type: 'end', result: 'refused', reason: 'void' });
    expect(run.journal.find(({ code }) => code === 'case.ended_by_hand')?.data).toEqual({ status: 'refused', reason: 'void' });
  });
});
