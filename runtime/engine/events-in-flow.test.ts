import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import { step } from './step.ts';
import { eventNames, submitted } from './testing/events.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import { waitsOf } from './waits.ts';

const message = (id: string, more: object = {}) => ({ event: { type: 'message', message: id, ...more } });

describe('catching', () => {
  it('[M1] a catch stands still for its event and for nothing else, and goes on when it comes', () => {
    const simulation = submitted('start -> fill -> catch -> a -> end', { catch: message('paid') });
    expect(waitsOf(simulation.state)).toEqual([{ token: 't3', node: 'catch', reason: 'event', for: ['e1'] }]);

    simulation.send({ type: 'message', message: 'paid' });

    expect(at(simulation)).toEqual(['a']);
    expect(simulation.state.subscriptions).toEqual({});
  });

  it('[M2] one message lets one go on, the one that has waited longest', () => {
    const simulation = submitted('start -> fill -> fork; fork -> catch1 -> a -> join; fork -> catch2 -> b -> join; join -> end', {
      catch1: message('paid'),
      catch2: message('paid'),
    });

    simulation.send({ type: 'message', message: 'paid' });
    expect(at(simulation)).toEqual(['catch2', 'a']);

    simulation.send({ type: 'message', message: 'paid' });
    expect(at(simulation)).toEqual(['a', 'b']);
  });

  it('[M2] a message with another key is not for this case', () => {
    const simulation = submitted('start -> fill -> catch -> end', { catch: message('keyed') });
    expect(Object.values(simulation.state.subscriptions!)[0]!.key).toBe('1');

    expect(simulation.send({ type: 'message', message: 'keyed', key: '2' }).rejected?.code).toBe('message.not_awaited');
    simulation.send({ type: 'message', message: 'keyed', key: '1' });

    expect(simulation.state.status).toBe('completed');
  });

  it('[M3] a message nobody waits for is refused, and one the scenario does not know', () => {
    const simulation = submitted('start -> fill -> a -> end', {});
    expect(simulation.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');
    expect(simulation.send({ type: 'message', message: 'toString' }).rejected?.code).toBe('message.unknown');
    expect(simulation.send({ type: 'message', message: 'early', onlyIfAwaited: true }).rejected?.code).toBe('message.not_awaited');
  });

  it('[M3] a message that is kept waits for the first that listens, with what it brings', () => {
    const simulation = submitted('start -> fill -> a -> catch1 -> catch2 -> end', {
      catch1: message('early', { provides: { amount: 'person.income' } }),
      catch2: message('early'),
    });
    simulation.send({ type: 'message', message: 'early', values: { amount: 7 } });
    expect(Object.keys(simulation.state.kept!)).toHaveLength(1);

    simulation.decide('a', 'agree');

    expect(at(simulation)).toEqual(['catch2']);
    expect(simulation.state.fields['person.income']).toMatchObject({ value: 7, source: 'shared', origin: 'early' });
    expect(simulation.state.kept).toEqual({});
  });

  it('[M4] a message fills the paths its catcher names and no others; what does not fit refuses it', () => {
    const simulation = submitted('start -> fill -> catch -> end', { catch: message('paid', { provides: { amount: 'person.income' } }) });

    const refused = simulation.send({ type: 'message', message: 'paid', values: { amount: 'much' } });
    expect(refused.rejected).toMatchObject({ code: 'message.values_invalid', problems: [{ path: 'person.income' }] });
    simulation.send({ type: 'message', message: 'paid', values: { amount: 12, name: 'Somebody', 'person.name': 'Somebody' } });

    expect(simulation.state.fields['person.income']!.value).toBe(12);
    expect(simulation.state.fields['person.name']!.value).toBe('Lin');
    expect(simulation.state.status).toBe('completed');
  });

  it('[M5] a signal reaches everybody who listens now, and nobody who listens later', () => {
    const signal = { event: { type: 'signal', signal: 'storm' } };
    const simulation = submitted('start -> fill -> fork; fork -> catch1 -> catch3 -> join; fork -> catch2 -> join; join -> end', {
      catch1: signal,
      catch2: signal,
      catch3: signal,
    });

    simulation.send({ type: 'signal', signal: 'storm' });

    expect(at(simulation)).toEqual(['join', 'catch3'].sort());
    expect(simulation.send({ type: 'signal', signal: 'alarm' }).state).toBe(simulation.state);
  });

  it('[M6] a condition is looked at when data changes, and holds at once when it holds at the start', () => {
    const nodes = { catch: { event: { type: 'condition', when: 'person.income > 10' } }, a: { form: 'basic' } };
    const waiting = submitted('start -> fill -> fork; fork -> catch -> join; fork -> script -> join; join -> end', nodes);
    expect(at(waiting)).toEqual(['catch', 'join']);

    const rich = begin('start -> fill -> catch -> end', { nodes, scenario: eventNames });
    rich.send({ type: 'submit', values: { ...FILLED, 'person.income': 11 } });
    expect(rich.state.status).toBe('completed');
  });

  it('[M6] a condition that cannot be evaluated is told once and does not hold', () => {
    const simulation = submitted('start -> fill -> fork; fork -> catch -> join; fork -> a -> join; join -> end', {
      catch: { event: { type: 'condition', when: 'person.name > 10' } },
    });
    simulation.decide('a', 'agree');
    expect(simulation.codes().filter((code) => code === 'event.condition_failed').length).toBeLessThanOrEqual(1);
    expect(at(simulation)).toEqual(['catch', 'join']);
  });

  it('[M10] a key that cannot be computed is an incident; a retry computes it again', () => {
    const simulation = submitted('start -> fill -> catch -> end', { catch: message('paid', { key: 'person.mobile' }) });
    expect(Object.values(simulation.state.incidents)).toMatchObject([{ code: 'message.key_invalid', node: 'catch' }]);
    simulation.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(Object.values(simulation.state.incidents)).toMatchObject([{ id: 'i2', code: 'message.key_invalid' }]);
  });
});

describe('throwing', () => {
  it('[M7] a message leaves as an effect with its key and values, and the case goes on', () => {
    const simulation = submitted('start -> fill -> throw -> a -> end', {
      throw: message('keyed', { values: { who: 'person.name', twice: '2 * 3' } }),
    });
    expect(at(simulation)).toEqual(['a']);
    expect(simulation.effects.at(-1)).toEqual({
      id: 'p1',
      type: 'message',
      key: 'c1:p1',
      message: 'keyed',
      correlation: '1',
      values: { who: 'Lin', twice: 6 },
      node: 'throw',
    });
    simulation.send({ type: 'effectAnswered', effectId: 'p1', outcome: { ok: true, value: null } });
    expect(simulation.state.pending).toEqual({});
  });

  it('[M7] a signal is heard in the case at once, and leaves the case when it reaches the region', () => {
    const nodes = (signal: string) => ({ catch: { event: { type: 'signal', signal } }, throw: { event: { type: 'signal', signal } } });
    const flow = 'start -> fill -> fork; fork -> catch -> join; fork -> a -> throw -> join; join -> end';
    for (const [signal, leaves] of [['storm', 0] as const, ['alarm', 1] as const]) {
      const simulation = submitted(flow, nodes(signal));
      simulation.decide('a', 'agree');
      expect(simulation.state.status).toBe('completed');
      expect(simulation.effects.filter((effect) => effect.type === 'signal')).toHaveLength(leaves);
    }
  });

  it('[M9] an end with a message sends it, then ends', () => {
    const simulation = submitted('start -> fill -> end', { end: message('paid') });
    expect(simulation.state.status).toBe('completed');
    expect(simulation.effects.map((effect) => effect.type)).toContain('message');
    simulation.send({ type: 'effectAnswered', effectId: 'p1', outcome: { ok: true, value: null } });
    expect(simulation.state.pending).toEqual({});
  });

  it('[M10] a thrown key that cannot be computed is an incident', () => {
    const simulation = submitted('start -> fill -> throw -> end', { throw: message('paid', { key: 'person.mobile' }) });
    expect(Object.values(simulation.state.incidents)).toMatchObject([{ code: 'message.key_invalid', node: 'throw' }]);
  });
});

describe('event gateways', () => {
  const flow = 'start -> fill -> first; first -> catch -> a -> end; first -> wait -> b -> end; first -> catch2 -> end';
  const nodes = { catch: message('paid'), catch2: { event: { type: 'signal', signal: 'storm' } } };

  it('[M8] the first event takes its way; the others are forgotten and their timers taken back', () => {
    const simulation = submitted(flow, nodes);
    expect(waitsOf(simulation.state)).toMatchObject([{ node: 'first', reason: 'event', for: ['e1', 'e2', 'e3'] }]);

    simulation.send({ type: 'message', message: 'paid' });

    expect(at(simulation)).toEqual(['a']);
    expect(simulation.state.subscriptions).toEqual({});
    expect(simulation.state.timers).toEqual({});
    expect(simulation.effects.at(-1)).toMatchObject({ type: 'cancelTimer', timer: 'm1' });
    expect(simulation.state.visits).toMatchObject({ first: 1, catch: 1 });
    expect(simulation.state.visits.wait).toBeUndefined();
  });

  it('[M8] the timer wins when it comes first; the message is too late', () => {
    const simulation = submitted(flow, nodes);
    simulation.advance('2026-03-20T00:00:00.000Z');
    expect(at(simulation)).toEqual(['b']);
    expect(simulation.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('message.not_awaited');
  });
});

describe('from outside', () => {
  it('[M11] a case that was called can be cancelled from outside, and late signals change nothing', () => {
    const simulation = submitted('start -> fill -> a -> end', {});
    simulation.send({ type: 'cancelCase', reason: 'call.cancelled' });
    expect(simulation.state.status).toBe('withdrawn');
    expect(simulation.send({ type: 'signal', signal: 'storm' }).rejected).toBeUndefined();
    expect(simulation.send({ type: 'message', message: 'paid' }).rejected?.code).toBe('case.ended');
  });

  it('[M14] a case begins at the start of its message or its rule, with what that may bring', () => {
    const plan = planOf('start -> fill -> end; startM -> a -> end; startR -> b -> end', {
      scenario: eventNames,
      nodes: {
        startM: { trigger: { type: 'message', message: 'paid', provides: { sum: 'person.score' } } },
        startR: { trigger: { type: 'condition', when: 'person.score > 80' }, given: ['person.score'] },
      },
    });
    const start = (node: string, values: Record<string, JsonValue>) =>
      step(plan, undefined, {
        type: 'start',
        id: '1',
        at: '2026-03-02T01:00:00.000Z',
        actor: { kind: 'system', id: 'system' },
        caseId: 'c1',
        region: '330110',
        version: 1,
        trigger: { node, values },
      });

    expect(plan.start).toBe('start');
    const paid = start('startM', { sum: 5, 'person.score': 99 });
    expect([at(paid), paid.state.fields['person.score']!.value, paid.state.status]).toEqual([['a'], 5, 'running']);
    const ruled = start('startR', { 'person.score': 90, 'person.name': 'Lin' });
    expect([at(ruled), Object.keys(ruled.state.fields)]).toEqual([['b'], ['person.score']]);
    expect(start('fill', {}).rejected?.code).toBe('start.unknown');
    expect(start('startM', { sum: 'much' }).rejected).toMatchObject({
      code: 'message.values_invalid',
      problems: [{ path: 'person.score' }],
    });
  });
});
