import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { type FlowOptions, flow } from '../engine/testing/flow.ts';
import { planOf } from '../engine/testing/plan.ts';
import type { Call, Outcome } from '../engine/types.ts';
import { type AnswerCall, coverageOf, coverageReport, runCase, signInPaths } from './index.ts';

type Steps = CaseTest['steps'];
type Parts = Partial<Omit<CaseTest, 'expect' | 'steps'>>;
const noCalls: AnswerCall = async () => ({ ok: false, kind: 'error', message: 'no script here' });
const submit: Steps[number] = { do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } };
const decide = (node: string, decision = 'agree', at?: string): Steps[number] => ({
  do: 'decide',
  node,
  decision,
  ...(at ? { at } : {}),
  opinion: 'ok',
});

/** Plays steps on a small flow; the expectation is the one given. */
function play(
  source: string,
  steps: Steps,
  expected: CaseTest['expect'],
  more: Parts & { options?: FlowOptions; answer?: AnswerCall } = {},
) {
  const { options, answer = noCalls, ...parts } = more;
  const test: CaseTest = {
    format: 'lianban.case-test/1',
    id: 'small',
    name: { 'zh-CN': '小' },
    region: '330110',
    at: '2026-03-02T09:00:00',
    steps,
    expect: expected,
    ...parts,
  };
  return runCase(planOf(source, options), test, answer);
}

describe('a case test', () => {
  it('passes when everything is as expected', async () => {
    const run = await play('start -> fill -> a -> end', [submit, decide('a')], {
      status: 'completed',
      departments: ['d1'],
      asked: [],
      visited: ['a', 'end'],
      fields: { 'person.name': 'Lin' },
      issued: [],
      notified: [],
    });

    expect(run.problems).toEqual([]);
    expect(run.passed).toBe(true);
    expect(run.trace.map((entry) => entry.node)).toEqual(['start', 'fill', 'a', 'end']);
    expect(run.trace.map((entry) => entry.step)).toEqual([undefined, undefined, 0, 1]);
  });

  it('says everything that is otherwise, by name, not only the first', async () => {
    const { problems, passed } = await play('start -> fill -> a -> end', [submit, decide('a')], {
      status: 'refused',
      departments: ['d2'],
      fields: { 'person.name': 'Wang' },
      visited: ['a'],
      notVisited: ['end'],
      due: { c: '2026-03-09' },
    });

    expect(passed).toBe(false);
    expect(problems.map((problem) => problem.code).sort()).toEqual([
      'expect.departments',
      'expect.due',
      'expect.field',
      'expect.notVisited',
      'expect.status',
    ]);
    expect(problems.find((problem) => problem.code === 'expect.status')!.message.en).toBe(
      'The case should be “refused” but is “completed”.',
    );
    expect(problems.find((problem) => problem.code === 'expect.field')!.message['zh-CN']).toBe('「name」应为 Wang，实际是 Lin。');
  });

  it('stops at a step that cannot be done and says what the case waits for', async () => {
    const { problems } = await play('start -> fill -> a -> b -> end', [submit, decide('b'), decide('a')], { status: 'completed' });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'step.not_waiting', step: 1, about: 'b' });
    expect(problems[0]!.message.en).toContain('waiting now: a');
  });

  it('names the fields a submission was refused for', async () => {
    const { problems } = await play('start -> fill -> a -> end', [{ do: 'submit', values: { 'person.name': 'Lin' } }], {
      status: 'running',
    });

    expect(problems[0]).toMatchObject({ code: 'step.refused', step: 0 });
    expect(problems[0]!.message.en).toContain('“idNumber” must be filled in, the case leaves it empty');
  });

  it('refuses steps that go back in time', async () => {
    const { problems } = await play('start -> fill -> a -> end', [{ ...submit, at: '2026-03-01T09:00' }], { status: 'running' });

    expect(problems[0]!.code).toBe('step.time');
  });

  it('reports where a case hangs', async () => {
    const { problems } = await play('start -> fill -> a -> end', [submit], { status: 'completed' });

    expect(problems[0]!.message.en).toBe('The case should be “completed” but is “running”, now at: a.');
  });
});

describe('what the outside answers', () => {
  const source = 'start -> fill -> a -> end';
  const options: FlowOptions = { nodes: { fill: { prefill: ['register'] } } };
  const record = { register: { record: { address: 'West Lake 1', income: 50 } } };

  it('comes from the case test once the source is consented to', async () => {
    const run = await play(
      source,
      [submit],
      { status: 'running', fields: { 'person.address': 'West Lake 1', 'person.double': 100 } },
      { options, consents: { register: true }, data: record },
    );

    expect(run.problems).toEqual([]);
    expect(run.state.fields['person.address']!.source).toBe('shared');
    expect(run.sent).toMatchObject([{ at: '2026-03-02T01:00:00.000Z', kind: 'data', of: 'register', node: 'fill', answer: 'ok' }]);
  });

  it('is not asked without consent', async () => {
    const run = await play(source, [submit], { status: 'running' }, { options, data: record });

    expect(run.sent).toEqual([]);
    expect(run.state.fields['person.address']).toBeUndefined();
  });

  it.each([
    ['noRecord', 'noRecord'],
    ['severalRecords', 'severalRecords'],
    ['timeout', 'timeout'],
    ['down', 'down'],
    ['wrongData', 'invalid'],
    ['refused', 'refused'],
  ] as const)('can be the fault %s', async (fault, answer) => {
    const run = await play(
      source,
      [submit],
      { status: 'running' },
      { options, consents: { register: true }, data: { register: { fault } } },
    );

    expect(run.passed).toBe(true);
    expect(run.sent[0]!.answer).toBe(answer);
    expect(run.state.fetches.register!.state).toBe('failed');
  });

  it('is no record for a source the test says nothing about', async () => {
    const run = await play(source, [submit], { status: 'running' }, { options, consents: { register: true } });

    expect(run.sent[0]!.answer).toBe('noRecord');
  });
});

describe('time in a case test', () => {
  it('fires the timers it passes', async () => {
    const waited = await play('start -> fill -> wait -> a -> end', [submit, decide('a', 'agree', '2026-03-04T09:30')], {
      status: 'completed',
    });
    const early = await play('start -> fill -> wait -> a -> end', [submit, decide('a', 'agree', '2026-03-04T08:30')], {
      status: 'completed',
    });

    expect(waited.problems).toEqual([]);
    expect(early.problems[0]!.code).toBe('step.not_waiting');
  });

  it('lets a consent expire with advance', async () => {
    const source = 'start -> fill -> consent; consent -[agree]-> end; consent -[refuse]-> endRefused; consent -[expire]-> endRefusedLate';

    const late = await play(source, [submit, { do: 'advance', to: '2026-03-07T10:00' }], {
      status: 'refused',
      visited: ['endRefusedLate'],
    });
    const agreed = await play(source, [submit, { do: 'consent', node: 'consent', decision: 'agree' }], { status: 'completed' });

    expect(late.problems).toEqual([]);
    expect(agreed.problems).toEqual([]);
  });
});

describe('scripts, supplements and withdrawal', () => {
  it('takes script answers from the caller', async () => {
    const asked: Call[] = [];
    const answer: AnswerCall = async (call): Promise<Outcome> => {
      asked.push(call);
      return { ok: true, value: { person: { score: 7 } } };
    };

    const run = await play(
      'start -> fill -> script -> a -> end',
      [submit],
      { status: 'running', fields: { 'person.score': 7 } },
      { answer },
    );

    expect(run.problems).toEqual([]);
    expect(asked[0]).toMatchObject({ script: 'score', input: { person: { name: 'Lin' } } });
  });

  it('reports a script that failed as an incident of its node', async () => {
    const { problems } = await play('start -> fill -> script -> a -> end', [submit], { status: 'running' });

    expect(problems).toMatchObject([{ code: 'expect.incident', about: 'script' }]);
  });

  it('sends a case back and takes the answer', async () => {
    const steps: Steps = [
      submit,
      { do: 'supplement', node: 'a', defects: [{ path: 'person.name', words: 'full name, please' }] },
      { do: 'answer', values: { 'person.name': 'Lin Zhixia' } },
      decide('a'),
    ];

    const run = await play('start -> fill -> a -> end', steps, { status: 'completed', fields: { 'person.name': 'Lin Zhixia' } });

    expect(run.problems).toEqual([]);
  });

  it('withdraws', async () => {
    expect((await play('start -> fill -> a -> end', [submit, { do: 'withdraw' }], { status: 'withdrawn' })).passed).toBe(true);
  });

  it('decides for each participant of a joint step', async () => {
    const agreeing = (participant: string): Steps[number] => ({ do: 'decide', node: 'joint', participant, decision: 'agree' });

    const run = await play('start -> fill -> joint -> end', [submit, agreeing('p1'), agreeing('p2'), agreeing('p3')], {
      status: 'completed',
      departments: ['d1', 'd2', 'd3'],
    });

    expect(run.problems).toEqual([]);
  });
});

describe('coverage', () => {
  const source =
    'start -> fill -> decide -> x; x -{person.grade = "high"}-> a; x -*-> b; a -[agree]-> end; a -[refuse]-> endRefused; b -> endB';

  it('counts nodes, edges, outcomes and table rows', async () => {
    const rich: Steps = [{ do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1', 'person.income': 20 } }, decide('a')];
    const run = await play(source, rich, { status: 'completed' });

    const report = coverageReport(planOf(source), [run.coverage]);

    expect(report.rows).toEqual({ covered: 1, total: 2, missing: ['grade.r2'] });
    expect(report.outcomes.missing).toEqual(['a.refuse', 'b.agree', 'b.refuse']);
    expect(report.nodes.missing.sort()).toEqual(['b', 'endB', 'endRefused']);
    expect(report.share).toBeLessThan(1);
  });

  it('is whole when the runs together reach everything', async () => {
    const plan = planOf(source);
    const poor = await play(source, [submit, decide('b')], { status: 'completed' });

    const report = coverageReport(plan, [coverageOf(plan), poor.coverage]);

    expect(report.share).toBe(1);
  });
});

describe('what the applicant was asked', () => {
  it('leaves out what is optional, shared, computed, or known from the sign-in', async () => {
    const run = await play('start -> fill -> a -> end', [submit], { status: 'running', asked: [] });
    const { scenario } = flow('start -> fill -> end');

    expect(run.passed).toBe(true);
    expect([...signInPaths(scenario)]).toEqual(expect.arrayContaining(['person.name', 'person.idNumber', 'person.mobile']));
  });

  it('counts a required field nobody supplies', async () => {
    const forms = { basic: structuredClone(flow('start -> fill -> end').forms.basic!) };
    forms.basic.fields.address!.required = true;
    const typed: Steps = [{ do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1', 'person.address': 'West Lake 1' } }];
    const prefill: FlowOptions = { forms, nodes: { fill: { prefill: ['register'] } } };

    const asked = await play('start -> fill -> a -> end', typed, { status: 'running', asked: ['person.address'] }, { options: { forms } });
    const shared = await play(
      'start -> fill -> a -> end',
      [submit],
      { status: 'running', asked: [] },
      { options: prefill, consents: { register: true }, data: { register: { record: { address: 'West Lake 1' } } } },
    );

    expect(asked.problems).toEqual([]);
    expect(shared.problems).toEqual([]);
  });

  it('takes defaults as a person does who leaves them', async () => {
    const forms = { basic: structuredClone(flow('start -> fill -> end').forms.basic!) };
    forms.basic.fields.address = { ...forms.basic.fields.address!, required: true, default: '"at " + person.mobile' };
    forms.basic.fields.mobile = { ...forms.basic.fields.mobile!, default: '"13800000000"' };

    const run = await play(
      'start -> fill -> a -> end',
      [submit],
      { status: 'running', asked: [], fields: { 'person.address': 'at 13800000000' } },
      { options: { forms } },
    );

    expect(run.problems).toEqual([]);
  });
});
