import { describe, expect, it } from 'vitest';
import { step } from './step.ts';
import { by, done, forked } from './testing/officers.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';

const recall = (run: Simulation, taskId: string, id: string) => by(run, id, { type: 'recall', taskId, reason: 'a slip' }).rejected?.code;
const clocks = { all: { name: { 'zh-CN': '全程', en: 'All' }, kind: 'promised' as const, days: 5, starts: 'a', ends: 'a' } };

describe('taking a decision back', () => {
  it('[RC1] who decided takes it back while nobody has begun with what came of it', () => {
    const run = begin('start -> a -> b -> end');
    done(run, 'a');
    expect(recall(run, 'k1', 'wu')).toBe('recall.not_yours');
    expect(recall(run, 'k2', 'a')).toBe('recall.not_yours');
    expect(recall(run, 'k1', 'a')).toBeUndefined();
    expect(at(run)).toEqual(['a']);
    expect(run.state.tasks).toMatchObject({ k1: { status: 'open', token: 't4' }, k2: { status: 'cancelled' } });
    done(run, 'a', 'refuse');
    done(run, 'b');
    expect(run.state.outcomes).toEqual({ a: 'refuse', b: 'agree' });
  });

  it('[RC1] behind a fork and in a block all that came of it is taken back', () => {
    const run = begin('start -> a -> fork; fork -> b -> join; fork -> block -> join; join -> end', {
      blocks: { block: 'startB -> c -> endB' },
    });
    done(run, 'a');
    expect(recall(run, 'k1', 'a')).toBeUndefined();
    expect(at(run)).toEqual(['a']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
    for (const node of ['a', 'b', 'c']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RC2] once begun, the decision stays', () => {
    const claimed = begin('start -> a -> b -> end');
    done(claimed, 'a');
    by(claimed, 'wu', { type: 'claim', taskId: 'k2' });
    expect(recall(claimed, 'k1', 'a')).toBe('recall.begun');
    const decided = begin('start -> a -> fork; fork -> b -> join; fork -> c -> join; join -> end');
    done(decided, 'a');
    done(decided, 'b');
    expect(recall(decided, 'k1', 'a')).toBe('recall.begun');
  });

  it('[RC2] past a machine or a join that went on, the decision stays', () => {
    const told = begin('start -> fill -> a -> notify -> b -> end');
    told.send({ type: 'submit', values: FILLED });
    done(told, 'a');
    expect(recall(told, 'k2', 'a')).toBe('recall.not_possible');
    const joined = begin(forked);
    for (const node of ['m', 'a', 'n', 'b']) done(joined, node);
    const task = Object.values(joined.state.tasks).find(({ node }) => node === 'b')!;
    expect(recall(joined, task.id, 'b')).toBe('recall.not_possible');
  });

  it('[RC6] past scripts and tables a decision is taken back, and they come again with the next', () => {
    let turn = 0;
    const run = begin('start -> fill -> a -> decide -> x1 -{person.income > 0}-> script -> script2 -> b; x1 -*-> b; b -> end', {
      answer: () => {
        turn += 1;
        return { ok: true, value: { person: { score: turn } } };
      },
    });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 11 } });
    done(run, 'a');
    expect([at(run), run.state.fields['person.score']?.value, run.state.fields['person.grade']?.value]).toEqual([['b'], 2, 'high']);
    expect(recall(run, 'k2', 'a')).toBeUndefined();
    expect(at(run)).toEqual(['a']);
    // Nobody can say who has read it: it stays until it is computed anew.
    expect(run.state.fields['person.score']?.value).toBe(2);
    done(run, 'a', 'agree');
    expect(run.state.fields['person.score']?.value).toBe(4);
    done(run, 'b');
    expect(run.state.status).toBe('completed');
    expect(run.codes().filter((code) => code === 'task.recalled')).toHaveLength(1);
  });

  it('[RC6] a script that has not answered does not hold the decision back, one that failed or led to a machine outside does', () => {
    const drawn = planOf('start -> fill -> a -> script -> b -> end');
    const waiting = simulate(drawn);
    waiting.send({ type: 'submit', values: FILLED });
    const { state: open } = step(drawn, waiting.state, {
      type: 'complete',
      taskId: waiting.task('a').id,
      decision: 'agree',
      id: 'early',
      at: waiting.at,
      actor: { kind: 'officer', id: 'a' },
    });
    const envelope = { at: waiting.at, actor: { kind: 'officer' as const, id: 'a' } };
    const back = step(drawn, open, { type: 'recall', taskId: waiting.task('a').id, id: 'back', ...envelope });
    expect(back.rejected).toBeUndefined();
    const [call] = Object.values(open.pending).filter(({ kind }) => kind === 'script');
    const late = step(drawn, back.state, {
      type: 'callAnswered',
      callId: call!.id,
      outcome: { ok: true, value: {} },
      id: 'late',
      ...envelope,
    });
    expect(late.state.tokens).toEqual(back.state.tokens);

    const failed = begin('start -> fill -> a -> script -> b -> end', { answer: () => ({ ok: false, kind: 'error', message: 'no' }) });
    failed.send({ type: 'submit', values: FILLED });
    done(failed, 'a');
    expect(recall(failed, 'k2', 'a')).toBe('recall.begun');
    const told = begin('start -> fill -> a -> script -> notify -> b -> end');
    told.send({ type: 'submit', values: FILLED });
    done(told, 'a');
    expect(recall(told, 'k2', 'a')).toBe('recall.not_possible');
  });

  it('[RC2] waiting at a join, nobody has begun', () => {
    const run = begin(forked);
    for (const node of ['m', 'b']) done(run, node);
    const task = Object.values(run.state.tasks).find(({ node }) => node === 'b')!;
    expect(recall(run, task.id, 'b')).toBeUndefined();
    expect(at(run)).toEqual(['a', 'b']);
    for (const node of ['a', 'n', 'b', 'z']) done(run, node);
    expect(run.state.status).toBe('completed');
  });

  it('[RC3] clocks it met run on, with the date they had', () => {
    const run = begin('start -> a -> b -> end', { scenario: { clocks } });
    const { due } = run.state.clocks.all!;
    done(run, 'a');
    expect(run.state.clocks.all).toMatchObject({ status: 'met' });
    recall(run, 'k1', 'a');
    expect(run.state.clocks.all).toMatchObject({ status: 'running', due });
    expect(run.state.clocks.all).not.toHaveProperty('endedAt');
    done(run, 'a');
    expect(run.state.clocks.all).toMatchObject({ status: 'met' });
  });

  it('[RC4] a vote is taken back while its joint step is open', () => {
    const run = begin('start -> joint -> end');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(recall(run, 'k1', 'li')).toBeUndefined();
    for (const id of ['k1', 'k2', 'k3']) by(run, id, { type: 'complete', taskId: id, decision: 'agree' });
    expect(run.state.status).toBe('completed');
  });

  it('[RC4] one after the other, while the next has not begun', () => {
    const run = begin('start -> joint -> end', { nodes: { joint: { order: 'sequential' } } });
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    by(run, 'wu', { type: 'claim', taskId: 'k2' });
    expect(recall(run, 'k1', 'li')).toBe('recall.begun');
    by(run, 'wu', { type: 'release', taskId: 'k2' });
    expect(recall(run, 'k1', 'li')).toBeUndefined();
    expect(run.state.tasks).toMatchObject({ k1: { status: 'open' }, k2: { status: 'cancelled' } });
    for (let i = 0; i < 3; i++) done(run, 'joint');
    expect(run.state.status).toBe('completed');
  });

  it('[RC5] a decision that waits for signers is taken back while none of those asked after it has begun', () => {
    const run = begin('start -> a -> b -> end');
    by(run, 'li', { type: 'addSigners', taskId: 'k1', when: 'after', signers: [{ department: 'd2' }], words: 'x' });
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(recall(run, 'k1', 'li')).toBeUndefined();
    expect(run.state.tasks).toMatchObject({ k1: { status: 'open' }, k2: { status: 'waiting' } });
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    by(run, 'wu', { type: 'claim', taskId: 'k2' });
    expect(recall(run, 'k1', 'li')).toBe('recall.begun');
  });

  it('[RC5] who was asked and gave it to a delegate has begun', () => {
    const run = begin('start -> a -> b -> end');
    by(run, 'li', { type: 'addSigners', taskId: 'k1', when: 'after', signers: [{ department: 'd2' }], words: 'x' });
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    by(run, 'wu', { type: 'delegate', taskId: 'k2', to: { department: 'd3' }, words: 'x' });
    expect(recall(run, 'k1', 'li')).toBe('recall.begun');
  });
});
