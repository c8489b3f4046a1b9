import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { eventNames, submitted } from './testing/events.ts';
import { at, begin, calendar, FILLED } from './testing/plan.ts';

const message = (id: string, more: object = {}) => ({ type: 'message', message: id, ...more });
const signal = (id: string) => ({ type: 'signal', signal: id });
const days = (amount: number, unit = 'days') => ({ amount, unit });
const on = (attachedTo: string, event: object, more: object = {}) => ({ attachedTo, event, ...more });

describe('boundary events', () => {
  const flow = 'start -> fill -> a -> end; onLate -> b -> end2';

  it('[H1] an interrupting one cancels its step with everything it waits for and goes its own way', () => {
    const run = submitted(flow, { onLate: on('a', { type: 'timer', duration: days(3) }) });
    const before = run.task('a');

    run.advance('2026-03-10T00:00:00.000Z');

    expect(at(run)).toEqual(['b']);
    expect(run.state.tasks[before.id]!.status).toBe('cancelled');
    expect(run.state.timers).toEqual({});
    expect(run.state.subscriptions).toEqual({});
    run.decide('b', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[H2] a non-interrupting one leaves its step alone and takes its own way besides', () => {
    const run = submitted(flow, { onLate: on('a', { type: 'timer', duration: days(3) }, { interrupting: false }) });
    run.advance('2026-03-10T00:00:00.000Z');
    expect(at(run)).toEqual(['a', 'b']);
    run.decide('a', 'agree');
    expect(run.state.status).toBe('running');
    run.decide('b', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[H2] messages and signals come again and again while the step is at work; an instant comes once', () => {
    const run = submitted('start -> fill -> a -> end; onPaid -> b -> end2; onStorm -> c -> end3; onLate -> d -> end4', {
      onPaid: on('a', message('paid'), { interrupting: false }),
      onStorm: on('a', signal('storm'), { interrupting: false }),
      onLate: on('a', { type: 'timer', until: 'date("2026-03-05")' }, { interrupting: false }),
    });
    for (let i = 0; i < 2; i++) {
      run.send({ type: 'message', message: 'paid' });
      run.send({ type: 'signal', signal: 'storm' });
    }
    run.advance('2026-04-05T00:00:00.000Z');
    expect(at(run)).toEqual(['a', 'b', 'c', 'b', 'c', 'd']);
    expect(Object.values(run.state.subscriptions!).map((one) => one.on)).toEqual(['message', 'signal']);
  });

  it('[H3] a step that is left takes its events back, timers included', () => {
    const run = submitted('start -> fill -> a -> b -> end; onLate -> c -> end2; onPaid -> c', {
      onLate: on('a', { type: 'timer', duration: days(3) }),
      onPaid: on('a', message('paid')),
    });
    expect(Object.keys(run.state.timers)).toHaveLength(1);

    run.decide('a', 'agree');

    expect([run.state.timers, run.state.subscriptions]).toEqual([{}, {}]);
    expect(run.effects.at(-1)).toMatchObject({ type: 'cancelTimer', timer: 'm1' });
    expect(run.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');
  });

  it('[H4] a cycle fires again from the instant it was due, as often as it says', () => {
    const event = { type: 'timer', cycle: { every: days(2), times: 3 } };
    const run = submitted('start -> fill -> a -> end; onEach -> b -> end2', { onEach: on('a', event, { interrupting: false }) });

    run.advance('2026-03-30T00:00:00.000Z');

    expect(at(run)).toEqual(['a', 'b', 'b', 'b']);
    expect(run.journal.filter((entry) => entry.code === 'timer.set').map((entry) => entry.data!.dueAt)).toEqual([
      '2026-03-04T01:00:00.000Z',
      '2026-03-06T01:00:00.000Z',
      '2026-03-08T01:00:00.000Z',
    ]);
    expect(run.state.timers).toEqual({});
  });

  it('[H4] turns of a cycle that were missed are not made up for one by one', () => {
    const event = { type: 'timer', cycle: { every: days(1) } };
    const run = submitted('start -> fill -> a -> end; onEach -> b -> end2', { onEach: on('a', event, { interrupting: false }) });

    run.send({ type: 'timerDue', timerId: 'm1', at: '2026-03-20T12:00:00.000Z' });

    expect(at(run)).toEqual(['a', 'b']);
    expect(Object.values(run.state.timers)).toMatchObject([{ dueAt: '2026-03-21T12:00:00.000Z' }]);
    expect(run.effects.filter((effect) => effect.type === 'timer').map((effect) => effect.dueAt)).toEqual([
      '2026-03-03T01:00:00.000Z',
      '2026-03-21T12:00:00.000Z',
    ]);
  });

  it('[H5] an event on a block is about everything in it', () => {
    const run = submitted(
      'start -> fill -> block -> a -> end; onPaid -> b -> end2',
      { onPaid: on('block', message('paid')) },
      { blocks: { block: 'startB -> fork; fork -> c -> join; fork -> wait -> join; join -> endB' } },
    );
    expect(at(run)).toEqual(['block', 'c', 'wait']);

    run.send({ type: 'message', message: 'paid' });

    expect(at(run)).toEqual(['b']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
    expect(run.state.timers).toEqual({});
  });

  it('[H5] the token of a block keeps its events while steps inside come and go', () => {
    const run = submitted(
      'start -> fill -> block -> end; onPaid -> b -> end2',
      { onPaid: on('block', message('paid'), { interrupting: false }) },
      { blocks: { block: 'startB -> c -> d -> endB' } },
    );
    run.decide('c', 'agree');
    run.send({ type: 'message', message: 'paid' });
    expect(at(run)).toEqual(['block', 'd', 'b']);
    run.decide('d', 'agree');
    expect(run.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');
  });

  it('[H9] a timer in working days is held until the year is published', () => {
    const { '2026': _, ...years } = calendar.years;
    const early = { ...calendar, years } as Calendar;
    const run = begin('start -> fill -> a -> end; onLate -> b -> end2', {
      calendar: early,
      scenario: eventNames,
      nodes: { onLate: on('a', { type: 'timer', duration: days(3, 'workingDays') }) },
    });
    run.send({ type: 'submit', values: { ...FILLED } });
    expect(Object.values(run.state.held!)).toMatchObject([{ purpose: 'event', node: 'onLate' }]);
    run.decide('a', 'agree');
    expect([run.state.held, run.state.subscriptions]).toEqual([{}, {}]);
  });

  it('[H8] an event that cannot be computed is told and not listened to', () => {
    const run = submitted('start -> fill -> a -> end; onPaid -> b -> end2; onLate -> b', {
      onPaid: on('a', message('paid', { key: 'person.mobile' })),
      onLate: on('a', { type: 'timer', until: 'person.mobile' }),
    });
    expect(run.state.subscriptions).toBeUndefined();
    expect(run.journal.filter((entry) => entry.code === 'event.unset').map((entry) => entry.data)).toEqual([
      { code: 'timer.until_invalid' },
      { code: 'message.key_invalid' },
    ]);
    run.decide('a', 'agree');
    expect(run.state.status).toBe('completed');
  });

  it('[H1] of a message and a timer on one step the first ends the other', () => {
    const nodes = { onLate: on('a', { type: 'timer', duration: days(3) }), onPaid: on('a', message('paid')) };
    const run = submitted('start -> fill -> a -> end; onLate -> b -> end2; onPaid -> c -> end3', nodes);
    run.send({ type: 'message', message: 'paid' });
    const { state } = run;
    expect(run.send({ type: 'timerDue', timerId: 'm1', at: '2026-03-20T00:00:00.000Z' }).state).toBe(state);
    expect(at(run)).toEqual(['c']);
  });
});

describe('event blocks', () => {
  const eventStart = (trigger: object, more: object = {}) => ({ trigger, ...more });
  const nodes = (trigger: object, more: object = {}) => ({ blockE: { event: true }, startE: eventStart(trigger, more) });

  it('[H6] an interrupting one takes the place of its scope and gives it its result', () => {
    const run = submitted('start -> fill -> a -> end; blockE', nodes(message('paid')), {
      blocks: { blockE: 'startE -> b -> endRefusedE' },
    });
    run.send({ type: 'message', message: 'paid' });
    expect(at(run)).toEqual(['blockE', 'b']);
    expect(run.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');

    run.decide('b', 'agree');

    expect(run.state.status).toBe('refused');
  });

  it('[H6] a non-interrupting one runs beside, as often as it is started, and its scope waits for it', () => {
    const run = submitted('start -> fill -> a -> end; blockE', nodes(message('paid'), { interrupting: false }), {
      blocks: { blockE: 'startE -> b -> endRefusedE' },
    });
    run.send({ type: 'message', message: 'paid' });
    run.send({ type: 'message', message: 'paid' });
    expect(at(run)).toEqual(['a', 'blockE', 'b', 'blockE', 'b']);

    run.decide('a', 'agree');
    run.decide('b', 'agree');
    expect(run.state.status).toBe('running');
    run.decide('b', 'agree');

    expect(run.state.status).toBe('completed');
    expect(run.state.subscriptions).toEqual({});
  });

  it('[H6] one in a block listens while the block is open, and only there', () => {
    const run = submitted('start -> fill -> block -> a -> end', { ...nodes(message('paid')), blockE: { event: true } }, {
      blocks: { block: 'startB -> c -> endB; blockE', blockE: 'startE -> endE' },
    } as Parameters<typeof submitted>[2]);
    run.send({ type: 'message', message: 'paid' });
    expect(at(run)).toEqual(['a']);
    expect(run.state.subscriptions).toEqual({});
    expect(run.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');
  });

  it('[H7] one of the case itself listens from its start to its end', () => {
    const run = begin('start -> fill -> a -> end; blockE', {
      nodes: nodes({ type: 'timer', duration: days(5) }),
      scenario: eventNames,
      blocks: { blockE: 'startE -> endE' },
    });
    expect(Object.values(run.state.timers)).toMatchObject([{ dueAt: '2026-03-07T01:00:00.000Z', token: '' }]);
    run.send({ type: 'submit', values: { ...FILLED } });

    run.advance('2026-03-08T00:00:00.000Z');

    expect(run.state.status).toBe('completed');
    expect(run.state.tasks.k2!.status).toBe('cancelled');
  });

  it('[H6] a condition starts one when data makes it true', () => {
    const run = submitted(
      'start -> fill -> script -> a -> end; blockE',
      nodes({ type: 'condition', when: 'person.score > 5' }, { interrupting: false }),
      {
        blocks: { blockE: 'startE -> b -> endE' },
        answer: () => ({ ok: true, value: { person: { score: 9 } } }),
      },
    );
    expect(at(run)).toEqual(['a', 'blockE', 'b']);
  });
});
