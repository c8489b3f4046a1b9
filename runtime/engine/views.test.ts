import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../schemas/generated/documents.ts';
import { deskViewOf, explainOf, openQuestionsOf, trackingOf } from './index.ts';
import { withUse } from './testing/parts.ts';
import { FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';

const name = (words: string) => ({ 'zh-CN': words, en: words });
const clocks: Scenario['clocks'] = {
  all: { name: name('全程'), kind: 'promised', days: 5, starts: 'fill', suspendedBy: ['supplement'] },
  one: { name: name('一'), kind: 'promised', days: 3, starts: 'fill', item: 'one' },
};
const source = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> x; x -{person.income > 10}-> c -> end; x -*-> end';
const nodes = { fill: { prefill: ['register'] }, a: { item: 'one', dueDays: 2 }, b: { item: 'two', department: 'd2' } };

function working(): { plan: ReturnType<typeof planOf>; run: Simulation } {
  const plan = planOf(source, { nodes, scenario: { ...withUse({ consent: undefined }).scenario, clocks } });
  const run = simulate(plan);
  run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
  run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: 5 } });
  run.send({ type: 'submit', values: FILLED, disputes: { 'person.income': 9 } });
  return { plan, run };
}

describe('tracking', () => {
  it('[Q1] one line says how the case stands and by when it is promised', () => {
    const plan = planOf('start -> fill -> a -> end', { scenario: { clocks } });
    const run = simulate(plan);
    expect(trackingOf(plan, run.state, run.at).line).toEqual({ 'zh-CN': '草稿，还没有提交', en: 'Draft, not submitted yet' });

    run.send({ type: 'submit', values: FILLED });
    expect(trackingOf(plan, run.state, run.at)).toMatchObject({
      line: { 'zh-CN': '办理中，预计 3月9日前办结', en: 'In progress, expected by 9 March 2026' },
      due: '2026-03-09',
      lamp: 'normal',
    });
    expect(trackingOf(plan, run.state, '2026-03-12T01:00:00.000Z')).toMatchObject({
      lamp: 'overdue',
      line: { en: 'In progress, later than promised (9 March 2026)' },
    });

    run.decide('a', 'agree');
    const done = trackingOf(plan, run.state, run.at);
    expect(done).toMatchObject({ line: { 'zh-CN': '已办结', en: 'Completed' }, lamp: 'done', todo: [] });
    expect(done.due).toBeUndefined();
  });

  it('[Q1] an unpublished year is said, and no date is promised', () => {
    const plan = planOf('start -> fill -> a -> end', { scenario: { clocks: { all: { ...clocks.all!, days: 30 } } } });
    const run = simulate(
      { ...plan, calendar: { ...plan.calendar!, years: { 2026: plan.calendar!.years['2026']! } } },
      { at: '2026-12-20T01:00:00.000Z' },
    );
    run.send({ type: 'submit', values: FILLED });
    const tracking = trackingOf(
      { ...plan, calendar: { ...plan.calendar!, years: { 2026: plan.calendar!.years['2026']! } } },
      run.state,
      run.at,
    );
    expect(tracking.line['zh-CN']).toBe('办理中，待 2027 年放假安排公布后确定办结日期');
    expect(tracking.due).toBeUndefined();
    expect(tracking.lamp).toBe('provisional');
  });

  it('[Q2] what to do now and how each item stands, without opinions or officers', () => {
    const { plan, run } = working();
    const items = () => Object.fromEntries(trackingOf(plan, run.state, run.at).items.map((item) => [item.id, item.state]));
    expect(items()).toEqual({ one: 'working', two: 'working' });

    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ path: 'person.name', words: 'The name is cut off' }] });
    const asked = trackingOf(plan, run.state, run.at);
    expect(asked.todo).toMatchObject([
      { kind: 'supplement', task: 'k2', department: 'd1', defects: [{ path: 'person.name', words: 'The name is cut off' }] },
    ]);
    expect(asked.line.en).toContain('stopped');
    expect(asked.due).toBeUndefined();
    expect(items()).toEqual({ one: 'supplement', two: 'working' });

    run.send({ type: 'answerSupplement', values: { 'person.name': 'Lin Yi' } });
    run.send({
      type: 'complete',
      taskId: 'k2',
      decision: 'refuse',
      opinion: 'SECRET',
      actor: { kind: 'officer', id: 'o7', name: 'Wang' },
    } as never);
    expect(items()).toEqual({ one: 'refused', two: 'working' });
    const text = JSON.stringify(trackingOf(plan, run.state, run.at));
    expect(text).not.toContain('SECRET');
    expect(text).not.toContain('Wang');
    expect(text).not.toContain('o7');
    run.decide('b', 'agree');
    expect(items()).toEqual({ one: 'refused', two: 'done' });
  });

  it('[Q2] an item the case does not pass through is not needed', () => {
    const plan = planOf('start -> fill -> x; x -{person.income > 10}-> a -> end; x -*-> b -> end', {
      nodes: { a: { item: 'one' }, b: { item: 'two' } },
    });
    const run = simulate(plan);
    const items = () => trackingOf(plan, run.state, run.at).items.map((item) => item.state);
    expect(items()).toEqual(['notStarted', 'notStarted']);
    run.send({ type: 'submit', values: FILLED });
    expect(items()).toEqual(['notNeeded', 'working']);
  });
});

describe('desk', () => {
  it('[Q3] a desk sees the fields of its department with their source, and both values where there are two', () => {
    const { plan, run } = working();
    const view = deskViewOf(plan, run.state, run.task('a').id, run.at)!;
    expect(view).toMatchObject({
      node: 'a',
      department: 'd1',
      item: { id: 'one' },
      due: '2026-03-04',
      lamp: 'normal',
      canRequestSupplement: true,
    });
    expect(view.decisions.map((decision) => decision.id)).toEqual(['agree', 'refuse']);
    expect(view.differences).toEqual(['person.income']);
    const income = view.fields.find((field) => field.path === 'person.income');
    expect(income).toMatchObject({ value: 5, source: 'shared', originName: { en: 'Register' }, other: { value: 9, by: 'applicant' } });
    expect(view.fields.find((field) => field.path === 'person.name')).toMatchObject({ source: 'typed' });
    expect(view.supplementable).toContain('person.name');

    const other = deskViewOf(plan, run.state, run.task('b').id, run.at)!;
    expect(other.fields.map((field) => field.path)).toEqual([...(plan.views.d2 ?? [])].filter((path) => run.state.fields[path]));
    expect(other.fields.some((field) => field.path === 'person.name')).toBe(false);
    expect(deskViewOf(plan, run.state, 'k1', run.at)).toBeUndefined();
    expect(deskViewOf(plan, run.state, 'constructor', run.at)).toBeUndefined();
  });
});

describe('open questions', () => {
  it('[Q4] the gaps are told apart from what is shared, waiting, hidden or computed', () => {
    const plan = planOf(source, { nodes, scenario: withUse({}).scenario });
    const run = simulate(plan);
    const states = () => {
      const open = openQuestionsOf(plan, run.state, run.at)!;
      return Object.fromEntries(Object.values(open.questions).map((question) => [question.field.path.slice(7), question.state]));
    };
    expect(states()).toEqual({
      name: 'ask',
      idNumber: 'ask',
      mobile: 'ask',
      income: 'ask',
      children: 'hidden',
      address: 'ask',
      double: 'derived',
    });
    expect(openQuestionsOf(plan, run.state, run.at)!.data).toMatchObject([{ use: 'register', consent: 'needed', state: 'idle' }]);

    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.send({ type: 'consentData', grants: { register: true } });
    expect(states()).toMatchObject({ income: 'waiting', address: 'waiting' });

    run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: 200 } });
    const open = openQuestionsOf(plan, run.state, run.at)!;
    expect(states()).toMatchObject({ income: 'shared', address: 'shared', children: 'ask' });
    expect(open.ask).toEqual(['person.name', 'person.idNumber', 'person.mobile', 'person.children']);
    expect(open.questions['person.double']!.value).toBe(400);
    expect(open.questions['person.income']).toMatchObject({ value: 200, originName: { en: 'Register' } });
    expect(open.questions['person.idNumber']).toMatchObject({ value: '1', required: true });
    expect(open.data).toMatchObject([{ consent: 'granted', state: 'fetched', fields: ['person.address', 'person.income'] }]);
  });

  it('[Q4] a correction opens exactly what was named', () => {
    const { plan, run } = working();
    run.send({
      type: 'requestSupplement',
      taskId: run.task('a').id,
      defects: [{ path: 'person.name', words: 'Cut off' }, { words: 'Photo' }],
    });
    const open = openQuestionsOf(plan, run.state, run.at)!;
    expect(open).toMatchObject({
      kind: 'supplement',
      task: 'k2',
      ask: ['person.name'],
      defects: [{ words: 'Cut off' }, { words: 'Photo' }],
    });
    expect(open.questions['person.name']).toMatchObject({ state: 'ask', value: 'Lin', defect: 'Cut off' });
    expect(open.questions['person.idNumber']!.state).toBe('locked');

    run.send({ type: 'answerSupplement', values: {} });
    expect(openQuestionsOf(plan, run.state, run.at)).toBeUndefined();
  });
});

describe('explanation', () => {
  it('[Q5] every wait and every day of a clock is explained', () => {
    const { plan, run } = working();
    run.decide('b', 'agree');
    const { waits, clocks: explained } = explainOf(plan, run.state, run.at);
    expect(waits.map(({ node, reason, words }) => [node, reason, words.en])).toEqual([
      ['a', 'task', 'Waiting for a0'],
      ['join', 'join', 'Waiting for other branches'],
    ]);
    const [all] = explained;
    expect(all).toMatchObject({ id: 'all', due: '2026-03-09', lamp: 'normal' });
    expect(all!.counted.filter((day) => day.counted).map((day) => day.date)).toEqual([
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
      '2026-03-06',
      '2026-03-09',
    ]);
  });

  it('[Q5] each reason has its words', () => {
    const plan = planOf(
      'start -> fill -> fork; fork -> consent -> join; fork -> wait -> join; fork -> issue -> join; fork -> block -> join; fork -> script -> join; join -> end',
      {
        blocks: { block: 'startB -> b -> endB' },
      },
    );
    const run = simulate(plan, { answer: () => ({ ok: false, kind: 'error', message: 'x' }) });
    run.send({ type: 'submit', values: FILLED });
    const words = explainOf(plan, run.state, run.at).waits.map((wait) => wait.words.en);
    expect(words).toEqual([
      'Waiting for the other party’s consent',
      'Waiting for the set time',
      'Waiting for an outside system',
      'Waiting for the steps inside',
      'A problem waits for an administrator',
      'Waiting for a0',
    ]);
  });
});
