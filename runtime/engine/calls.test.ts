import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import { step } from './step.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';
import type { Actor, Effect, Outcome } from './types.ts';

const FLOW = 'start -> fill -> call; call -[completed]-> a -> end; call -[refused]-> b -> end; call -> c -> end';
const doc = { inputs: { 'person.income': 'person.income * 2' }, outputs: { 'person.score': 'person.income' } };
const codes = (run: Simulation) => Object.values(run.state.incidents).map((incident) => incident.code);
const filled = (run: Simulation) => run.send({ type: 'submit', values: { ...FILLED, 'person.income': 4 } });
const ended = (result: string, values: Record<string, JsonValue> = {}): Outcome => ({ ok: true, value: { result, values } });
const answer = (run: Simulation, outcome: Outcome, effectId = 'p1') => run.send({ type: 'effectAnswered', effectId, outcome });
const down: Outcome = { ok: false, kind: 'down', message: '' };

describe('calls', () => {
  it('[CL1] another case is started with values, in the region named, and waited for', () => {
    const run = begin(FLOW, { nodes: { call: { ...doc, region: '"330200"' } } });
    filled(run);

    expect(run.effects).toMatchObject([
      {
        type: 'startChild',
        key: 'c1:p1',
        scenario: 'small',
        region: '330200',
        inputs: { 'person.income': 8 },
        outputs: ['person.income'],
        node: 'call',
      },
    ]);
    expect(at(run)).toEqual(['call']);
  });

  it.each(['"elsewhere"', 'person.income', 'null'])('[CL1] a region that is none, like %s, is an incident', (region) => {
    const run = begin(FLOW, { nodes: { call: { region } } });
    filled(run);

    expect(codes(run)).toEqual(['call.region_invalid']);
  });

  it('[CL2] its result is the outcome, its values are written', () => {
    const run = begin(FLOW, { nodes: { call: doc } });
    filled(run);
    answer(run, ended('refused', { 'person.income': 8 }));

    expect(at(run)).toEqual(['b']);
    expect(run.state.fields['person.score']).toMatchObject({ value: 8, source: 'output' });
  });

  it('[CL2] values that do not fit are an incident', () => {
    const run = begin(FLOW, { nodes: { call: doc } });
    filled(run);
    answer(run, ended('completed', { 'person.income': 'much' }));

    expect(codes(run)).toEqual(['call.wrong_type']);
  });

  it('[CL3] a child that cannot be started is asked for again under the same key', () => {
    const run = begin(FLOW, { nodes: { call: doc } });
    filled(run);
    answer(run, down);
    expect(codes(run)).toEqual(['call.failed']);
    run.send({ type: 'retryIncident', incidentId: 'i1' });

    expect(run.effects.map((effect) => effect.key)).toEqual(['c1:p1', 'c1:p1']);
    answer(run, ended('completed'));
    expect(at(run)).toEqual(['a']);
  });

  it('[CL4] a call that is cancelled takes its child back', () => {
    const run = begin(FLOW, { nodes: { call: doc } });
    filled(run);
    run.send({ type: 'withdraw' });

    expect(run.effects.at(-1)).toMatchObject({ type: 'cancelChild', effect: 'p1', key: 'c1:p1:cancel' });
    expect(answer(run, ended('completed')).state.status).toBe('withdrawn');
  });

  it('[CL5] a called case takes what its start takes, and tells its end once', () => {
    const plan = planOf('start -> a -> end', { nodes: { start: { given: ['person.income', 'person.amount'] } } });
    const actor: Actor = { kind: 'system', id: 'x' };
    const at = '2026-03-02T01:00:00.000Z';
    const parent = { region: '330110', caseId: 'c0', effect: 'p1', outputs: ['person.income', 'person.grade'] };
    const values = { 'person.income': 3, 'person.amount': 'much', 'person.name': 'Lin' };
    const started = step(plan, undefined, {
      id: '1',
      at,
      actor,
      type: 'start',
      caseId: 'c1',
      region: '330110',
      version: 1,
      values,
      parent,
    });
    expect(Object.keys(started.state.fields)).toEqual(['person.income']);

    const over = step(plan, started.state, { id: '2', at, actor, type: 'complete', taskId: 'k1', decision: 'agree' });

    const told = { type: 'childEnded', parent, result: 'completed', values: { 'person.income': 3, 'person.grade': null } };
    expect(over.effects.filter((effect: Effect) => effect.type === 'childEnded')).toMatchObject([told]);
  });
});

describe('handing over', () => {
  it('[CL6] archiving waits for the receipt', () => {
    const run = begin('start -> archive -> a -> end', { nodes: { archive: { department: 'd2', years: 30 } } });
    expect(run.effects).toEqual([{ id: 'p1', type: 'archive', key: 'c1:p1', node: 'archive', department: 'd2', years: 30 }]);
    answer(run, down);
    run.send({ type: 'retryIncident', incidentId: 'i1' });
    answer(run, { ok: true, value: null });

    expect(at(run)).toEqual(['a']);
    expect(run.effects.map((effect) => effect.key)).toEqual(['c1:p1', 'c1:p1']);
  });

  it('[CL6] a number the other system gave is written', () => {
    const run = begin('start -> fill -> transfer -> a -> end', {
      nodes: { transfer: { values: { name: 'person.name' }, number: 'paper.number' } },
    });
    filled(run);
    expect(run.effects.at(-1)).toMatchObject({ type: 'transfer', to: 'register', values: { name: 'Lin' } });
    answer(run, { ok: true, value: { number: 'X-1' } });

    expect(run.state.fields['paper.number']?.value).toBe('X-1');
    expect(at(run)).toEqual(['a']);
  });

  it('[CL6] a receipt that comes when the case is over is told in the history', () => {
    const run = begin('start -> archive -> a -> end');
    run.send({ type: 'withdraw' });
    answer(run, { ok: true, value: null });

    expect(run.codes().at(-1)).toBe('archive.answered_late');
  });
});

describe('desks with words of their own', () => {
  it.each(['window', 'assist', 'pay', 'seal'])('[CL7] a %s step is decided like a task', (kind) => {
    const run = begin(`start -> ${kind}; ${kind} -[agree]-> a -> end; ${kind} -[refuse]-> endRefused`);
    run.decide(kind, 'agree');

    expect(at(run)).toEqual(['a']);
    expect(run.state.outcomes[kind]).toBe('agree');
  });
});
