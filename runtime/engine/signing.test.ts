import { describe, expect, it } from 'vitest';
import { at, begin } from './testing/plan.ts';
import type { Deed, Simulation } from './testing/simulate.ts';
import type { Actor } from './types.ts';

const by = (run: Simulation, id: string, deed: Deed) =>
  run.send({ ...deed, actor: { kind: 'officer', id, name: id, department: 'd1' } } as Deed & { actor: Actor });
const sign = (run: Simulation, taskId: string, decision = 'agree', id = 'signer') =>
  by(run, id, { type: 'complete', taskId, decision, opinion: 'because' });
const add = (run: Simulation, when: 'before' | 'after' | 'parallel', taskId = 'k1', departments = ['d2']) =>
  by(run, 'li', { type: 'addSigners', taskId, when, words: 'please', signers: departments.map((department) => ({ department })) });

describe('signers', () => {
  it('[SI1] signers before: the task waits, then its desk decides knowing what they said', () => {
    const run = begin('start -> a -> end');
    add(run, 'before', 'k1', ['d2', 'd3']);
    expect(run.state.tasks).toMatchObject({ k1: { status: 'waiting' }, k2: { status: 'open', department: 'd2' }, k3: { status: 'open' } });
    expect(by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' }).rejected?.code).toBe('task.waiting');
    sign(run, 'k2', 'refuse');
    expect(run.state.tasks.k1!.status).toBe('waiting');
    sign(run, 'k3');
    expect(run.state.tasks.k1!.status).toBe('open');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(run.state.status).toBe('completed');
  });

  it('[SI2] signers after: they are asked when the desk has decided, and the decision counts when all have signed', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'after');
    expect(run.state.tasks.k2!.status).toBe('waiting');
    expect(sign(run, 'k2').rejected?.code).toBe('task.waiting');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree', opinion: 'fine' });
    expect(run.state.tasks).toMatchObject({ k1: { status: 'waiting', decision: 'agree', opinion: 'fine' }, k2: { status: 'open' } });
    expect(at(run)).toEqual(['a']);
    sign(run, 'k2');
    expect(at(run)).toEqual(['b']);
    expect(run.state.tasks.k1).toMatchObject({ status: 'done', decision: 'agree', opinion: 'fine', doneBy: { id: 'li' } });
    expect(run.state.outcomes).toEqual({ a: 'agree' });
  });

  it('[SI3] signers beside: they sign while the desk works', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'parallel', 'k1', ['d2', 'd3']);
    sign(run, 'k2');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(at(run)).toEqual(['a']);
    sign(run, 'k3');
    expect(at(run)).toEqual(['b']);
  });

  it('[SI4] a refusal after the decision gives the task back; nobody signs twice', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'after', 'k1', ['d2', 'd3']);
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    sign(run, 'k2', 'refuse');
    expect(run.state.tasks.k1!.status).toBe('waiting');
    sign(run, 'k3');
    expect(run.state.tasks.k1).toMatchObject({ status: 'open' });
    expect(run.state.tasks.k1).not.toHaveProperty('decision');
    expect(run.codes()).toContain('sign.refused');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'refuse' });
    expect(run.state.outcomes).toEqual({ a: 'refuse' });
  });

  it('[SI4] what a signer beside refused before the decision, the desk knew', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'parallel');
    sign(run, 'k2', 'refuse');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(at(run)).toEqual(['b']);
  });

  const modes: [string, Record<string, unknown>, string[], string | undefined][] = [
    ['all', { mode: { type: 'all' } }, ['k2', 'k3', 'k1'], undefined],
    ['count', { mode: { type: 'count', count: 3 } }, ['k2', 'k3'], undefined],
    ['vote', { mode: { type: 'vote', percent: 75 } }, ['k1', 'k2'], undefined],
  ];
  it.each(modes)('[SI5] in a joint step a signer beside is one more vote: %s', (_, nodes, first) => {
    const run = begin('start -> joint -> end', { nodes: { joint: nodes } });
    add(run, 'parallel', 'k1', ['d3']);
    for (const id of first) sign(run, id, 'agree', id);
    expect(run.state.status).toBe('running');
    sign(run, 'k4');
    expect(run.state.status).toBe('completed');
  });

  it('[SI5] any: the added vote alone is enough', () => {
    const run = begin('start -> joint -> end', { nodes: { joint: { mode: { type: 'any' } } } });
    add(run, 'parallel', 'k1', ['d3']);
    sign(run, 'k4');
    expect(run.state.status).toBe('completed');
  });

  it('[SI5] a participant of a joint step waits for signers before and after as any desk does', () => {
    const run = begin('start -> joint -> end');
    add(run, 'before', 'k1', ['d3']);
    add(run, 'after', 'k2', ['d3']);
    sign(run, 'k2');
    sign(run, 'k3');
    expect(sign(run, 'k1').rejected?.code).toBe('task.waiting');
    sign(run, 'k4');
    sign(run, 'k1');
    expect(run.state.status).toBe('running');
    sign(run, 'k5', 'refuse');
    expect(run.state.tasks.k2!.status).toBe('open');
    sign(run, 'k2');
    expect(run.state.status).toBe('completed');
  });

  it('[SI6] who asked takes a signer away, and what waited for the signature goes on', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'before');
    expect(by(run, 'wu', { type: 'removeSigner', taskId: 'k2' }).rejected?.code).toBe('sign.not_yours');
    expect(by(run, 'li', { type: 'removeSigner', taskId: 'k1' }).rejected?.code).toBe('task.unknown');
    by(run, 'li', { type: 'removeSigner', taskId: 'k2' });
    expect(run.state.tasks.k1!.status).toBe('open');
    add(run, 'after');
    by(run, 'li', { type: 'complete', taskId: 'k1', decision: 'agree' });
    by(run, 'li', { type: 'removeSigner', taskId: 'k3' });
    expect(at(run)).toEqual(['b']);
    expect(by(run, 'li', { type: 'removeSigner', taskId: 'k3' }).rejected?.code).toBe('task.cancelled');
  });

  it('[SI6] in a joint step the votes are counted again', () => {
    const run = begin('start -> joint -> end');
    add(run, 'parallel', 'k1', ['d3']);
    for (const id of ['k1', 'k2', 'k3']) sign(run, id);
    expect(run.state.status).toBe('running');
    by(run, 'li', { type: 'removeSigner', taskId: 'k4' });
    expect(run.state.status).toBe('completed');
  });

  it('[SI7] signers may ask signers of their own', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'before');
    add(run, 'before', 'k2', ['d3']);
    expect(sign(run, 'k2').rejected?.code).toBe('task.waiting');
    sign(run, 'k3');
    sign(run, 'k2');
    expect(run.state.tasks.k1!.status).toBe('open');
  });

  it('[SI8] a signer who refuses says why', () => {
    const run = begin('start -> a -> b -> end');
    add(run, 'before');
    expect(by(run, 'x', { type: 'complete', taskId: 'k2', decision: 'refuse' }).rejected?.code).toBe('task.opinion_required');
    expect(by(run, 'x', { type: 'complete', taskId: 'k2', decision: 'other' }).rejected?.code).toBe('task.decision_unknown');
    expect(by(run, 'li', { type: 'addSigners', taskId: 'k2', when: 'before', signers: [], words: 'x' }).rejected?.code).toBe('sign.nobody');
  });

  it('[SI9] one desk after the other: the next is asked when the one before has decided', () => {
    const run = begin('start -> joint -> end', { nodes: { joint: { order: 'sequential' } } });
    expect(Object.keys(run.state.tasks)).toEqual(['k1']);
    sign(run, 'k1');
    expect(run.state.tasks.k2).toMatchObject({ participant: 'p2', status: 'open' });
    sign(run, 'k2');
    sign(run, 'k3');
    expect(run.state.status).toBe('completed');
  });

  it('[SI9] it stops as soon as the result is decided', () => {
    const refused = begin('start -> joint -> end', { nodes: { joint: { order: 'sequential' } } });
    sign(refused, 'k1', 'refuse');
    expect(refused.state.outcomes).toEqual({ joint: 'refuse' });
    expect(refused.state.counters.task).toBe(1);
    const any = begin('start -> joint -> end', { nodes: { joint: { order: 'sequential', mode: { type: 'any' } } } });
    sign(any, 'k1', 'refuse');
    sign(any, 'k2');
    expect(any.state.outcomes).toEqual({ joint: 'agree' });
  });

  it('[SI10] a task that is cancelled or done takes its open signers and questions with it', () => {
    const run = begin('start -> joint -> end', { nodes: { joint: { mode: { type: 'any' } } } });
    add(run, 'before', 'k1', ['d3']);
    by(run, 'li', { type: 'ask', taskId: 'k2', to: { department: 'd3' }, words: 'known?' });
    sign(run, 'k2');
    expect(run.state.status).toBe('completed');
    expect(Object.values(run.state.tasks).map(({ status }) => status)).toEqual([
      'cancelled',
      'done',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
  });
});
