import { describe, expect, it } from 'vitest';
import { MAX_ENTRIES, MAX_TOKENS } from './burst.ts';
import { MAX_CALLS } from './elements/script.ts';
import { step } from './step.ts';
import { at, begin, brokenPlanOf, FILLED, planOf } from './testing/plan.ts';
import { simulate } from './testing/simulate.ts';
import type { Command } from './types.ts';

const citizen = { kind: 'citizen' as const, id: 'u1' };
const now = '2026-03-02T01:00:00.000Z';

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

describe('steps', () => {
  it('[S1] a step never changes what it was given, and shares what did not change', () => {
    const plan = planOf('start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end');
    const run = simulate(plan, { step: (p, state, command) => step(p, freeze(state), command) });
    run.send({ type: 'submit', values: FILLED });
    const before = run.state;

    run.decide('a', 'agree');

    expect(run.state).not.toBe(before);
    expect(run.state.tasks.k3).toBe(before.tasks.k3);
    expect(run.state.tasks.k2).not.toBe(before.tasks.k2);
    expect(run.state.fields).toBe(before.fields);
  });

  it('[S2] a command applied before changes nothing and gives the very same state', () => {
    const run = begin('start -> a -> b -> end');
    run.decide('a', 'agree');
    const { state } = run;

    for (const command of run.commands) {
      const again = step(planOf('start -> a -> b -> end'), state, command);
      expect(again.state).toBe(state);
      expect(again).toMatchObject({ calls: [], effects: [], journal: [] });
      expect(again.rejected).toBeUndefined();
    }
  });

  it('[S3] a rejected command gives the very same state, and its id may be sent again', () => {
    const run = begin('start -> fill -> end');
    const { state } = run;

    const refused = run.send({ type: 'submit', id: 'mine', values: {} });
    expect(refused.rejected?.code).toBe('fill.invalid');
    expect(run.state).toBe(state);

    const taken = run.send({ type: 'submit', id: 'mine', values: FILLED });
    expect(taken.rejected).toBeUndefined();
    expect(run.state.status).toBe('completed');
  });

  it('[S4] the order of keys in the stored state does not matter', () => {
    const source = 'start -> fork; fork -> a -> or2; fork -> b -> or2; fork -> wait -> or2; fork -> c -> or2; or2 -> d -> end';
    const straight = begin(source);
    const reversed = begin(source, { step: (plan, state, command) => step(plan, state && reverseKeys(state), command) });
    for (const run of [straight, reversed]) {
      for (const node of ['c', 'a', 'b']) run.decide(node, 'agree');
      run.advance('2026-04-01T00:00:00.000Z');
    }
    expect(reversed.state).toEqual(straight.state);
    expect(reversed.journal).toEqual(straight.journal);
    expect(reversed.effects).toEqual(straight.effects);
  });

  it('[S5] a step with another version of the plan is refused', () => {
    const run = begin('start -> a -> end');
    const other = planOf('start -> a -> b -> end');
    const result = step(other, run.state, { type: 'withdraw', id: 'w', at: now, actor: citizen });
    expect(result.rejected).toEqual({ code: 'case.other_version' });
    expect(result.state).toBe(run.state);
  });

  it('[S6] an ended case refuses commands and takes late reports only', () => {
    const run = begin('start -> fill -> notify -> a -> end');
    run.send({ type: 'submit', values: FILLED });
    run.decide('a', 'agree');
    expect(run.send({ type: 'withdraw' }).rejected).toEqual({ code: 'case.ended' });
    const { state } = run;
    expect(run.send({ type: 'timerDue', timerId: 'm1' }).state).toBe(state);
    expect(run.send({ type: 'effectAnswered', effectId: 'p9', outcome: { ok: true, value: null } }).state).toBe(state);

    const late = run.answer('notify', { ok: true, value: null });
    expect(late.journal.map((entry) => entry.code)).toEqual(['notify.delivered']);
    expect(run.state.pending).toEqual({});
    expect(run.state.status).toBe('completed');
  });

  it('[S7] a loop without a wait becomes an incident instead of running for ever', () => {
    const run = simulate(brokenPlanOf('start -> x1 -> x2; x2 -{1 = 1}-> x1; x2 -*-> end'));
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'burst.too_long' }]);
    expect(run.state.visits.x1! + run.state.visits.x2! + 1).toBe(MAX_ENTRIES);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ id: 'i2', code: 'burst.too_long' }]);
  });

  it('[S7] a fork in a loop stops at a thousand tokens', () => {
    const run = simulate(brokenPlanOf('start -> x1 -> fork; fork -> x1; fork -> x1; fork -> end'));
    expect(Object.keys(run.state.tokens).length).toBeLessThanOrEqual(MAX_TOKENS + 3);
    expect(new Set(Object.values(run.state.incidents).map((incident) => incident.code))).toEqual(new Set(['burst.too_long']));
  });

  it('[S7] a loop of scripts ends in the same way', () => {
    const plan = brokenPlanOf('start -> x1 -> script -> x2; x2 -{1 = 1}-> x1; x2 -*-> end');
    const run = simulate(plan, { answer: () => ({ ok: true, value: {} }) });
    expect(Object.values(run.state.incidents)).toMatchObject([{ node: 'script', code: 'burst.too_long' }]);
    expect(run.state.visits.script).toBe(MAX_CALLS + 1);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(run.state.visits.script).toBe(2 * MAX_CALLS + 2);
  });

  it('[S8] the last 200 command ids are remembered', () => {
    const run = begin('start -> fill -> end');
    for (let i = 0; i < 250; i++) run.send({ type: 'saveDraft', values: { 'person.name': `n${i}` } });
    expect(run.state.applied).toHaveLength(200);
    expect(run.state.applied.at(-1)).toBe('cmd251');
  });

  it('[S9] the history is numbered without gaps and holds no values of fields', () => {
    const run = begin('start -> fill -> script -> decide -> notify -> issue -> a -> end', {
      answer: () => ({ ok: false, kind: 'error', message: 'Lin earns 12345' }),
    });
    run.send({ type: 'saveDraft', values: { 'person.name': 'Zhou Xiaoyu' } });
    run.send({ type: 'submit', values: { ...FILLED, 'person.name': 'Zhou Xiaoyu', 'person.income': 12345 } });

    expect(run.journal.map((entry) => entry.seq)).toEqual(run.journal.map((_, index) => index + 1));
    const written = JSON.stringify(run.journal);
    expect(written).not.toContain('Zhou');
    expect(written).not.toContain('12345');
  });

  it('[S10] a case starts once', () => {
    const run = begin('start -> a -> end');
    const again = run.send({ type: 'start', caseId: 'c1', region: '330110', version: 1 });
    expect(again.rejected).toEqual({ code: 'case.already_started' });
    const plan = planOf('start -> a -> end');
    expect(() => step(plan, undefined, { type: 'withdraw', id: 'w', at: now, actor: citizen } as Command)).toThrow('begins with');
  });

  it('[R1] a draft and a running case can be withdrawn', () => {
    const draft = begin('start -> fill -> end');
    draft.send({ type: 'withdraw' });
    expect(draft.state.status).toBe('withdrawn');
    expect(draft.state.submittedAt).toBeUndefined();

    const running = begin('start -> a -> end');
    running.send({ type: 'withdraw' });
    expect(running.state.status).toBe('withdrawn');
    expect(at(running)).toEqual([]);
  });

  it('[R2] a case cannot be withdrawn after a document has been issued', () => {
    const run = begin('start -> fill -> issue -> a -> end');
    run.send({ type: 'submit', values: FILLED });
    run.answer('issue', { ok: true, value: {} });
    expect(run.send({ type: 'withdraw' }).rejected).toEqual({ code: 'withdraw.already_issued' });
  });

  it('[R3] an incident that does not exist cannot be retried', () => {
    const run = begin('start -> a -> end');
    expect(run.send({ type: 'retryIncident', incidentId: 'i1' }).rejected).toEqual({ code: 'incident.unknown' });
    expect(run.send({ type: 'retryIncident', incidentId: 'constructor' }).rejected).toEqual({ code: 'incident.unknown' });
  });

  it('[R4] recalculating without a change changes nothing', () => {
    const run = begin('start -> a -> end', { nodes: { a: { dueDays: 3 } } });
    const { state } = run;
    expect(run.send({ type: 'recalculate' }).state).toBe(state);
  });
});

function reverseKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reverseKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reverseKeys(part)]),
  ) as T;
}
