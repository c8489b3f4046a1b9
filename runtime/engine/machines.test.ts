import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { step } from './step.ts';
import { at, begin, brokenPlanOf, calendar, FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';
import type { Call, Outcome } from './types.ts';

const name = { 'zh-CN': '名', en: 'Name' };
const days = (amount: number, unit: string) => ({ wait: { duration: { amount, unit } } });

function submitted(source: string, options: Parameters<typeof begin>[1] = {}): Simulation {
  const run = begin(source, options);
  run.send({ type: 'submit', values: { ...FILLED, 'person.income': 20, 'person.mobile': '13800138000' } });
  return run;
}

describe('scripts', () => {
  const source = 'start -> fill -> script -> a -> end';
  const answering = (outcome: Outcome) => submitted(source, { answer: () => outcome });

  it('[X1] a script gets exactly its declared reads, with time and seed from the case, in the same burst', () => {
    const calls: Call[] = [];
    const run = submitted(source, {
      answer: (call) => {
        calls.push(call);
        return { ok: true, value: { person: { score: 3 } } };
      },
    });
    const input = { person: { income: 20, name: 'Lin' } };
    expect(calls).toEqual([{ id: 'p1', type: 'script', script: 'score', node: 'script', input, now: run.at, seed: 'c1:p1' }]);
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.score']).toMatchObject({ value: 3, source: 'computed', origin: 'score' });
  });

  it.each([
    [{ person: { score: 3, name: 'Zhou' } }, 'script.undeclared_write', 'person.name'],
    [{ paper: { number: '1' } }, 'script.undeclared_write', 'paper.number'],
    [{ person: { score: '3' } }, 'script.wrong_type', 'person.score'],
    [{ person: { score: Number.POSITIVE_INFINITY } }, 'script.wrong_type', 'person.score'],
    [{ person: { constructor: 1 } }, 'script.undeclared_write', 'person.constructor'],
    [{ person: 3 }, 'script.wrong_type', 'output'],
    [[1], 'script.wrong_type', 'output'],
    [null, 'script.wrong_type', 'output'],
  ])('[X2] writing %j is an incident and writes nothing', (value, code, detail) => {
    const run = answering({ ok: true, value });
    expect(Object.values(run.state.incidents)).toMatchObject([{ node: 'script', code, detail }]);
    expect(run.state.fields['person.score']).toBeUndefined();
    expect(run.state.fields['person.name']?.value).toBe('Lin');
  });

  it.each(['timeout', 'memory', 'error', 'output'] as const)('[X3] a script that ends with %s is an incident', (kind) => {
    const run = answering({ ok: false, kind, message: 'boom' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: `script.${kind}`, detail: 'boom' }]);
    expect(at(run)).toEqual(['script']);
  });

  it('[X4] retrying the incident calls again under a new id', () => {
    let tries = 0;
    const ids: string[] = [];
    const run = submitted(source, {
      answer: ({ id }) => {
        ids.push(id);
        return ++tries === 1 ? { ok: false, kind: 'timeout', message: '' } : { ok: true, value: {} };
      },
    });
    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(ids).toEqual(['p1', 'p2']);
    expect(at(run)).toEqual(['a']);
    const { state } = run;
    expect(run.send({ type: 'callAnswered', callId: 'p1', outcome: { ok: true, value: {} } }).state).toBe(state);
  });

  it.each([
    [12.5, '12.50'],
    [0.1 + 0.2, '0.30'],
    [1.005, '1.01'],
    ['7', '7.00'],
  ])('[X5] money from %s is %s', (amount, value) => {
    const run = answering({ ok: true, value: { person: { amount } } });
    expect(run.state.fields['person.amount']?.value).toBe(value);
  });
});

describe('decision tables', () => {
  it('[V1] a table is evaluated in the step, its outputs are written and its rows told', () => {
    const run = begin('start -> fill -> decide -> a -> end');
    const result = run.send({ type: 'submit', values: { ...FILLED, 'person.income': 20 } });
    expect(run.state.fields['person.grade']).toMatchObject({ value: 'high', source: 'computed', origin: 'grade' });
    expect(result.trace.rows).toEqual([{ table: 'grade', row: 'r1' }]);
    expect(run.journal).toContainEqual(expect.objectContaining({ code: 'decision.made', data: { table: 'grade', rows: ['r1'] } }));
  });

  it('[V2] a table that fails is an incident, and a retry evaluates again', () => {
    const plan = planOf('start -> fill -> decide -> a -> end');
    const { evaluate } = plan.tables.grade!;
    let broken = true;
    plan.tables.grade!.evaluate = (...args) => (broken ? { ok: false, code: 'budget', message: 'steps' } : evaluate(...args));
    const run = simulate(plan);
    run.send({ type: 'submit', values: FILLED });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'decision.budget' }]);

    broken = false;
    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(at(run)).toEqual(['a']);

    plan.tables.grade!.evaluate = () => ({ ok: true, value: { values: { 'person.grade': 3 }, rows: [] } });
    const typed = simulate(plan);
    typed.send({ type: 'submit', values: FILLED });
    expect(Object.values(typed.state.incidents)).toMatchObject([{ code: 'decision.wrong_type', detail: 'person.grade' }]);
  });
});

describe('messages and documents', () => {
  it('[N1][N6] a message is an effect with its text filled in and its key, and the case goes on', () => {
    const run = submitted('start -> fill -> notify -> a -> end');
    expect(run.effects).toEqual([
      {
        id: 'p1',
        type: 'notify',
        key: 'c1:p1',
        notification: 'news',
        to: '13800138000',
        text: { 'zh-CN': 'Lin，您好', en: 'Hello Lin' },
        node: 'notify',
      },
    ]);
    expect(at(run)).toEqual(['a']);
  });

  it('[N2] a message that fails is told in the history and holds nothing up', () => {
    const run = submitted('start -> fill -> notify -> a -> end');
    run.answer('notify', { ok: false, kind: 'down', message: '' });
    expect(run.codes().at(-1)).toBe('notify.failed');
    expect(run.state.incidents).toEqual({});
    expect(run.state.pending).toEqual({});
  });

  it('[N3] the token waits until the document is made, then number and check code are kept', () => {
    const run = submitted('start -> fill -> issue -> a -> end');
    expect(at(run)).toEqual(['issue']);
    expect(run.effects[0]).toMatchObject({ type: 'issue', outcome: 'permit', fields: [{ value: 'Lin' }] });
    run.answer('issue', { ok: true, value: { checkCode: 'ABC', document: 'doc-1' } });
    expect(run.state.issued.permit).toMatchObject({ checkCode: 'ABC', document: 'doc-1' });
    expect(run.state.fields['paper.number']).toMatchObject({ value: run.state.issued.permit!.number, source: 'output' });
    expect(at(run)).toEqual(['a']);
  });

  it('[N4] the number follows from case and effect, or is the one an officer gave', () => {
    const number = (run: Simulation) => run.effects.flatMap((effect) => (effect.type === 'issue' ? [effect.number] : []))[0];
    const one = submitted('start -> fill -> issue -> a -> end');
    expect(number(one)).toMatch(/^P20260302\d{16}$/);
    expect(number(submitted('start -> fill -> issue -> a -> end'))).toBe(number(one));

    const given = submitted('start -> fill -> script -> issue -> a -> end', {
      scenario: {
        scripts: {
          score: { name, language: 'typescript', source: 'export default () => ({})', reads: [], writes: ['paper.number'] },
        },
      },
      answer: () => ({ ok: true, value: { paper: { number: 'M-77' } } }),
    });
    expect(number(given)).toBe('M-77');
    given.answer('issue', { ok: true, value: {} });
    expect(given.state.issued.permit?.number).toBe('M-77');
  });

  it('[N5] retrying a failed document uses the same id, key and number', () => {
    const run = submitted('start -> fill -> issue -> a -> end');
    run.answer('issue', { ok: false, kind: 'timeout', message: '' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'issue.failed', effect: 'p1' }]);
    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(run.effects[1]).toEqual(run.effects[0]);
    run.answer('issue', { ok: true, value: {} });
    expect(at(run)).toEqual(['a']);
  });

  it('[N7] a document under way when the case ends is still reported', () => {
    const run = submitted('start -> fill -> fork; fork -> issue -> join; fork -> a -> join; join -> end');
    run.send({ type: 'withdraw' });
    expect(run.state.status).toBe('withdrawn');
    run.answer('issue', { ok: true, value: { checkCode: 'ABC' } });
    expect(run.codes().at(-1)).toBe('issue.answered_late');
    expect(run.state).toMatchObject({ issued: {}, pending: {} });
  });
});

describe('timers', () => {
  it.each([
    [{ ...days(2, 'days') }, '2026-03-04T01:00:00.000Z'],
    [{ ...days(3, 'hours') }, '2026-03-02T04:00:00.000Z'],
    [{ ...days(90, 'minutes') }, '2026-03-02T02:30:00.000Z'],
    [{ ...days(5, 'workingDays') }, '2026-03-09T15:59:59.999Z'],
    [{ wait: { until: 'date("2026-03-10")' } }, '2026-03-09T16:00:00.000Z'],
    [{ wait: { until: 'date and time("2026-03-10T09:30:00")' } }, '2026-03-10T01:30:00.000Z'],
    [{ wait: { until: 'date and time("2026-03-10T09:30:00+09:00")' } }, '2026-03-10T00:30:00.000Z'],
  ])('[W1] the timer %j is due at %s', (wait, dueAt) => {
    const run = begin('start -> wait -> a -> end', { nodes: { wait } });
    expect(run.effects).toEqual([{ id: 'm1', type: 'timer', key: 'c1:m1', timer: 'm1', dueAt }]);
    run.send({ type: 'timerDue', timerId: 'm1', at: dueAt });
    expect(at(run)).toEqual(['a']);
  });

  it('[W1] an instant that has passed does not wait', () => {
    expect(at(begin('start -> wait -> a -> end', { nodes: { wait: { wait: { until: 'date("2026-03-02")' } } } }))).toEqual(['a']);
  });

  it('[W2] a timer that fires early is refused, and one that is not set any more changes nothing', () => {
    const run = begin('start -> wait -> a -> end');
    expect(run.send({ type: 'timerDue', timerId: 'm1' }).rejected).toEqual({ code: 'timer.too_early' });
    run.advance('2026-03-05T00:00:00.000Z');
    const { state } = run;
    expect(run.send({ type: 'timerDue', timerId: 'm1' }).state).toBe(state);
    expect(run.send({ type: 'timerDue', timerId: 'constructor' }).state).toBe(state);
  });

  it('[W3] leaving the wait otherwise takes the timer back', () => {
    const run = begin('start -> fork; fork -> wait -> end; fork -> a -> endRefused', { nodes: { endRefused: { terminate: true } } });
    run.decide('a', 'agree');
    expect(run.effects.at(-1)).toEqual({ id: 'm1c', type: 'cancelTimer', key: 'c1:m1:cancel', timer: 'm1' });
    expect(run.state.timers).toEqual({});
  });

  it('[W4] a timer that reaches into an unpublished year is held, and set when the calendar is published', () => {
    const source = 'start -> wait -> a -> end';
    const nodes = { wait: days(5, 'workingDays') };
    const run = begin(source, { nodes, at: '2026-12-29T01:00:00.000Z', calendar: until(2026) });
    expect(run.effects).toEqual([]);
    expect(run.state.held).toMatchObject({ m1: { node: 'wait', from: run.at } });

    const published = step(planOf(source, { nodes, calendar: with2027() }), run.state, {
      type: 'recalculate',
      id: 'r',
      at: run.at,
      actor: { kind: 'system', id: 's' },
    });
    expect(published.effects).toMatchObject([{ type: 'timer', timer: 'm1', dueAt: '2027-01-06T15:59:59.999Z' }]);
    expect(published.state.held).toEqual({});
  });

  it('[W5] an instant that cannot be computed is an incident', () => {
    const plan = brokenPlanOf('start -> wait -> a -> end', { nodes: { wait: { wait: { until: 'date("soon")' } } } });
    expect(Object.values(simulate(plan).state.incidents)).toMatchObject([{ code: 'timer.until_invalid' }]);
  });
});

/** The calendar with no year after this one. */
function until(year: number): Calendar {
  return { ...calendar, years: Object.fromEntries(Object.entries(calendar.years).filter(([one]) => Number(one) <= year)) };
}
function with2027(): Calendar {
  return { ...until(2026), years: { ...until(2026).years, 2027: { status: 'published', off: { '2027-01-01': '元旦' }, work: {} } } };
}

describe('clocks', () => {
  const clock = { name, kind: 'promised' as const, days: 5, starts: 'fill' };

  it('[L1] a clock starts when its form is submitted or its other node is entered, once per case', () => {
    const clocks = { all: clock, desk: { ...clock, starts: 'b' } };
    const run = begin('start -> fill -> x1 -> a -> b; b -[refuse]-> x1; b -[agree]-> end', { scenario: { clocks } });
    run.send({ type: 'submit', values: FILLED });
    expect(Object.keys(run.state.clocks)).toEqual(['all']);
    run.at = '2026-03-04T01:00:00.000Z';
    run.decide('a', 'agree');
    expect(run.state.clocks.desk).toMatchObject({ startedAt: run.at, due: '2026-03-11' });

    run.at = '2026-03-06T01:00:00.000Z';
    run.decide('b', 'refuse');
    run.decide('a', 'agree');
    expect(run.state.clocks.desk?.due).toBe('2026-03-11');
  });

  it('[L2] a clock is met when its end node is left, or with the case', () => {
    const clocks = { all: clock, desk: { ...clock, ends: 'a' } };
    const run = begin('start -> fill -> a -> b -> end', { scenario: { clocks } });
    run.send({ type: 'submit', values: FILLED });
    run.decide('a', 'agree');
    expect(run.state.clocks).toMatchObject({ all: { status: 'running' }, desk: { status: 'met', endedAt: run.at } });
    run.decide('b', 'agree');
    expect(run.state.clocks.all?.status).toBe('met');
  });

  it('[L2] a clock may end at an end', () => {
    const run = submitted('start -> fill -> fork; fork -> a -> end1; fork -> b -> end2', {
      scenario: { clocks: { all: { ...clock, ends: 'end1' } } },
    });
    run.decide('a', 'agree');
    expect(run.state).toMatchObject({ status: 'running', clocks: { all: { status: 'met' } } });
  });

  it('[L3] the start day does not count, and make-up days do', () => {
    // National Day 2026: off from 1 to 7 October; Sunday 20 September and Saturday 10 October are worked.
    const run = begin('start -> fill -> a -> end', { scenario: { clocks: { all: clock } }, at: '2026-09-30T01:00:00.000Z' });
    run.send({ type: 'submit', values: FILLED });
    expect(run.state.clocks.all?.due).toBe('2026-10-13');
  });

  it('[L4][L5] a clock that reaches into an unpublished year promises no date until the calendar is published', () => {
    const source = 'start -> fill -> a -> end';
    const scenario = { clocks: { all: clock } };
    const run = begin(source, { scenario, at: '2026-12-29T01:00:00.000Z', calendar: until(2026), nodes: { a: { dueDays: 4 } } });
    run.send({ type: 'submit', values: FILLED });
    expect(run.state.clocks.all?.due).toBeUndefined();
    expect(run.state.clocks.all?.provisional).toMatchObject({ year: 2027, remainingDays: 3 });
    expect(run.task('a').due).toBeUndefined();

    const plan = planOf(source, { scenario, calendar: with2027(), nodes: { a: { dueDays: 4 } } });
    const published = step(plan, run.state, { type: 'recalculate', id: 'r', at: run.at, actor: { kind: 'system', id: 's' } });
    expect(published.state.clocks.all).toMatchObject({ status: 'running', due: '2027-01-06' });
    expect(published.state.clocks.all?.provisional).toBeUndefined();
    expect(published.state.tasks.k2?.due).toBe('2027-01-05');
    expect(published.journal).toMatchObject([
      { code: 'clock.due_changed', data: { clock: 'all', reason: 'calendar', before: null, due: '2027-01-06' } },
      { code: 'task.due_changed', data: { reason: 'calendar', before: null, due: '2027-01-05' } },
    ]);
  });

  it('[L6] a case withdrawn or expired cancels its clocks', () => {
    const run = submitted('start -> fill -> a -> end', { scenario: { clocks: { all: clock } } });
    run.send({ type: 'withdraw' });
    expect(run.state.clocks.all?.status).toBe('cancelled');

    const expired = submitted('start -> fill -> a -> end', { scenario: { clocks: { all: clock } }, nodes: { end: { result: 'expired' } } });
    expired.decide('a', 'agree');
    expect(expired.state.clocks.all?.status).toBe('cancelled');
  });

  it('[L7][U6] a consent step stops the clocks that name it, also together with a correction', () => {
    const clocks = { all: { ...clock, suspendedBy: ['consent' as const, 'supplement' as const] } };
    const run = submitted('start -> fill -> fork; fork -> consent -> join; fork -> a -> join; join -> b -> end', { scenario: { clocks } });
    expect(run.state.clocks.all).toMatchObject({ status: 'suspended', suspensions: [{ from: '2026-03-02', reason: 'consent' }] });
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ words: 'Photo' }] });

    run.at = '2026-03-03T01:00:00.000Z';
    run.send({ type: 'consent', taskId: run.task('consent').id, decision: 'agree' });
    expect(run.state.clocks.all?.status).toBe('suspended');
    run.at = '2026-03-04T01:00:00.000Z';
    run.send({ type: 'answerSupplement', values: {} });
    expect(run.state.clocks.all).toMatchObject({ status: 'running', due: '2026-03-11' });
  });
});

describe('consent of a second party', () => {
  const source = 'start -> fill -> consent; consent -[agree]-> a -> end; consent -[refuse]-> b -> end; consent -[expire]-> c -> end';
  const decided = (decision: 'agree' | 'refuse') => {
    const run = submitted(source);
    run.send({ type: 'consent', taskId: run.task('consent').id, decision });
    return run;
  };

  it('[C1] the outcomes are agree and refuse', () => {
    expect(at(decided('agree'))).toEqual(['a']);
    expect(at(decided('refuse'))).toEqual(['b']);
    expect(decided('agree').state.consents.consent).toMatchObject({ granted: true, by: { id: 'u1' } });
    expect(decided('agree').state.outcomes.consent).toBe('agree');
  });

  it('[C2] its expiry gives the outcome expire and cancels the task', () => {
    const run = submitted(source);
    const task = run.task('consent');
    run.advance('2026-03-08T00:00:00.000Z');
    expect(at(run)).toEqual(['c']);
    expect(run.state.tasks[task.id]?.status).toBe('cancelled');
    expect(run.send({ type: 'consent', taskId: task.id, decision: 'agree' }).rejected).toEqual({ code: 'task.cancelled' });
  });

  it('[C3] a decision takes the expiry timer back', () => {
    const run = decided('agree');
    expect(run.state.timers).toEqual({});
    expect(run.effects.at(-1)).toMatchObject({ type: 'cancelTimer', timer: 'm1' });
  });
});
