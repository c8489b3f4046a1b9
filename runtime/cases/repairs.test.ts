import { describe, expect, it } from 'vitest';
import type { CaseTest, Form } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import { type FlowOptions, flow } from '../engine/testing/flow.ts';
import { planOf } from '../engine/testing/plan.ts';
import { type AnswerCall, playCases, repaired, repairsOf } from './index.ts';

const noCalls: AnswerCall = async () => ({ ok: false, kind: 'error', message: 'no script here' });
const kept = (id: string, parts: Partial<CaseTest> = {}): CaseTest => ({
  format: 'lianban.case-test/1',
  id,
  name: { 'zh-CN': `样例${id}` },
  region: '330110',
  at: '2026-03-02T09:00:00',
  steps: [
    { do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } },
    { do: 'decide', node: 'a', decision: 'agree', opinion: 'ok' },
  ],
  expect: { status: 'completed', departments: ['d1'], asked: [] },
  ...parts,
});

/** The basic form with one more question. */
function withQuestion(name: string, required = true): FlowOptions {
  const [id, form] = Object.entries(flow('start -> fill -> a -> end').forms)[0] as [string, Form];
  const [section] = Object.keys(form.sections);
  const [model] = Object.values(form.fields);
  const field = {
    ...model!,
    key: name,
    label: { 'zh-CN': '小名' },
    type: 'string',
    required,
    section,
    rank: 'z1',
  } as Form['fields'][string];
  for (const gone of ['element', 'limits', 'hint'] as const) delete (field as unknown as Record<string, unknown>)[gone];
  return { forms: { [id]: { ...form, fields: { ...form.fields, [name]: field } } } };
}

/** Plays, mends with the suggested answer, and plays again until nothing is left to mend. */
async function mended(plan: Plan, cases: CaseTest[], answers: Record<string, string> = {}) {
  let now = Object.fromEntries(cases.map((one) => [one.id, one]));
  const kinds: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const report = await playCases(plan, Object.values(now), { answerCall: noCalls });
    const failed = report.cases.filter(({ passed }) => !passed);
    const [repair] = repairsOf(plan, now, failed);
    if (!repair) return { report, cases: now, kinds, left: failed.flatMap(({ problems }) => problems) };
    kinds.push(`${repair.kind} ${new Set(repair.places.map((place) => place.case)).size}`);
    const answer = answers[repair.kind] ?? ('suggestion' in repair ? repair.suggestion : null);
    now = Object.fromEntries(Object.values(now).map((test) => [test.id, repaired(test, repair, answer)]));
  }
  throw new Error(`No end: ${kinds.join(', ')}`);
}

describe('kept cases that no longer fit', () => {
  it('fail by what the question should have and the case lacks, and get one value for all', async () => {
    const plan = planOf('start -> fill -> a -> end', withQuestion('nickname'));
    const report = await playCases(plan, [kept('1'), kept('2')], { answerCall: noCalls });
    expect(report.passed).toBe(0);
    expect(report.cases[0]!.problems[0]).toMatchObject({ code: 'step.refused', step: 0, about: 'fill' });
    expect(report.cases[0]!.problems[0]!.message['zh-CN']).toContain('「小名」应填写，样例没有填');

    const { kinds, left, cases } = await mended(plan, [kept('1'), kept('2')], { fill: '满满' });

    expect(left).toEqual([]);
    expect(kinds).toEqual(['fill 2']);
    expect(cases['1']!.steps[0]).toMatchObject({ values: { 'person.nickname': '满满', 'person.name': 'Lin' } });
    expect(cases['2']!.expect.asked).toContain('person.nickname');
  });

  it('are not touched by a fill where they have their own value, and offer nothing once mended', async () => {
    const plan = planOf('start -> fill -> a -> end', withQuestion('nickname'));
    const own = kept('2', { steps: [{ do: 'submit', values: { 'person.name': 'L', 'person.idNumber': '1', 'person.nickname': '豆豆' } }] });
    const failed = [{ id: '1', problems: (await playCases(plan, [kept('1')], { answerCall: noCalls })).cases[0]!.problems }];
    const [repair] = repairsOf(plan, { '1': kept('1'), '2': own }, failed);
    const after = repaired(kept('1'), repair!, '圆圆');

    expect(repaired(own, repair!, '圆圆')).toEqual(own);
    expect(repaired(kept('1'), repair!, null)).toEqual(kept('1'));
    expect(repairsOf(plan, { '1': after, '2': own }, failed)).toEqual([]);
  });

  it('carry an answer over to the question it became, or drop it', async () => {
    const old = kept('1', {
      steps: [
        { do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1', 'person.petName': '豆豆' } },
        { do: 'decide', node: 'a', decision: 'agree', opinion: 'ok' },
      ],
    });
    const plan = planOf('start -> fill -> a -> end', withQuestion('nickname'));

    const moved = await mended(plan, [old]);
    expect(moved.left).toEqual([]);
    expect(moved.kinds[0]).toBe('move 1');
    expect(moved.cases['1']!.steps[0]).toMatchObject({ values: { 'person.nickname': '豆豆' } });

    const dropped = await mended(planOf('start -> fill -> a -> end'), [old]);
    expect(dropped.kinds).toEqual(['move 1']);
    expect(dropped.left).toEqual([]);
    expect(JSON.stringify(dropped.cases)).not.toContain('豆豆');
  });

  it('do a step that was put into the flow, before the ones that follow or at the end', async () => {
    for (const flowText of ['start -> fill -> b -> a -> end', 'start -> fill -> a -> b -> end']) {
      const { left, kinds, cases } = await mended(planOf(flowText), [kept('1')]);

      expect(left, flowText).toEqual([]);
      expect(kinds[0]).toBe('decide 1');
      expect(cases['1']!.steps).toHaveLength(3);
    }
  });

  it('leave out a step that is gone, and choose again where a decision is', async () => {
    const gone = await mended(planOf('start -> fill -> b -> end'), [kept('1')]);
    expect(gone.left).toEqual([]);
    expect(gone.kinds).toContain('drop 1');
    expect(gone.cases['1']!.steps.some((step) => step.do === 'decide' && step.node === 'a')).toBe(false);

    const decisions = {
      yes: { name: { 'zh-CN': '准予' }, rank: 'a', effect: 'agree' },
      no: { name: { 'zh-CN': '不准' }, rank: 'b', effect: 'refuse' },
    };
    const renamed = await mended(planOf('start -> fill -> a -> end', { nodes: { a: { decisions } } }), [kept('1')]);
    expect(renamed.left).toEqual([]);
    expect(renamed.kinds).toEqual(['redecide 1']);
    expect(renamed.cases['1']!.steps[1]).toMatchObject({ decision: 'yes' });
  });

  it('expect what they come to now when a person says that is right', async () => {
    const plan = planOf('start -> fill -> a -> end');
    const test = kept('1', {
      expect: { status: 'refused', departments: ['d2'], notVisited: ['end'], fields: { 'person.name': 'Wang' }, due: { c: '2026-03-09' } },
    });

    const { kinds, left, cases } = await mended(plan, [test]);

    expect(left).toEqual([]);
    expect(kinds.every((kind) => kind === 'accept 1')).toBe(true);
    expect(cases['1']!.expect).toEqual({
      status: 'completed',
      departments: ['d1'],
      notVisited: [],
      fields: { 'person.name': 'Lin' },
      due: {},
    });
  });
});
