import { describe, expect, it } from 'vitest';
import { at, begin } from './testing/plan.ts';
import type { Deed, Simulation } from './testing/simulate.ts';
import type { Actor } from './types.ts';

const officer = (id: string, department = 'd1', more: Partial<Actor> = {}): { actor: Actor } => ({
  actor: { kind: 'officer', id, name: id.toUpperCase(), department, ...more },
});
const by = (run: Simulation, who: { actor: Actor }, deed: Deed) => run.send({ ...who, ...deed } as Deed);
const li = officer('li');
const wu = officer('wu');
const zhao = officer('zhao', 'd2');

describe('whose work it is', () => {
  it('[HA1] who claims a task decides it; others are refused until it is released', () => {
    const run = begin('start -> a -> end');
    by(run, li, { type: 'claim', taskId: 'k1' });
    expect(run.state.tasks.k1).toMatchObject({ holder: { id: 'li', name: 'LI' } });
    const before = run.state;
    by(run, li, { type: 'claim', taskId: 'k1' });
    expect(run.state).toBe(before);
    expect(by(run, wu, { type: 'claim', taskId: 'k1' }).rejected).toMatchObject({ code: 'task.held', data: { name: 'LI' } });
    expect(by(run, wu, { type: 'complete', taskId: 'k1', decision: 'agree' }).rejected?.code).toBe('task.held');
    by(run, li, { type: 'release', taskId: 'k1' });
    by(run, wu, { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(run.state.status).toBe('completed');
    expect(run.codes()).toEqual(expect.arrayContaining(['task.claimed', 'task.released']));
  });

  it('[HA2] only its holder, or who stands in for them, releases a task', () => {
    const run = begin('start -> a -> end');
    expect(by(run, li, { type: 'release', taskId: 'k1' }).rejected?.code).toBe('task.not_held');
    by(run, li, { type: 'claim', taskId: 'k1' });
    expect(by(run, wu, { type: 'release', taskId: 'k1' }).rejected?.code).toBe('task.held');
    by(run, officer('wu', 'd1', { for: { id: 'li', name: 'LI' } }), { type: 'release', taskId: 'k1' });
    expect(run.state.tasks.k1).not.toHaveProperty('holder');
  });

  it('[HA3] handed on, a task goes on elsewhere with its date, its signers and its questions', () => {
    const run = begin('start -> a -> end', { nodes: { a: { dueDays: 5 } } });
    by(run, li, { type: 'addSigners', taskId: 'k1', when: 'after', signers: [{ department: 'd3' }], words: 'please sign' });
    by(run, li, { type: 'ask', taskId: 'k1', to: { department: 'd2' }, words: 'known?' });
    const { due } = run.state.tasks.k1!;
    run.at = '2026-03-05T01:00:00.000Z';
    by(run, li, { type: 'transfer', taskId: 'k1', to: { department: 'd2', person: { id: 'zhao', name: 'ZHAO' } }, reason: 'theirs' });
    expect(run.state.tasks.k1).toMatchObject({ status: 'cancelled', next: 'k4' });
    expect(run.state.tasks.k4).toMatchObject({ status: 'open', department: 'd2', due, holder: { id: 'zhao' }, token: 't2' });
    expect(Object.values(run.state.tasks).filter((task) => task.of === 'k4')).toHaveLength(2);
    expect(at(run)).toEqual(['a']);
    expect(by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' }).rejected?.code).toBe('task.cancelled');
    by(run, zhao, { type: 'complete', taskId: 'k4', decision: 'agree' });
    by(run, officer('qi', 'd3'), { type: 'complete', taskId: 'k2', decision: 'agree' });
    expect(run.state.status).toBe('completed');
    expect(run.journal.find((entry) => entry.code === 'task.transferred')?.data).toMatchObject({
      to: 'd2',
      name: 'ZHAO',
      reason: 'theirs',
    });
  });

  it('[HA4] a task goes to desks of the scenario only, and never to where it is', () => {
    const run = begin('start -> a -> end');
    const transfer = (to: { department: string; person?: { id: string } }) =>
      by(run, li, { type: 'transfer', taskId: 'k1', to }).rejected?.code;
    expect(transfer({ department: 'nowhere' })).toBe('desk.unknown');
    expect(transfer({ department: 'constructor' })).toBe('desk.unknown');
    expect(transfer({ department: 'd1' })).toBe('transfer.same_desk');
    expect(transfer({ department: 'd1', person: { id: 'wu' } })).toBeUndefined();
  });

  it('[HA5] a delegate answers and the decision stays with who delegated', () => {
    const run = begin('start -> a -> end');
    expect(by(run, li, { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: ' ' }).rejected?.code).toBe(
      'command.words_required',
    );
    by(run, li, { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: 'measure it' });
    expect(run.state.tasks.k1).toMatchObject({ status: 'waiting', holder: { id: 'li' } });
    expect(run.state.tasks.k2).toMatchObject({
      status: 'open',
      as: 'delegate',
      of: 'k1',
      department: 'd2',
      words: 'measure it',
      token: 't2',
    });
    expect(by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' }).rejected?.code).toBe('task.waiting');
    expect(by(run, zhao, { type: 'complete', taskId: 'k2', decision: 'agree' }).rejected?.code).toBe('delegate.reply_only');
    by(run, zhao, { type: 'reply', taskId: 'k2', words: '12 m' });
    expect(run.state.tasks.k2).toMatchObject({ status: 'done', opinion: '12 m', doneBy: { id: 'zhao' } });
    by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(run.state.status).toBe('completed');
  });

  it('[HA5] what a delegate asked needs no answer any more when the task goes back', () => {
    for (const back of ['reply', 'takeBack'] as const) {
      const run = begin('start -> a -> end');
      by(run, li, { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: 'measure it' });
      by(run, zhao, { type: 'ask', taskId: 'k2', to: { department: 'd3' }, words: 'where?' });
      if (back === 'reply') by(run, zhao, { type: 'reply', taskId: 'k2', words: '12 m' });
      else by(run, li, { type: 'takeBack', taskId: 'k1' });
      expect(run.state.tasks).toMatchObject({ k1: { status: 'open' }, k3: { as: 'ask', status: 'cancelled' } });
    }
  });

  it('[HA6] what was delegated is taken back before the answer, what was handed on before anybody has begun', () => {
    const run = begin('start -> a -> end');
    by(run, li, { type: 'delegate', taskId: 'k1', to: { department: 'd2' }, words: 'measure it' });
    expect(by(run, wu, { type: 'takeBack', taskId: 'k1' }).rejected?.code).toBe('takeBack.not_yours');
    by(run, li, { type: 'takeBack', taskId: 'k1' });
    expect(run.state.tasks).toMatchObject({ k1: { status: 'open' }, k2: { status: 'cancelled' } });
    expect(by(run, li, { type: 'takeBack', taskId: 'k1' }).rejected?.code).toBe('takeBack.nothing');

    by(run, li, { type: 'transfer', taskId: 'k1', to: { department: 'd2' } });
    by(run, zhao, { type: 'claim', taskId: 'k3' });
    expect(by(run, li, { type: 'takeBack', taskId: 'k1' }).rejected?.code).toBe('takeBack.begun');
    by(run, zhao, { type: 'release', taskId: 'k3' });
    by(run, li, { type: 'takeBack', taskId: 'k1' });
    expect(run.state.tasks.k4).toMatchObject({ status: 'open', department: 'd1', holder: { id: 'li' } });
    expect(run.state.tasks.k3).toMatchObject({ status: 'cancelled' });
  });

  it('[HA7] who did one step must not do another that names it, nor through a deputy', () => {
    const run = begin('start -> a -> b -> end', { nodes: { b: { separate: ['a'] } } });
    by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' });
    const refused = { code: 'task.separated', data: { node: 'a' } };
    expect(by(run, li, { type: 'claim', taskId: 'k2' }).rejected).toEqual(refused);
    expect(by(run, li, { type: 'complete', taskId: 'k2', decision: 'agree' }).rejected).toEqual(refused);
    expect(by(run, officer('wu', 'd1', { for: { id: 'li' } }), { type: 'complete', taskId: 'k2', decision: 'agree' }).rejected).toEqual(
      refused,
    );
    expect(by(run, wu, { type: 'transfer', taskId: 'k2', to: { department: 'd1', person: { id: 'li' } } }).rejected).toEqual(refused);
    by(run, wu, { type: 'complete', taskId: 'k2', decision: 'agree' });
    expect(run.state.status).toBe('completed');
  });

  it('[HA7] in a joint step that names itself nobody decides twice', () => {
    const run = begin('start -> joint -> end', { nodes: { joint: { separate: ['joint'] } } });
    by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(by(run, li, { type: 'complete', taskId: 'k2', decision: 'agree' }).rejected?.code).toBe('task.separated');
    by(run, zhao, { type: 'complete', taskId: 'k2', decision: 'agree' });
  });

  it('[HA8] a step that keeps the familiar officer is theirs when it opens, if their desk has it', () => {
    const run = begin('start -> a -> b -> c -> end', { nodes: { b: { retain: 'a' }, c: { retain: 'a', department: 'd2' } } });
    by(run, li, { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(run.state.tasks.k2).toMatchObject({ holder: { id: 'li' } });
    expect(by(run, wu, { type: 'complete', taskId: 'k2', decision: 'agree' }).rejected?.code).toBe('task.held');
    by(run, li, { type: 'complete', taskId: 'k2', decision: 'agree' });
    expect(run.state.tasks.k3).not.toHaveProperty('holder');
  });

  it('[HA9] a deputy works on what is held by whom they stand in for', () => {
    const run = begin('start -> a -> end');
    by(run, li, { type: 'claim', taskId: 'k1' });
    by(run, officer('wu', 'd1', { for: { id: 'li', name: 'LI' } }), { type: 'complete', taskId: 'k1', decision: 'agree' });
    expect(run.state.tasks.k1).toMatchObject({ doneBy: { id: 'wu', for: { id: 'li' } } });
    expect(run.journal.find((entry) => entry.code === 'task.completed')?.actor).toMatchObject({ id: 'wu', for: { name: 'LI' } });
  });
});
