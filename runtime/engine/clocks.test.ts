import { describe, expect, it } from 'vitest';
import type { Calendar, Clock } from '../../schemas/generated/documents.ts';
import { step as stepOf } from './step.ts';
import type { FlowOptions } from './testing/flow.ts';
import { begin, calendar, FILLED, planOf } from './testing/plan.ts';
import type { SimulateOptions, Simulation } from './testing/simulate.ts';
import type { CaseState, Command } from './types.ts';
import { explainOf } from './views/index.ts';

const name = { 'zh-CN': '时限', en: 'Limit' };
const clock: Clock = { name, kind: 'promised', days: 5, starts: 'fill' };
const officer = { kind: 'officer' as const, id: 'o1', name: '王主任', department: 'd1' };
const all: NonNullable<Clock['suspendedBy']> = ['supplement', 'publicity', 'hearing', 'expertReview', 'inspection'];

type Options = FlowOptions & SimulateOptions & { calendar?: Calendar };

/** A submitted case of a flow with these clocks. Monday 2026-03-02, 09:00. */
function running(source: string, clocks: Record<string, Partial<Clock>>, options: Options = {}): Simulation {
  const full = Object.fromEntries(Object.entries(clocks).map(([id, one]) => [id, { ...clock, ...one }]));
  const run = begin(source, { ...options, scenario: { clocks: full, ...options.scenario } });
  run.send({ type: 'submit', values: FILLED });
  return run;
}
const flowOfOne = 'start -> fill -> a -> end';
const entries = (run: Simulation, code: string) => run.journal.filter((entry) => entry.code === code).map((entry) => entry.data);

describe('office hours and units', () => {
  it('[L8] after closing or on a day off counts as the next working day', () => {
    const due = (at: string, more: Partial<Clock> = {}) => running(flowOfOne, { all: more }, { at }).state.clocks.all?.due;

    expect(due('2026-03-06T08:59:00.000Z')).toBe('2026-03-13'); // Friday 16:59
    expect(due('2026-03-06T09:00:00.000Z')).toBe('2026-03-16'); // Friday 17:00: Monday is the day of acceptance
    expect(due('2026-03-07T02:00:00.000Z')).toBe('2026-03-16'); // Saturday
    expect(due('2026-03-07T02:00:00.000Z', { afterHours: 'sameDay' })).toBe('2026-03-13');
    expect(due('2026-03-01T22:00:00.000Z')).toBe('2026-03-09'); // Monday 06:00: before opening is still that day
  });

  it('[L8] the day of acceptance is in the history when it is another day', () => {
    const run = running(flowOfOne, { all: {} }, { at: '2026-03-06T10:00:00.000Z' });
    expect(entries(run, 'clock.started')).toEqual([{ clock: 'all', due: '2026-03-16', accepted: '2026-03-09' }]);
  });

  it('[L8] a clock of an earlier release counts from the day it began, whenever that was', () => {
    const run = running(flowOfOne, { all: { suspendedBy: ['hearing'] } }, { at: '2026-03-06T10:00:00.000Z' });
    const { afterHours: _, counted: __, ...before } = { ...run.state.clocks.all!, due: '2026-03-13' };
    const old: CaseState = { ...run.state, clocks: { all: before } };
    const plan = planOf(flowOfOne, { scenario: { clocks: { all: { ...clock, suspendedBy: ['hearing'] } } } });
    const again = simulateFrom(plan, old);
    again({ type: 'suspendClock', reason: 'hearing' }, '2026-03-09T02:00:00.000Z');
    expect(again({ type: 'resumeClock' }, '2026-03-09T03:00:00.000Z').clocks.all?.due).toBe('2026-03-16');
  });

  it('[L9] natural days move past rest days, months go to the corresponding day', () => {
    const at = '2026-09-01T01:00:00.000Z';
    expect(running(flowOfOne, { all: { unit: 'days', days: 30 } }, { at }).state.clocks.all).toMatchObject({
      unit: 'days',
      due: '2026-10-08',
    });
    expect(running(flowOfOne, { all: { unit: 'months', days: 1 } }, { at }).state.clocks.all?.due).toBe('2026-10-08');
    expect(running(flowOfOne, { all: { unit: 'months', days: 2 } }, { at }).state.clocks.all?.due).toBe('2026-11-02');
  });

  it('[L9] hours end at an instant; a stop in between moves it by its own length', () => {
    const run = running(flowOfOne, { open: { unit: 'workingHours', days: 10, suspendedBy: all }, night: { unit: 'hours', days: 24 } });
    expect(run.state.clocks).toMatchObject({
      open: { due: '2026-03-03', dueAt: '2026-03-03T03:00:00.000Z' },
      night: { due: '2026-03-03', dueAt: '2026-03-03T01:00:00.000Z' },
    });
    run.at = '2026-03-02T06:00:00.000Z';
    run.send({ type: 'suspendClock', clock: 'open', reason: 'inspection' });
    run.at = '2026-03-02T08:00:00.000Z';
    run.send({ type: 'resumeClock' });
    expect(run.state.clocks.open?.dueAt).toBe('2026-03-03T05:00:00.000Z');
  });
});

/** Steps a state on without a driver. */
function simulateFrom(plan: ReturnType<typeof planOf>, first: CaseState) {
  let state = { ...first, scenario: { ...first.scenario, hash: plan.hash } };
  let count = 0;
  return (deed: Record<string, unknown>, at: string): CaseState => {
    count += 1;
    const result = stepOf(plan, state, { actor: officer, ...deed, at, id: `more${count}` } as Command);
    if (result.rejected) throw new Error(result.rejected.code);
    state = result.state as typeof state;
    return state;
  };
}

describe('stopping and going on', () => {
  it('[L10] a step that suspends stops clocks while a token stands there', () => {
    const nodes = { wait: { wait: { duration: { amount: 7, unit: 'days' } }, suspends: 'publicity' } };
    const run = running('start -> fill -> a -> wait -> b -> end', { all: { suspendedBy: ['publicity'] }, other: {} }, { nodes });
    run.at = '2026-03-03T02:00:00.000Z';
    run.decide('a', 'agree');
    expect(run.state.clocks.all).toMatchObject({ status: 'suspended', suspensions: [{ from: '2026-03-03', reason: 'publicity' }] });
    expect(run.state.clocks.other?.status).toBe('running');

    run.advance('2026-03-10T02:00:00.000Z');
    // Tuesday 3 to Tuesday 10 March do not count.
    expect(run.state.clocks.all).toMatchObject({ status: 'running', due: '2026-03-17' });
    expect(entries(run, 'clock.due_changed')).toEqual([{ clock: 'all', reason: 'publicity', before: '2026-03-09', due: '2026-03-17' }]);
  });

  it('[L10] a step passed in one burst stops nothing', () => {
    const run = running(
      'start -> fill -> notify -> a -> end',
      { all: { suspendedBy: all } },
      { nodes: { notify: { suspends: 'hearing' } } },
    );
    expect(run.state.clocks.all).toMatchObject({ status: 'running', suspensions: [] });
  });

  it('[L11] a clock of another item goes on', () => {
    const nodes = { a: { suspends: 'hearing', item: 'one' }, b: { item: 'two' } };
    const source = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
    const run = running(
      source,
      { one: { item: 'one', suspendedBy: all }, two: { item: 'two', suspendedBy: all }, whole: { suspendedBy: all } },
      { nodes },
    );
    expect(run.state.clocks).toMatchObject({ one: { status: 'suspended' }, two: { status: 'running' }, whole: { status: 'suspended' } });
  });

  it('[L12] the first correction stops the clock, a second one of the same item does not', () => {
    const nodes = { a: { item: 'one' }, b: { item: 'one' }, c: { item: 'two' } };
    const run = running('start -> fill -> a -> b -> c -> end', { all: { suspendedBy: ['supplement'] } }, { nodes });
    const ask = (node: string) => {
      run.send({ type: 'requestSupplement', taskId: run.task(node).id, defects: [{ words: 'Photo' }] });
      const { status } = run.state.clocks.all!;
      run.send({ type: 'answerSupplement', values: {} });
      return status;
    };
    expect(ask('a')).toBe('suspended');
    expect(ask('a')).toBe('running');
    run.decide('a', 'agree');
    expect(ask('b')).toBe('running');
    run.decide('b', 'agree');
    expect(ask('c')).toBe('suspended');
    expect(entries(run, 'clock.not_suspended')).toHaveLength(2);
  });

  it('[L13] a person stops clocks that name the reason, and lets them run again', () => {
    const run = running(flowOfOne, { all: { suspendedBy: all }, other: {} });
    run.at = '2026-03-04T02:00:00.000Z';
    run.send({ type: 'suspendClock', reason: 'hearing', basis: '本市听证办法第三条', actor: officer } as never);
    expect(run.state.clocks).toMatchObject({
      all: { status: 'suspended', suspensions: [{ from: '2026-03-04', reason: 'hearing', basis: '本市听证办法第三条', byHand: true }] },
      other: { status: 'running' },
    });
    run.at = '2026-03-05T02:00:00.000Z';
    run.send({ type: 'resumeClock' });
    expect(run.state.clocks.all).toMatchObject({ status: 'running', due: '2026-03-11' });
  });

  it('[L13] what a correction holds goes on holding', () => {
    const run = running(flowOfOne, { all: { suspendedBy: all } });
    run.send({ type: 'suspendClock', reason: 'hearing' });
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ words: 'Photo' }] });
    run.send({ type: 'resumeClock', clock: 'all' });
    expect(run.state.clocks.all?.status).toBe('suspended');
    run.send({ type: 'answerSupplement', values: {} });
    expect(run.state.clocks.all?.status).toBe('running');
  });

  it('[L13] stopping is refused where it has no ground', () => {
    const run = running(flowOfOne, { all: { suspendedBy: ['hearing'] }, other: {} });
    const code = (deed: Parameters<Simulation['send']>[0]) => run.send(deed).rejected?.code;
    expect(code({ type: 'suspendClock', reason: 'inspection' })).toBe('clock.reason_not_named');
    expect(code({ type: 'suspendClock', clock: 'other', reason: 'hearing' })).toBe('clock.reason_not_named');
    expect(code({ type: 'suspendClock', clock: 'none', reason: 'hearing' })).toBe('clock.unknown');
    expect(code({ type: 'resumeClock' })).toBe('clock.not_suspended');
    run.send({ type: 'suspendClock', reason: 'hearing' });
    expect(code({ type: 'suspendClock', reason: 'hearing' })).toBe('clock.already_suspended');
  });

  it('[L14] a limit that restarts runs anew from the day it goes on', () => {
    const byDocument = running(flowOfOne, { all: { suspendedBy: all, restartedBy: ['hearing'] } });
    const byCommand = running(flowOfOne, { all: { suspendedBy: all } });
    for (const [run, mode] of [
      [byDocument, undefined],
      [byCommand, 'restart'],
    ] as const) {
      run.at = '2026-03-05T02:00:00.000Z';
      run.send({ type: 'suspendClock', reason: 'hearing', ...(mode ? { mode } : {}) });
      run.at = '2026-03-10T02:00:00.000Z';
      run.send({ type: 'resumeClock' });
      expect(run.state.clocks.all).toMatchObject({ due: '2026-03-17', restartedAt: run.at });
      expect(entries(run, 'clock.resumed')).toEqual([{ clock: 'all', reason: 'hearing', anew: true }]);
    }
  });
});

describe('extension', () => {
  const extend = (run: Simulation, more: Record<string, unknown> = {}) =>
    run.send({ type: 'extendClock', clock: 'all', days: 10, reason: '需现场核查', approvedBy: '李局长', ...more });

  it('[L15] once, with reason and approval; the date moves and the papers say why', () => {
    const run = running(flowOfOne, { all: { kind: 'statutory', days: 20 } });
    expect(run.state.clocks.all?.due).toBe('2026-03-30');
    extend(run);
    expect(run.state.clocks.all).toMatchObject({ due: '2026-04-14', extension: { days: 10, reason: '需现场核查', approvedBy: '李局长' } });
    expect(extend(run).rejected?.code).toBe('extension.only_once');
  });

  it.each([
    [{ days: 11 }, 'extension.too_long'],
    [{ days: 0 }, 'extension.too_long'],
    [{ reason: ' ' }, 'extension.reason_required'],
    [{ approvedBy: '' }, 'extension.approval_required'],
    [{ clock: 'none' }, 'clock.unknown'],
    [{ at: '2026-03-31T02:00:00.000Z' }, 'extension.too_late'],
  ])('[L15] %j is refused: %s', (more, code) => {
    expect(extend(running(flowOfOne, { all: { kind: 'statutory', days: 20 } }), more).rejected?.code).toBe(code);
  });

  it('[L15] as far as its document allows, and no promise beyond the law', () => {
    const wide = running(flowOfOne, { all: { kind: 'statutory', days: 45, extension: { max: 15 } } });
    expect(extend(wide, { days: 15 }).rejected).toBeUndefined();
    expect(extend(running(flowOfOne, { all: { extension: { max: 0 } } })).rejected?.code).toBe('extension.not_allowed');
    const promised = running(flowOfOne, { all: { days: 15 }, law: { kind: 'statutory', days: 20 } });
    expect(extend(promised).rejected?.code).toBe('extension.beyond_statutory');
    expect(extend(promised, { days: 5 }).rejected).toBeUndefined();
  });
});

/** The national calendar with another version of 2026. */
function corrected(change: { off?: Record<string, string>; work?: Record<string, string> }): Calendar {
  const year = calendar.years['2026']!;
  const next = { ...year, off: { ...year.off, ...change.off }, work: { ...year.work, ...change.work } };
  return { ...calendar, version: calendar.version + 1, years: { ...calendar.years, 2026: next } };
}

describe('another calendar', () => {
  const clocks = { all: { ...clock, suspendedBy: all }, law: { ...clock, kind: 'statutory' as const, days: 10, suspendedBy: all } };
  const holiday = corrected({ off: { '2026-03-09': '本地节日', '2026-03-04': '本地节日' } });

  function changed(to: Calendar) {
    const run = running(flowOfOne, clocks);
    const go = simulateFrom(planOf(flowOfOne, { scenario: { clocks }, calendar: to }), run.state);
    return { before: run.state, go };
  }

  it('[L16] a promised date is not made later, and the history names both dates', () => {
    const { before, go } = changed(holiday);
    expect(before.clocks.all?.due).toBe('2026-03-09');
    const after = go({ type: 'recalculate' }, '2026-03-03T02:00:00.000Z');
    expect(after.clocks.all).toMatchObject({ due: '2026-03-09', kept: 2 });
    expect(go({ type: 'recalculate' }, '2026-03-03T03:00:00.000Z')).toBe(after);
  });

  it('[L16] a date that comes earlier comes earlier', () => {
    const { go } = changed(corrected({ work: { '2026-03-07': '本地调休' } }));
    expect(go({ type: 'recalculate' }, '2026-03-03T02:00:00.000Z').clocks.all?.due).toBe('2026-03-07');
  });

  it('[L16] the words are in the history', () => {
    const run = running(flowOfOne, clocks);
    const result = stepOf(planOf(flowOfOne, { scenario: { clocks }, calendar: holiday }), run.state, {
      id: 'r',
      at: '2026-03-03T02:00:00.000Z',
      actor: { kind: 'system', id: 's' },
      type: 'recalculate',
    });
    expect(result.journal).toMatchObject([
      { code: 'clock.promise_kept', data: { clock: 'all', due: '2026-03-09', counted: '2026-03-11' } },
      { code: 'clock.due_changed', data: { clock: 'law', reason: 'calendar', before: '2026-03-16', due: '2026-03-18' } },
    ]);
  });

  it('[L17] a stop after a kept promise moves it by its own days', () => {
    const { go } = changed(holiday);
    go({ type: 'recalculate' }, '2026-03-03T02:00:00.000Z');
    go({ type: 'suspendClock', reason: 'hearing' }, '2026-03-05T02:00:00.000Z');
    // Thursday and Friday stand still; 9 March is a holiday now: without the holiday's own day the date is 11 March.
    expect(go({ type: 'resumeClock' }, '2026-03-06T02:00:00.000Z').clocks.all?.due).toBe('2026-03-11');
  });

  it('[L18] the calendar is met by a command before anybody recalculated', () => {
    const { go } = changed(holiday);
    const stopped = go({ type: 'suspendClock', clock: 'all', reason: 'hearing' }, '2026-03-05T02:00:00.000Z');
    expect(stopped.clocks.all).toMatchObject({ status: 'suspended', due: '2026-03-09', kept: 2 });
  });

  it('[L19] a statutory clock beside a promised one follows the calendar; alone it is what people were told', () => {
    const { go } = changed(holiday);
    expect(go({ type: 'recalculate' }, '2026-03-03T02:00:00.000Z').clocks.law?.due).toBe('2026-03-18');

    const alone = { law: clocks.law };
    const run = running(flowOfOne, alone);
    const only = simulateFrom(planOf(flowOfOne, { scenario: { clocks: alone }, calendar: holiday }), run.state);
    expect(only({ type: 'recalculate' }, '2026-03-03T02:00:00.000Z').clocks.law?.due).toBe('2026-03-16');
  });
});

describe('explanation', () => {
  it('[Q5] a clock that stands is explained up to the day it was stopped', () => {
    const run = running(flowOfOne, { all: { suspendedBy: all } });
    run.at = '2026-03-05T02:00:00.000Z';
    run.send({ type: 'suspendClock', reason: 'hearing' });
    const plan = planOf(flowOfOne, { scenario: { clocks: { all: { ...clock, suspendedBy: all } } } });
    const [explained] = explainOf(plan, run.state, run.at).clocks;
    expect(explained?.lines.map((line) => line['zh-CN'])).toEqual([
      '3 月 2 日 受理，当日不计入，次日起算',
      '3 月 3 日 工作日，第 1 日',
      '3 月 4 日 工作日，第 2 日',
      '3 月 5 日 起停钟：听证期间',
    ]);
    expect(explained?.due).toBeUndefined();
  });

  it('[Q5] every day of a clock is a sentence in both languages, with what else moved the date', () => {
    const run = running(flowOfOne, { all: { kind: 'statutory', days: 3, suspendedBy: all } }, { at: '2026-04-02T10:00:00.000Z' });
    run.at = '2026-04-07T02:00:00.000Z';
    run.send({ type: 'suspendClock', reason: 'hearing' });
    run.at = '2026-04-08T02:00:00.000Z';
    run.send({ type: 'resumeClock' });
    run.send({ type: 'extendClock', clock: 'all', days: 1, reason: '需现场核查', approvedBy: '李局长' });
    const plan = planOf(flowOfOne, { scenario: { clocks: { all: { ...clock, kind: 'statutory', days: 3, suspendedBy: all } } } });
    const { lines } = explainOf(plan, run.state, run.at).clocks[0]!;
    expect(lines.map((line) => line['zh-CN'])).toEqual([
      '4 月 2 日 17:00 下班后收到，视为下一工作日受理',
      '4 月 3 日 受理，当日不计入，次日起算',
      '4 月 4 日 清明放假，不计',
      '4 月 5 日 清明放假，不计',
      '4 月 6 日 清明放假，不计',
      '4 月 7 日 听证期间，不计入时限',
      '4 月 8 日 听证期间，不计入时限',
      '4 月 9 日 工作日，第 1 日',
      '4 月 10 日 工作日，第 2 日',
      '4 月 11 日 星期六，不计',
      '4 月 12 日 星期日，不计',
      '4 月 13 日 工作日，第 3 日',
      '4 月 14 日 工作日，第 4 日，到期',
      '经李局长批准延长 1：需现场核查',
    ]);
    expect(lines[2]?.en).toBe('April 4: Tomb-sweeping Day holiday, not counted');
    expect(lines.at(-2)?.en).toBe('April 14: Working day, day 4; due');
  });
});
