import { describe, expect, it } from 'vitest';
import { step } from './step.ts';
import { eventNames, submitted } from './testing/events.ts';
import { at, FILLED, planOf } from './testing/plan.ts';
import type { Actor, CaseState, Command, ParentCase, StepResult } from './types.ts';

const system: Actor = { kind: 'system', id: 'system' };
const parent: ParentCase = { region: '330100', caseId: 'outer', effect: 'p1', outputs: [] };
const error = (code?: string) => ({ type: 'error', ...(code === undefined ? {} : { code }) });
const escalation = (code?: string) => ({ type: 'escalation', ...(code === undefined ? {} : { code }) });

/** A case some other case called, up to its first task. */
function called(flow: string, nodes: Record<string, Record<string, unknown>>) {
  const plan = planOf(flow, { nodes, scenario: eventNames });
  let state: CaseState | undefined;
  let count = 0;
  const send = (act: Record<string, unknown>): StepResult => {
    count += 1;
    const result = step(plan, state, { id: `c${count}`, at: '2026-03-02T01:00:00.000Z', actor: system, ...act } as Command);
    state = result.state;
    return result;
  };
  send({ type: 'start', caseId: 'inner', region: '330100', version: 1, parent });
  const result = send({ type: 'submit', values: { ...FILLED } });
  return { result, send };
}

describe('called cases', () => {
  it('[Z8] an error nobody takes ends the called case and is told to the step that called it', () => {
    const { result } = called('start -> fill -> end', { end: { event: error('broke') } });

    expect(result.state.status).toBe('withdrawn');
    expect(result.state.incidents).toEqual({});
    expect(result.effects).toMatchObject([{ type: 'childEnded', parent, result: 'withdrawn', error: 'broke' }]);
  });

  it('[Z8] one without a code is told as such', () => {
    const { result } = called('start -> fill -> end', { end: { event: error() } });
    expect(result.effects).toMatchObject([{ type: 'childEnded', error: null }]);
  });

  it('[Z8] the step that called has the way of its error taken', () => {
    const run = submitted('start -> fill -> call -> a -> end; onBroke -> b -> end2', {
      onBroke: { attachedTo: 'call', event: error('broke') },
    });
    const { id } = run.effects.find((effect) => effect.type === 'startChild')!;

    run.send({ type: 'effectAnswered', effectId: id, outcome: { ok: false, kind: 'error', message: 'ended', code: 'broke' } });

    expect(at(run)).toEqual(['b']);
  });

  it('[Z9] an escalation nobody takes is told to the step that called, and the called case goes on', () => {
    const { result } = called('start -> fill -> throw -> a -> end', { throw: { event: escalation('slow') } });

    expect(Object.values(result.state.tokens).map((token) => token.node)).toEqual(['a']);
    expect(result.effects).toMatchObject([{ type: 'childEscalated', parent, code: 'slow' }]);
  });

  it('[Z9] it finds the event of the step that called, which need not interrupt', () => {
    const run = submitted('start -> fill -> call -> a -> end; onSlow -> b -> end2', {
      onSlow: { attachedTo: 'call', event: escalation('slow'), interrupting: false },
    });
    const { id } = run.effects.find((effect) => effect.type === 'startChild')!;

    run.send({ type: 'childEscalated', effectId: id, code: 'slow' });
    expect(at(run)).toEqual(['call', 'b']);

    run.send({ type: 'effectAnswered', effectId: id, outcome: { ok: true, value: { result: 'completed', values: {} } } });
    expect(at(run)).toEqual(['b', 'a']);
    expect(run.send({ type: 'childEscalated', effectId: id, code: 'slow' }).state).toBe(run.state);
  });
});

describe('where an escalation is heard', () => {
  const flow = 'start -> fill -> block -> a -> end; onSlow -> d -> end2';

  it('[Z7] beside an event block that runs along the others still listen; it does not hear itself', () => {
    const nodes = {
      blockE: { event: true },
      startE: { trigger: escalation('slow'), interrupting: false },
      endE: { event: escalation('big') },
      blockF: { event: true },
      startF: { trigger: escalation('big'), interrupting: false },
      endF: { event: escalation('big') },
      throw: { event: escalation('slow') },
      onSlow: { attachedTo: 'block', event: escalation('big'), interrupting: false },
    };
    const run = submitted(flow, nodes, {
      blocks: { block: 'startB -> throw -> c -> endB; blockE; blockF', blockE: 'startE -> e -> endE', blockF: 'startF -> f -> endF' },
    });
    expect(at(run).toSorted()).toEqual(['block', 'blockE', 'c', 'e']);

    run.decide('e', 'agree');
    expect(at(run).toSorted()).toEqual(['block', 'blockF', 'c', 'f']);

    run.decide('f', 'agree');
    expect(at(run).toSorted()).toEqual(['block', 'c', 'd']);
  });

  it('[Z10] one of several blocks that throws out ends them all where the event interrupts', () => {
    const nodes = {
      block: { each: { times: '3', order: 'parallel' } },
      throw: { event: escalation('slow') },
      onSlow: { attachedTo: 'block', event: escalation('slow') },
    };
    const run = submitted(flow, nodes, { blocks: { block: 'startB -> c -> throw -> endB' } });
    expect(at(run).filter((node) => node === 'c')).toHaveLength(3);

    run.decide('c', 'agree');

    expect(at(run)).toEqual(['d']);
  });
});
