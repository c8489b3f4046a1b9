import { describe, expect, it } from 'vitest';
import { eventNames, submitted } from './testing/events.ts';
import { at, begin, FILLED } from './testing/plan.ts';
import type { Outcome } from './types.ts';

const error = (code?: string) => ({ type: 'error', ...(code ? { code } : {}) });
const escalation = (code?: string) => ({ type: 'escalation', ...(code ? { code } : {}) });
const on = (attachedTo: string, event: object, more: object = {}) => ({ attachedTo, event, ...more });
const failing = (code?: string) => () => ({ ok: false, kind: 'error', message: 'x', ...(code ? { code } : {}) }) as Outcome;

describe('errors', () => {
  const inner = { blocks: { block: 'startB -> fork; fork -> b -> endB; fork -> c -> endX' } };
  const flow = 'start -> fill -> block -> a -> end; onBroke -> d -> end2; onAny -> e -> end3';

  it('[Z1] an error ends the block it is thrown in and goes on at the event on it', () => {
    const nodes = { endX: { event: error('broke') }, onBroke: on('block', error('broke')), onAny: on('block', error()) };
    const run = submitted(flow, nodes, inner);
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['d']);
    expect(Object.keys(run.state.scopes)).toEqual(['s0']);
  });

  it('[Z2] the event for this very code comes before the one for any', () => {
    const nodes = { endX: { event: error('lost') }, onBroke: on('block', error('broke')), onAny: on('block', error()) };
    const run = submitted(flow, nodes, inner);
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['e']);
  });

  it('[Z1] the innermost that takes it counts: an event block of the scope before the event on the block around', () => {
    const nodes = {
      endX: { event: error('broke') },
      blockE: { event: true, parent: 'block' },
      startE: { trigger: error('broke') },
      onBroke: on('block', error('broke')),
      onAny: on('block', error()),
    };
    const run = submitted(flow, nodes, { blocks: { block: `${inner.blocks.block}; blockE`, blockE: 'startE -> f -> endE' } });
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['block', 'blockE', 'f']);
    run.decide('f', 'agree');
    expect(at(run)).toEqual(['a']);
  });

  it('[Z7] what an event block throws itself is taken further out', () => {
    const nodes = {
      endX: { event: error('broke') },
      blockE: { event: true },
      startE: { trigger: error() },
      endE: { event: error('broke') },
      onBroke: on('block', error('broke')),
      onAny: on('block', error()),
    };
    const run = submitted(flow, nodes, { blocks: { block: `${inner.blocks.block}; blockE`, blockE: 'startE -> f -> endE' } });
    run.decide('c', 'agree');
    run.decide('f', 'agree');
    expect(at(run)).toEqual(['d']);
  });

  it('[Z3] an error always ends what it is caught around, whatever the event says', () => {
    const nodes = {
      endX: { event: error('broke') },
      onBroke: on('block', error('broke'), { interrupting: false }),
      onAny: on('block', error()),
    };
    const run = submitted(flow, nodes, inner);
    run.decide('c', 'agree');
    expect(at(run)).toEqual(['d']);
  });

  it('[Z1] an error passes blocks that do not take it', () => {
    const run = submitted(
      'start -> fill -> block -> a -> end; onBroke -> d -> end2',
      { endX: { event: error('broke') }, onBroke: on('block', error('broke')) },
      { blocks: { block: 'startB -> blockI -> endB', blockI: 'startI -> b -> endX' } },
    );
    run.decide('b', 'agree');
    expect(at(run)).toEqual(['d']);
  });

  it('[Z4] an error nobody takes is an incident at its end; a retry throws it again', () => {
    const run = submitted('start -> fill -> a -> endX', { endX: { event: error('broke') } });
    run.decide('a', 'agree');
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'error.unhandled', node: 'endX', detail: 'broke' }]);
    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ id: 'i2', code: 'error.unhandled' }]);
    expect(run.state.status).toBe('running');
  });

  it('[Z5] a failing machine takes the way drawn for its error, and is an incident where none is', () => {
    const script = 'start -> fill -> script -> a -> end; onBroke -> d -> end2';
    const taken = submitted(script, { onBroke: on('script', error('broke')) }, { answer: failing('broke') });
    expect([at(taken), taken.state.incidents]).toEqual([['d'], {}]);

    const other = submitted(script, { onBroke: on('script', error('broke')) }, { answer: failing('lost') });
    expect(Object.values(other.state.incidents)).toMatchObject([{ code: 'script.error' }]);

    const any = submitted(script, { onBroke: on('script', error()) }, { answer: failing() });
    expect(at(any)).toEqual(['d']);
  });

  it('[Z5] an answer without a code has its kind as one: no record, a time limit, a refusal', () => {
    const nodes = { onBroke: on('issue', error('timeout')), onAny: on('issue', error('refused')) };
    const flow = 'start -> fill -> issue -> a -> end; onBroke -> d -> end2; onAny -> e -> end3';
    const names = { ...eventNames, errors: { timeout: { name: { 'zh-CN': '超时' } }, refused: { name: { 'zh-CN': '被拒' } } } };
    const run = begin(flow, { nodes, scenario: names });
    run.send({ type: 'submit', values: { ...FILLED } });
    run.answer('issue', { ok: false, kind: 'refused', message: 'no' });
    expect(at(run)).toEqual(['e']);
  });

  it('[Z5] so does a document that cannot be made, and a script that answers the wrong thing', () => {
    const issue = submitted('start -> fill -> issue -> a -> end; onAny -> d -> end2', { onAny: on('issue', error()) });
    issue.answer('issue', { ok: false, kind: 'refused', message: 'no' });
    expect(at(issue)).toEqual(['d']);

    const odd = submitted(
      'start -> fill -> script -> a -> end; onAny -> d -> end2',
      { onAny: on('script', error()) },
      {
        answer: () => ({ ok: true, value: { person: { name: 'other' } } }),
      },
    );
    expect(at(odd)).toEqual(['d']);
  });
});

describe('escalations', () => {
  const flow = 'start -> fill -> block -> a -> end; onSlow -> d -> end2';
  const blocks = { block: 'startB -> throw -> b -> endB' };

  it('[Z6] an escalation goes to the innermost event that takes it; the step goes on unless the event ends it', () => {
    const besides = submitted(
      flow,
      { throw: { event: escalation('slow') }, onSlow: on('block', escalation('slow'), { interrupting: false }) },
      { blocks },
    );
    expect(at(besides).sort()).toEqual(['b', 'block', 'd']);

    const ended = submitted(flow, { throw: { event: escalation('slow') }, onSlow: on('block', escalation()) }, { blocks });
    expect(at(ended)).toEqual(['d']);
  });

  it('[Z6] one nobody takes is told in the history and that is all', () => {
    const run = submitted(flow, { throw: { event: escalation('slow') }, onSlow: on('block', escalation('big')) }, { blocks });
    expect(at(run)).toEqual(['block', 'b']);
    expect(run.codes()).toContain('escalation.raised');
    expect(run.state.incidents).toEqual({});
  });

  it('[Z6] an end may escalate and still end', () => {
    const run = submitted(
      'start -> fill -> block -> a -> end; onSlow -> d -> end2',
      { endB: { event: escalation('slow') }, onSlow: on('block', escalation('slow'), { interrupting: false }) },
      { blocks: { block: 'startB -> b -> endB' } },
    );
    run.decide('b', 'agree');
    expect(at(run).sort()).toEqual(['a', 'd']);
  });
});
