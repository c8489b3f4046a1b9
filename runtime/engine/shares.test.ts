import { describe, expect, it } from 'vitest';
import type { Calendar, Clock } from '../../schemas/generated/documents.ts';
import type { FlowOptions } from './testing/flow.ts';
import { at, begin, calendar, FILLED } from './testing/plan.ts';
import type { SimulateOptions, Simulation } from './testing/simulate.ts';

const name = { 'zh-CN': '时限', en: 'Limit' };
const clock: Clock = { name, kind: 'promised', days: 2, starts: 'a', ends: 'a', suspendedBy: ['supplement'] };
const flow = 'start -> fill -> a -> end; onQuiet -> b -> end2';
const quiet = (more: object = {}, interrupting = false): Record<string, unknown> => ({
  attachedTo: 'a',
  interrupting,
  event: { type: 'timer', share: { clock: 'all', percent: 80, ...more } },
});

/** Monday 2026-03-02, 09:00; the office is open from nine to five. */
function waiting(
  limit: Partial<Clock> = {},
  onQuiet: Record<string, unknown> = quiet(),
  options: FlowOptions & SimulateOptions & { calendar?: Calendar } = {},
): Simulation {
  const run = begin(flow, { nodes: { onQuiet }, scenario: { clocks: { all: { ...clock, ...limit } } }, ...options });
  run.send({ type: 'submit', values: FILLED });
  return run;
}
const due = (run: Simulation) => Object.values(run.state.timers).map(({ dueAt }) => dueAt);

describe('events at a part of a limit', () => {
  it('[W6] come when so much of the time of the limit is used up, counted as the limit counts', () => {
    expect(due(waiting())).toEqual(['2026-03-04T05:48:00.000Z']); // 60 % of the second working day: 13:48
    expect(due(waiting({}, quiet({ percent: 50 })))).toEqual(['2026-03-03T09:00:00.000Z']); // the first one is over
    expect(due(waiting({}, quiet({ percent: 100 })))).toEqual(['2026-03-04T09:00:00.000Z']);
    expect(due(waiting({ days: 10, unit: 'workingHours' }))).toEqual(['2026-03-02T09:00:00.000Z']);
    expect(due(waiting({ days: 10, unit: 'hours' }))).toEqual(['2026-03-02T09:00:00.000Z']);
    expect(due(waiting({ days: 10, unit: 'days' }))).toEqual(['2026-03-10T16:00:00.000Z']);
    expect(due(waiting({ days: 20 }))).toEqual(['2026-03-24T09:00:00.000Z']);
  });

  it('[W6] leave the step alone and happen once, or take its place', () => {
    const beside = waiting();
    beside.advance('2026-03-04T05:47:00.000Z');
    expect(at(beside)).toEqual(['a']);
    beside.advance('2026-03-20T00:00:00.000Z');
    expect(at(beside)).toEqual(['a', 'b']);
    expect(beside.state.subscriptions ?? {}).toEqual({});

    const instead = waiting({}, quiet({}, true));
    instead.advance('2026-03-20T00:00:00.000Z');
    expect(at(instead)).toEqual(['b']);
  });

  it('[W6] are taken back when the step is done in time', () => {
    const run = waiting();
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
    expect(run.state.timers).toEqual({});
  });

  it('[W6] stand still with the limit, and move with it', () => {
    const run = waiting();
    run.advance('2026-03-03T02:00:00.000Z');
    const taskId = run.task('a').id;
    run.send({ type: 'requestSupplement', taskId, defects: [{ path: 'person.name', words: '名字不对' }] });
    expect(due(run)).toEqual([]);
    run.advance('2026-03-11T02:00:00.000Z');
    expect(at(run)).toEqual(['a']);

    run.send({ type: 'answerSupplement', taskId, values: { 'person.name': 'Lin An' } });

    // Stopped from the 3rd to the 11th: the two working days are the 12th and the 13th.
    expect(run.state.clocks.all!.due).toBe('2026-03-13');
    expect(due(run)).toEqual(['2026-03-13T05:48:00.000Z']);
  });

  it('[W6] wait for a limit that begins later, and for a calendar that is not published', () => {
    const later = begin('start -> fill -> fork; fork -> a -> join; fork -> c -> d -> join; join -> end; onQuiet -> b -> end2', {
      nodes: { onQuiet: quiet() },
      scenario: { clocks: { all: { ...clock, starts: 'd', ends: 'd' } } },
    });
    later.send({ type: 'submit', values: FILLED });
    expect(due(later)).toEqual([]);
    later.advance('2026-03-05T01:00:00.000Z');
    later.decide('c', 'agree');
    expect(due(later)).toEqual(['2026-03-09T05:48:00.000Z']);

    const { '2026': _, ...years } = calendar.years;
    expect(due(waiting({}, quiet(), { calendar: { ...calendar, years } }))).toEqual([]);
  });

  it('[W6] stand still with a case that is suspended as a whole, and are where the limit is afterwards', () => {
    const run = waiting();
    run.send({ type: 'suspend', reason: 'a lawsuit', basis: 'Art. 42' });
    run.advance('2026-03-10T02:00:00.000Z');
    expect(due(run)).toEqual([]);

    run.send({ type: 'resume' });

    expect(run.state.clocks.all!.due).toBe('2026-03-12');
    expect(due(run)).toEqual(['2026-03-12T05:48:00.000Z']);
  });
});
