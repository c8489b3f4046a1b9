import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { eventNames } from '../engine/testing/events.ts';
import { withUse } from '../engine/testing/parts.ts';
import { planOf } from '../engine/testing/plan.ts';
import { runCase } from './run-case.ts';

const text = (words: string) => ({ 'zh-CN': words, en: words });
const answer = async () => ({ ok: true as const, value: {} });
const caseTest = (more: Partial<CaseTest>, expected: CaseTest['expect']): CaseTest => ({
  format: 'lianban.case-test/1',
  id: 'county',
  name: text('本县的设置'),
  region: '330110',
  at: '2026-03-02T09:00',
  steps: [{ do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } }],
  expect: expected,
  ...more,
});

describe('case tests of what a county has set', () => {
  const plan = planOf('start -> fill -> x; x -{param.most > 6}-> a -> end; x -*-> b -> end2', {
    scenario: { params: { most: { name: text('最多几个月'), type: 'integer', value: 12 } } },
  });

  it('play the scenario with the settings named, and without them as it ships', async () => {
    expect((await runCase(plan, caseTest({}, { status: 'running', visited: ['a'], notVisited: ['b'] }), answer)).problems).toEqual([]);
    const six = caseTest({ params: { most: 6 } }, { status: 'running', visited: ['b'], notVisited: ['a'] });
    expect((await runCase(plan, six, answer)).problems).toEqual([]);
  });

  it('say which setting there is none of', async () => {
    const run = await runCase(plan, caseTest({ params: { mots: 6 } }, { status: 'running' }), answer);

    expect(run.passed).toBe(false);
    expect(run.problems.map(({ code, message }) => [code, message['zh-CN']])).toEqual([
      ['case.setting_unknown', '场景没有这项设置：「mots」。请改用场景里的设置。'],
    ]);
  });
});

describe('case tests of what is handed over', () => {
  const plan = planOf('start -> fill -> transfer -> end; onDown -> a -> transfer', {
    scenario: eventNames,
    nodes: { transfer: { kind: 'transfer', to: 'bank' }, onDown: { attachedTo: 'transfer', event: { type: 'error' } } },
  });
  const steps: CaseTest['steps'] = [
    { do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } },
    { do: 'decide', node: 'a', decision: 'agree' },
  ];

  it('say how the other system answers each time; the last answer stays', async () => {
    const down = { fault: 'down' as const };
    const once = caseTest({ handovers: { transfer: [down, { number: 'YH-1' }] }, steps }, { status: 'completed', visited: ['a'] });
    expect((await runCase(plan, once, answer)).problems).toEqual([]);

    const always = await runCase(plan, caseTest({ handovers: { transfer: [down] }, steps }, { status: 'running' }), answer);
    expect(always.problems).toEqual([]);
    expect(always.sent.filter(({ kind }) => kind === 'transfer')).toHaveLength(2);
  });

  it('take it for taken where nothing is said', async () => {
    expect((await runCase(plan, caseTest({}, { status: 'completed', notVisited: ['a'] }), answer)).problems).toEqual([]);
  });
});

describe('case tests of somebody who acts for another', () => {
  const subject = (role: 'applicant' | 'actedFor' | 'coParty', rank: string) => ({ name: text(role), rank, kind: 'person' as const, role });
  const plan = planOf('start -> fill -> a -> end', {
    nodes: { fill: { prefill: ['register'] } },
    scenario: { subjects: { person: subject('actedFor', 'a0'), partner: subject('applicant', 'a1'), paper: subject('coParty', 'a2') } },
  });
  const data = { register: { record: { address: 'West Street 1', income: 12 } } };

  it('read what was agreed to by the number typed for the other person', async () => {
    const granted = caseTest({ consents: { register: true }, data }, { status: 'running', fields: { 'person.address': 'West Street 1' } });
    expect((await runCase(plan, granted, answer)).problems).toEqual([]);

    const refused = caseTest({ consents: { register: false }, data }, { status: 'running', fields: { 'person.address': null } });
    expect((await runCase(plan, refused, answer)).problems).toEqual([]);
  });
});

describe('case tests of a source that is asked more than once', () => {
  const plan = planOf('start -> fill -> data -> x; x -{person.income > 10}-> end; x -*-> a -> data', {
    ...withUse({ consent: false }),
  });
  const steps: CaseTest['steps'] = [
    { do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } },
    { do: 'decide', node: 'a', decision: 'agree' },
  ];
  const first = { register: { record: { address: 'West Street 1', income: 3 } } };

  it('say what it answers the next time; the last answer stays', async () => {
    const later: CaseTest['dataAgain'] = { register: [{ record: { address: 'West Street 1', income: 12 } }] };
    const put = caseTest({ data: first, dataAgain: later, steps }, { status: 'completed', fields: { 'person.income': 12 } });
    expect((await runCase(plan, put, answer)).problems).toEqual([]);

    const same = caseTest({ data: first, steps }, { status: 'running', fields: { 'person.income': 3 }, notVisited: ['end'] });
    expect((await runCase(plan, same, answer)).problems).toEqual([]);
  });
});
