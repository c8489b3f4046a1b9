import { describe, expect, it } from 'vitest';
import { withUse } from './testing/parts.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import { type Simulation, simulate } from './testing/simulate.ts';
import { stepName } from './views/names.ts';
import { inOrder } from './work.ts';

const name = { 'zh-CN': '名', en: 'Name' };
const deskForm = {
  format: 'lianban.form/1' as const,
  id: 'desk',
  name,
  department: 'd1',
  version: 1,
  sections: { main: { title: name, rank: 'a0' } },
  fields: {
    number: { section: 'main', rank: 'a0', subject: 'paper', key: 'number', type: 'string' as const, label: name, required: true },
    pages: { section: 'main', rank: 'a1', subject: 'paper', key: 'pages', type: 'integer' as const, label: name },
    income: {
      section: 'main',
      rank: 'a2',
      subject: 'person',
      key: 'income',
      type: 'number' as const,
      label: name,
      views: { officer: 'read' as const },
    },
  },
};
const withDeskForm = {
  forms: { desk: deskForm },
  scenario: { forms: { basic: { form: 'basic', item: 'one' }, desk: { form: 'desk' } } },
  nodes: { a: { form: 'desk' } },
};

describe('desks', () => {
  it('[K1] a desk decides with one of the decisions of its node, which is the outcome', () => {
    const run = begin('start -> a -> end');
    expect(run.decide('a', 'perhaps').rejected).toEqual({ code: 'task.decision_unknown' });
    expect(run.decide('a', 'constructor').rejected).toEqual({ code: 'task.decision_unknown' });
    run.decide('a', 'agree');
    expect(run.state.outcomes).toEqual({ a: 'agree' });
    expect(run.state.tasks.k1).toMatchObject({ status: 'done', decision: 'agree', doneAt: run.at });
  });

  it('[K2] a decision that demands an opinion is refused without one', () => {
    const decisions = {
      agree: { name, rank: 'a0', effect: 'agree' },
      refuse: { name, rank: 'a1', effect: 'refuse', opinionRequired: true },
    };
    const run = begin('start -> a -> end', { nodes: { a: { decisions } } });
    expect(run.decide('a', 'refuse', { opinion: '  ' }).rejected).toEqual({ code: 'task.opinion_required' });
    run.decide('a', 'refuse', { opinion: 'No house' });
    expect(run.state.tasks.k1).toMatchObject({ status: 'done', opinion: 'No house' });
  });

  it('[K3] the form of the officer is checked, and outputs without a form are refused', () => {
    const run = begin('start -> fill -> a -> end', withDeskForm);
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 5 } });
    expect(run.decide('a', 'agree').rejected).toMatchObject({ code: 'task.outputs_invalid', problems: [{ path: 'paper.number' }] });
    expect(run.decide('a', 'agree', { outputs: { 'paper.number': 'N1', 'paper.pages': 1.5 } }).rejected?.code).toBe('task.outputs_invalid');
    expect(run.decide('a', 'agree', { outputs: { 'paper.number': 'N1', 'person.income': 6 } }).rejected?.code).toBe('task.outputs_invalid');
    run.decide('a', 'agree', { outputs: { 'paper.number': 'N1', 'paper.pages': 2 } });
    expect(run.state.fields['paper.number']).toMatchObject({ value: 'N1', source: 'output', origin: 'a' });

    const plain = begin('start -> a -> end');
    expect(plain.decide('a', 'agree', { outputs: { 'person.income': 1 } }).rejected).toEqual({ code: 'task.outputs_unexpected' });
  });

  it('[K4] a refusal need not fill the form in, but what is filled in must be right', () => {
    const run = begin('start -> fill -> a -> end', withDeskForm);
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 5 } });
    expect(run.decide('a', 'refuse', { outputs: { 'paper.pages': 1.5 } }).rejected?.code).toBe('task.outputs_invalid');
    expect(run.decide('a', 'refuse', { outputs: { 'person.income': 6 } }).rejected?.code).toBe('task.outputs_invalid');
    run.decide('a', 'refuse', { outputs: { 'paper.pages': 3 } });
    expect(run.state.fields['paper.pages']?.value).toBe(3);
    expect(run.state.status).toBe('completed');
  });

  it('[K5] a task is completed once, and the second officer is told so', () => {
    const run = begin('start -> a -> b -> end');
    run.decide('a', 'agree');
    const { state } = run;
    expect(run.send({ type: 'complete', taskId: 'k1', decision: 'refuse' }).rejected).toEqual({ code: 'task.already_completed' });
    expect(run.send({ type: 'complete', taskId: 'k9', decision: 'agree' }).rejected).toEqual({ code: 'task.unknown' });
    expect(run.state).toBe(state);
  });

  it('[K6] a step with due days is due at the end of that working day', () => {
    // Monday 2 March 2026; three working days later is Thursday.
    const run = begin('start -> a -> end', { nodes: { a: { dueDays: 3 } } });
    expect(run.state.tasks.k1?.due).toBe('2026-03-05');
  });

  it('[K7] the data choose whose desk does a step, inside instances too', () => {
    const plan = planOf('start -> block -> end', {
      blocks: { block: 'startB -> b -> c -> endB' },
      nodes: { block: { each: { over: '["d2", "d3"]', order: 'parallel' } }, b: { departmentBy: 'each.item' } },
    });
    const run = simulate(plan);
    const names = () => inOrder(run.state.tasks).map((task) => [task.department, stepName(plan, task).en]);
    expect(names()).toEqual([
      ['d2', 'b'],
      ['d3', 'b'],
    ]);

    run.decide('b', 'agree');

    // At a desk of its own the step says whose turn it is about.
    expect(names().at(-1)).toEqual(['d1', `c (${plan.scenario.departments.d2!.name.en})`]);
  });

  it('[K7] without a value it is the desk of the step; a department there is none of is told', () => {
    const own = begin('start -> a -> end', { nodes: { a: { departmentBy: 'null' } } });
    const unknown = begin('start -> a -> end', { nodes: { a: { departmentBy: '"nowhere"' } } });

    expect(own.state.tasks.k1?.department).toBe('d1');
    expect(Object.values(unknown.state.incidents).map(({ code }) => code)).toEqual(['task.department_unknown']);
    expect(unknown.state.tasks).toEqual({});
  });
});

describe('corrections', () => {
  const clocks = {
    all: { name, kind: 'promised' as const, days: 5, starts: 'fill', suspendedBy: ['supplement' as const] },
    one: { name, kind: 'promised' as const, days: 3, starts: 'fill', item: 'one', suspendedBy: ['supplement' as const] },
    fixed: { name, kind: 'statutory' as const, days: 10, starts: 'fill' },
  };
  const source = 'start -> fill -> fork; fork -> a -> join; fork -> b -> join; join -> end';
  const options = { scenario: { clocks }, nodes: { a: { item: 'one', dueDays: 2 }, b: { item: 'two', department: 'd2' } } };
  const defects = [{ path: 'person.income', words: 'The wage slip is missing' }, { words: 'Bring the photo' }];

  function working(more = {}): Simulation {
    const run = begin(source, { ...options, ...more });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 5 } });
    return run;
  }
  const ask = (run: Simulation, node: string, list = defects) =>
    run.send({ type: 'requestSupplement', taskId: run.task(node).id, defects: list });

  it('[U1] a desk names all defects at once, and its task waits for the applicant', () => {
    const run = working();
    ask(run, 'a');
    expect(run.task('a')).toMatchObject({ status: 'supplement', defects, supplements: 1 });
    expect(run.decide('a', 'agree').rejected).toEqual({ code: 'task.in_supplement' });
    expect(ask(run, 'a').rejected).toEqual({ code: 'task.in_supplement' });
  });

  it('[U2] only steps that allow it, and only fields an applicant filled in, can be named', () => {
    const run = working({ nodes: { ...options.nodes, b: { supplement: false } } });
    expect(ask(run, 'b').rejected).toEqual({ code: 'supplement.not_allowed' });
    expect(ask(run, 'a', []).rejected).toEqual({ code: 'supplement.words_required' });
    expect(ask(run, 'a', [{ words: ' ' }]).rejected).toEqual({ code: 'supplement.words_required' });
    expect(ask(run, 'a', [{ path: 'person.score', words: 'x' }]).rejected?.code).toBe('supplement.unknown_field');
    expect(ask(run, 'a', [{ path: 'person.double', words: 'x' }]).rejected?.code).toBe('supplement.unknown_field');
  });

  it('[U3] the applicant changes what was named and nothing else', () => {
    const run = working();
    expect(run.send({ type: 'answerSupplement', values: {} }).rejected).toEqual({ code: 'supplement.none_open' });
    ask(run, 'a');
    const foreign = run.send({ type: 'answerSupplement', values: { 'person.name': 'Zhou' } });
    expect(foreign.rejected?.problems).toEqual([{ path: 'person.name', code: 'field.not_requested' }]);
    expect(run.send({ type: 'answerSupplement', values: { 'person.income': 'x' } }).rejected?.code).toBe('fill.invalid');
    expect(run.send({ type: 'saveDraft', values: { 'person.name': 'Zhou' } }).rejected?.code).toBe('fill.invalid');

    run.send({ type: 'saveDraft', values: { 'person.income': 30 } });
    run.send({ type: 'answerSupplement', values: {} });
    expect(run.task('a')).toMatchObject({ status: 'open', supplements: 1 });
    expect(run.task('a').defects).toBeUndefined();
    expect(run.state.fields['person.income']).toMatchObject({ value: 30, source: 'typed', origin: 'supplement' });
    expect(run.state.fields['person.double']?.value).toBe(60);
    expect(run.state.draft).toEqual({});
  });

  it('[U4] the clock stops on the day it is asked and goes on after the day it is answered', () => {
    const run = working();
    expect(run.state.clocks.all?.due).toBe('2026-03-09');
    run.at = '2026-03-03T03:00:00.000Z';
    ask(run, 'a');
    expect(run.state.clocks.all).toMatchObject({ status: 'suspended', suspensions: [{ from: '2026-03-03', reason: 'supplement' }] });

    run.at = '2026-03-04T03:00:00.000Z';
    run.send({ type: 'answerSupplement', values: {} });

    // Tuesday and Wednesday do not count: two working days later.
    expect(run.state.clocks.all).toMatchObject({
      status: 'running',
      due: '2026-03-11',
      suspensions: [{ from: '2026-03-03', to: '2026-03-04' }],
    });
    expect(run.journal.filter((entry) => entry.code === 'clock.due_changed').map((entry) => entry.data)).toContainEqual({
      clock: 'all',
      reason: 'supplement',
      before: '2026-03-09',
      due: '2026-03-11',
    });
    expect(run.state.clocks.fixed).toMatchObject({ status: 'running', due: '2026-03-16', suspensions: [] });
  });

  it('[U5] a clock of an item is stopped only by corrections of that item', () => {
    const run = working();
    ask(run, 'b');
    expect(run.state.clocks.one?.status).toBe('running');
    expect(run.state.clocks.all?.status).toBe('suspended');

    ask(run, 'a');
    expect(run.state.clocks.one?.status).toBe('suspended');
  });

  it('[U6] a clock goes on only when the last reason is over', () => {
    const run = working();
    ask(run, 'a');
    run.at = '2026-03-03T03:00:00.000Z';
    ask(run, 'b');
    run.at = '2026-03-04T03:00:00.000Z';
    run.send({ type: 'answerSupplement', taskId: 'k2', values: {} });
    expect(run.state.clocks.all?.status).toBe('suspended');
    expect(run.state.clocks.one?.status).toBe('running');

    run.at = '2026-03-05T03:00:00.000Z';
    run.send({ type: 'answerSupplement', taskId: 'k3', values: {} });
    // 2 to 5 March are out: the five days are 6, 9, 10, 11 and 12 March.
    expect(run.state.clocks.all).toMatchObject({
      status: 'running',
      due: '2026-03-12',
      suspensions: [{ from: '2026-03-02', to: '2026-03-05' }],
    });
  });

  it('[U7] a shared value that is named can be corrected, and the shared one is kept beside it', () => {
    const run = begin('start -> fill -> data -> a -> end', withUse({ consent: undefined }));
    run.send({ type: 'submit', values: FILLED });
    run.answer('data', { ok: true, value: { address: 'x', income: 50 } });
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ path: 'person.income', words: 'Which is right?' }] });
    run.send({ type: 'answerSupplement', values: { 'person.income': 60 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 60, source: 'typed', shared: 50 });
  });

  it('[U8] the due date of the step moves by the suspended days', () => {
    const run = working();
    expect(run.task('a').due).toBe('2026-03-04');
    ask(run, 'a');
    run.at = '2026-03-03T03:00:00.000Z';
    run.send({ type: 'answerSupplement', values: {} });
    expect(run.task('a').due).toBe('2026-03-05');
    expect(run.codes()).toContain('task.due_changed');
  });

  it('[U9] without a task id an answer is for every open correction', () => {
    const run = working();
    ask(run, 'a');
    ask(run, 'b', [{ path: 'person.address', words: 'Where?' }]);
    run.send({ type: 'answerSupplement', values: { 'person.address': 'Hill Road 2' } });
    expect([run.task('a').status, run.task('b').status]).toEqual(['open', 'open']);
  });
});

describe('joint steps', () => {
  const marked = 'start -> joint; joint -[agree]-> end; joint -[refuse]-> endRefused';
  const no = { opinion: 'No' };

  /** Votes of p1, p2, p3 in order: A agree, R refuse. Gives what came out and after how many votes. */
  function vote(votes: string, joint: Record<string, unknown>): string {
    const run = begin(marked, { nodes: { joint } });
    let count = 0;
    for (const one of votes) {
      if (run.state.status !== 'running') break;
      count++;
      run.decide('joint', one === 'A' ? 'agree' : 'refuse', { participant: `p${count}`, ...no });
    }
    return `${run.state.outcomes.joint ?? 'open'} after ${count}`;
  }

  it('[J1] every participant gets a task in rank order, and refusing needs an opinion', () => {
    const run = begin(marked);
    expect(Object.values(run.state.tasks).map((task) => [task.participant, task.department])).toEqual([
      ['p1', 'd1'],
      ['p2', 'd2'],
      ['p3', 'd3'],
    ]);
    expect(run.decide('joint', 'refuse').rejected).toEqual({ code: 'task.opinion_required' });
    expect(run.decide('joint', 'abstain').rejected).toEqual({ code: 'task.decision_unknown' });
    expect(run.decide('joint', 'agree', { outputs: { 'person.income': 1 } }).rejected).toEqual({ code: 'task.outputs_unexpected' });
  });

  it.each([
    ['AAA', 'agree after 3'],
    ['AA', 'open after 2'],
    ['R', 'refuse after 1'],
    ['AR', 'refuse after 2'],
  ])('[J2] all: %s gives %s', (votes, result) => {
    expect(vote(votes, { mode: { type: 'all' } })).toBe(result);
  });

  it.each([
    ['A', 'agree after 1'],
    ['RA', 'agree after 2'],
    ['RR', 'open after 2'],
    ['RRR', 'refuse after 3'],
  ])('[J3] any: %s gives %s', (votes, result) => {
    expect(vote(votes, { mode: { type: 'any' } })).toBe(result);
  });

  it.each([
    ['AA', 'agree after 2'],
    ['RAA', 'agree after 3'],
    ['RR', 'refuse after 2'],
    ['A', 'open after 1'],
    ['RA', 'open after 2'],
  ])('[J4] two of three: %s gives %s', (votes, result) => {
    expect(vote(votes, { mode: { type: 'count', count: 2 } })).toBe(result);
  });

  it.each([
    ['A', 60, 'agree after 1'],
    ['A', 61, 'open after 1'],
    ['R', 60, 'refuse after 1'],
    ['R', 40, 'open after 1'],
    ['RAA', 40, 'agree after 3'],
    ['RAR', 40, 'refuse after 3'],
    ['AAA', 100, 'agree after 3'],
  ])('[J5] weights 3, 1, 1: %s of %i %% gives %s', (votes, percent, result) => {
    const participants = Object.fromEntries(
      [3, 1, 1].map((weight, i) => [`p${i + 1}`, { name, rank: `a${i}`, department: `d${i + 1}`, weight }]),
    );
    expect(vote(votes, { mode: { type: 'vote', percent }, participants })).toBe(result);
  });

  it.each([
    ['all', 'R', 'open after 1'],
    ['all', 'RAA', 'refuse after 3'],
    ['any', 'RA', 'agree after 2'],
    ['any', 'RRR', 'refuse after 3'],
  ])('[J6] %s, hearing everyone: %s gives %s', (type, votes, result) => {
    expect(vote(votes, { mode: { type }, onRefuse: 'continue' })).toBe(result);
    expect(vote('RRA', { mode: { type: 'count', count: 2 }, onRefuse: 'continue' })).toBe('refuse after 3');
    expect(vote('AA', { mode: { type: 'count', count: 2 }, onRefuse: 'continue' })).toBe('agree after 2');
  });

  it('[J7] when the result is decided the remaining tasks are cancelled', () => {
    const run = begin(marked);
    run.decide('joint', 'refuse', no);
    expect(Object.values(run.state.tasks).map((task) => task.status)).toEqual(['done', 'cancelled', 'cancelled']);
    expect(run.state.status).toBe('refused');

    const first = begin('start -> joint -> a -> end', { nodes: { joint: { mode: { type: 'any' } } } });
    first.decide('joint', 'agree');
    expect(first.send({ type: 'complete', taskId: 'k2', decision: 'agree' }).rejected).toEqual({ code: 'task.cancelled' });
  });

  it('[J8] each round of a loop is a vote of its own', () => {
    const run = begin('start -> x1 -> joint; joint -[refuse]-> x1; joint -[agree]-> end');
    run.decide('joint', 'refuse', no);
    expect(at(run)).toEqual(['joint']);
    for (const participant of ['p1', 'p2', 'p3']) run.decide('joint', 'agree', { participant });
    expect(run.state.status).toBe('completed');
  });
});
