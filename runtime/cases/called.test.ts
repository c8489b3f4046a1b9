import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { eventNames } from '../engine/testing/events.ts';
import { planOf } from '../engine/testing/plan.ts';
import { runCase } from './run-case.ts';

const escalation = { type: 'escalation', code: 'slow' };
const calling = planOf('start -> call; call -[refused]-> endRefused; call -> a -> end; onSlow -> b -> end2', {
  scenario: eventNames,
  nodes: {
    call: { outputs: { 'person.score': 'person.score' } },
    onSlow: { attachedTo: 'call', event: escalation, interrupting: false },
  },
});
const asked = planOf('start -> throw -> a -> end', {
  scenario: eventNames,
  nodes: { start: { given: ['person.score'] }, throw: { event: escalation } },
});

const caseTest = (more: Partial<CaseTest>, expected: CaseTest['expect']): CaseTest => ({
  format: 'lianban.case-test/1',
  id: 'called',
  name: { 'zh-CN': '转另一地' },
  region: '330110',
  at: '2026-03-02T09:00',
  steps: [{ do: 'advance', to: '2026-03-02T10:00' }],
  expect: expected,
  ...more,
});
const answer = async () => ({ ok: true as const, value: {} });

describe('case tests of cases that call others', () => {
  it('say how the called case ends, with which values, and what it raises before', async () => {
    const calls = { call: { result: 'completed' as const, values: { 'person.score': 7 }, escalations: ['slow'] } };
    const run = await runCase(
      calling,
      caseTest({ calls }, { status: 'running', visited: ['b', 'a'], fields: { 'person.score': 7 } }),
      answer,
    );
    expect(run.problems).toEqual([]);

    const refused = await runCase(
      calling,
      caseTest({ calls: { call: { result: 'refused' } } }, { status: 'refused', notVisited: ['b'] }),
      answer,
    );
    expect(refused.problems).toEqual([]);
  });

  it('take it as completed, without values, where they say nothing', async () => {
    const run = await runCase(
      calling,
      caseTest({}, { status: 'running', visited: ['a'], notVisited: ['b'], fields: { 'person.score': null } }),
      answer,
    );
    expect(run.problems).toEqual([]);
  });

  it('begin as a called case, with the values its start takes, and raise to the one that called', async () => {
    const called = { from: '330100', values: { 'person.score': 7, 'person.name': 'Lin' } };
    const fields = { 'person.score': 7, 'person.name': null };
    const run = await runCase(asked, caseTest({ called }, { status: 'running', visited: ['a'], fields }), answer);
    expect(run.problems).toEqual([]);
    expect(run.sent).toMatchObject([{ kind: 'call', of: 'caller' }]);
  });
});
