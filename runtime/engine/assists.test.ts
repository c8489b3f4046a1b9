import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form } from '../../schemas/generated/documents.ts';
import { step } from './step.ts';
import { finish, violations, walk } from './testing/journeys.ts';
import { scenarioParts, withUse } from './testing/parts.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';
import type { CaseState, Outcome } from './types.ts';
import { explainOf, openQuestionsOf } from './views/index.ts';
import { inOrder } from './work.ts';

const record = { address: 'Lake Road 1', income: 50 };
const by = { region: '330110', department: 'd1', at: '2026-03-03T01:00:00.000Z' };
const down: Outcome = { ok: false, kind: 'down', message: '' };
const assisted = { consent: undefined, fallback: 'assist' as const };
/** A form that cannot do without the address the register knows. */
function addressNeeded(): { forms: Record<string, Form> } {
  const { basic } = scenarioParts().forms as { basic: Form };
  return { forms: { basic: { ...basic, fields: { ...basic.fields, address: { ...basic.fields.address!, required: true } } } } };
}

describe('asking the owner at a data node', () => {
  const source = 'start -> fill -> data -> a -> end';

  function arrived(change: Parameters<typeof withUse>[0] = {}): Simulation {
    const run = begin(source, withUse({ ...assisted, ...change }));
    run.send({ type: 'submit', values: FILLED });
    return run;
  }

  it.each(['down', 'timeout', 'noRecord', 'severalRecords', 'invalid', 'quota'] as const)(
    '[AS1] after %s the owner is asked, and the token waits',
    (kind) => {
      const run = arrived();
      run.answer('data', { ok: false, kind, message: '' });
      expect(run.effects.at(-1)).toEqual({
        id: 'p2',
        type: 'assist',
        key: 'c1:p2',
        dataUse: 'register',
        keys: { idNumber: '1' },
        fields: ['address', 'income'],
        problem: kind,
        due: '2026-03-03',
        node: 'data',
      });
      expect(at(run)).toEqual(['data']);
      expect(run.state.assists).toMatchObject({ p2: { status: 'open', department: 'd1', region: '330000', due: '2026-03-03' } });
      expect(run.state.fetches.register).toMatchObject({ state: 'waiting' });
      expect(run.codes()).toContain('assist.opened');
    },
  );

  it('[AS17] the applicant is told when an answer is late, when it fills the value in, and when there is none', () => {
    const told = (answer: Outcome, mobile: object = { 'person.mobile': '13800000000' }) => {
      const run = begin(source, withUse(assisted));
      run.send({ type: 'submit', values: { ...FILLED, ...mobile } });
      run.answer('data', down);
      run.send({ type: 'assistOverdue', assistId: 'p2', at: '2026-03-04T01:00:00.000Z' });
      run.answer('assist', answer);
      return run.effects.flatMap((effect) => (effect.type === 'notify' ? [[effect.notification, effect.to, effect.text['zh-CN']]] : []));
    };
    const late = ['assist.late', '13800000000', '您办理的「Small」正在等a0提供「Register」，已超过答复期限并督办，有结果会告诉您。'];

    expect(told({ ok: true, value: record, by })).toEqual([
      late,
      ['assist.filled', '13800000000', '您办理的「Small」：a0已提供「Register」，不用您填写，继续办理。'],
    ]);
    expect(told({ ok: false, kind: 'noRecord', message: '', by })).toEqual([
      late,
      ['assist.nothing', '13800000000', '您办理的「Small」：a0没有提供「Register」，如需您补填，请在「我的办件」里填写。'],
    ]);
    expect(told({ ok: true, value: record, by }, {})).toEqual([]);
  });

  it('[AS1][Q5] the wait is explained with whom it is for', () => {
    const run = arrived();
    run.answer('data', down);
    const plan = planOf(source, withUse(assisted));
    expect(explainOf(plan, run.state, run.at).waits.map(({ words }) => words['zh-CN'])).toEqual(['等待a0协查答复']);
  });

  it('[AS1] the days for the answer are those of the data use, counted as working days', () => {
    const run = begin(source, { ...withUse({ ...assisted, assist: { days: 3 } }), at: '2026-03-05T01:00:00.000Z' });
    run.send({ type: 'submit', values: FILLED });
    run.answer('data', down);
    expect(run.state.assists?.p2?.due).toBe('2026-03-10');
  });

  it('[AS2] without a right to the data or a key nobody is asked', () => {
    const denied = arrived();
    denied.answer('data', { ok: false, kind: 'denied', message: '' });
    expect(denied.task('data').kind).toBe('fill');

    const refused = arrived({ consent: true });
    expect(refused.task('data').kind).toBe('fill');
    expect(arrived({ keys: { idNumber: 'person.address' } }).task('data').kind).toBe('fill');
    expect(denied.state.assists).toBeUndefined();
  });

  it('[AS2] an answer is not used when the right to the data has ended meanwhile', () => {
    const run = arrived();
    run.answer('data', down);
    run.answer('assist', { ok: false, kind: 'denied', message: 'The contract is suspended.' });
    expect(run.task('data').kind).toBe('fill');
    expect(run.state.assists?.p2).toMatchObject({ status: 'refused' });
    expect(run.state.assists?.p2?.words).toBeUndefined();
  });

  it('[AS3] the answer fills the fields as the read would have, and what follows sees no difference', () => {
    const read = begin(source, withUse(assisted));
    read.send({ type: 'submit', values: FILLED });
    read.answer('data', { ok: true, value: record });

    const asked = arrived();
    asked.answer('data', down);
    asked.answer('assist', { ok: true, value: record, by });

    expect(at(asked)).toEqual(['a']);
    expect(asked.state.fields['person.income']).toEqual({ value: 50, source: 'shared', origin: 'register', at: asked.at, by });
    expect(asked.state.fetches.register).toMatchObject({ state: 'fetched', by });
    const plain = ({ state }: Simulation) => Object.fromEntries(Object.entries(state.fields).map(([path, { value }]) => [path, value]));
    expect(plain(asked)).toEqual(plain(read));
    expect(asked.codes()).toContain('assist.answered');
  });

  it.each([
    ['noRecord', 'noRecord', 'assist.no_record'],
    ['refused', 'refused', 'assist.refused'],
  ] as const)('[AS4] %s is an answer: the fields are asked of the applicant', (kind, status, code) => {
    const run = arrived();
    run.answer('data', down);
    run.answer('assist', { ok: false, kind, message: 'Not in this county', by });
    expect(run.task('data')).toMatchObject({ kind: 'fill', party: 'person' });
    expect(run.state.assists?.p2).toMatchObject({ status, words: 'Not in this county', by });
    expect(run.codes()).toContain(code);
    run.send({ type: 'submit', values: { 'person.address': 'Hill Road 2', 'person.income': 3 } });
    expect(at(run)).toEqual(['a']);
  });

  it('[AS5] an empty field of a register with gaps is asked of its owner, and the others are written', () => {
    const run = arrived();
    run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: null }, lacking: ['income'] });
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Lake Road 1' });
    expect(run.state.assists?.p2).toMatchObject({ fields: ['income'], problem: 'empty' });
    run.answer('assist', { ok: false, kind: 'noRecord', message: '', by });
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.income']).toBeUndefined();
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Lake Road 1' });
  });

  it('[AS5] where the use asks the applicant, an empty field stays empty', () => {
    const run = begin(source, withUse({ consent: undefined }));
    run.send({ type: 'submit', values: FILLED });
    run.answer('data', { ok: true, value: { address: 'Lake Road 1', income: null }, lacking: ['income'] });
    expect(at(run)).toEqual(['a']);
  });

  it('[AS9] an answer a person gave before is not asked for once more', () => {
    const known = arrived();
    known.answer('data', { ok: true, value: record, by });
    expect(known.state.fields['person.income']).toMatchObject({ value: 50, by });

    const none = arrived();
    none.answer('data', { ok: false, kind: 'noRecord', message: '', by });
    expect(none.task('data').kind).toBe('fill');
    expect(none.state.assists).toBeUndefined();
  });

  it('[AS10] an answer that does not fit is refused, and the question stays', () => {
    const run = arrived();
    run.answer('data', down);
    const before = run.state;
    const result = run.answer('assist', { ok: true, value: { income: 'fifty' }, by });
    expect(result.rejected).toEqual({ code: 'assist.values_invalid' });
    expect(run.state).toBe(before);
  });

  it('[AS11] an answer counts once, and one that comes too late changes nothing', () => {
    const run = arrived();
    run.answer('data', down);
    run.answer('assist', { ok: true, value: record, by });
    const before = run.state;
    run.send({ type: 'effectAnswered', effectId: 'p2', outcome: { ok: true, value: { income: 1 }, by } });
    expect(run.state).toBe(before);
  });

  it('[AS12] the end of the case withdraws the question, and its desk is told', () => {
    const run = arrived();
    run.answer('data', down);
    run.send({ type: 'withdraw' });
    expect(run.effects.at(-1)).toEqual({ id: 'p2c', type: 'cancelAssist', key: 'c1:p2:cancel', effect: 'p2', node: 'data' });
    expect(run.state.assists?.p2?.status).toBe('withdrawn');
    const before = run.state;
    run.send({ type: 'effectAnswered', effectId: 'p2', outcome: { ok: true, value: record, by } });
    expect(run.state).toBe(before);
  });

  it('[AS12] so does a jump away from the step, also where it stands still with an incident', () => {
    const run = arrived();
    run.answer('data', down);
    run.answer('assist', { ok: false, kind: 'down', message: 'nobody' });
    run.send({ type: 'jump', tokenId: 't3', to: 'a', branches: 'keep', reason: 'x' });
    expect(at(run)).toEqual(['a']);
    expect(run.state.assists?.p2?.status).toBe('withdrawn');
    expect(run.effects.at(-1)).toMatchObject({ type: 'cancelAssist', effect: 'p2' });
  });

  it('[AS13] where nobody can be asked a person is told, and a retry asks under the same key', () => {
    const run = arrived();
    run.answer('data', down);
    run.answer('assist', { ok: false, kind: 'down', message: 'no desk' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'assist.nobody', effect: 'p2' }]);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    expect(run.effects.at(-1)).toMatchObject({ id: 'p2', type: 'assist', key: 'c1:p2' });
    run.answer('assist', { ok: true, value: record, by });
    expect(at(run)).toEqual(['a']);
  });

  it('[AS14] a question is urged once a day by each, while it is open', () => {
    const run = arrived();
    run.answer('data', down);
    const urge = () => run.send({ type: 'urgeAssist', assistId: 'p2', words: 'today, please' });
    urge();
    expect(run.state.assists?.p2?.urges).toMatchObject([{ words: 'today, please' }]);
    expect(urge().rejected).toEqual({ code: 'urge.already_today' });
    run.at = '2026-03-03T01:00:00.000Z';
    urge();
    expect(run.state.assists?.p2?.urges).toHaveLength(2);
    run.answer('assist', { ok: true, value: record, by });
    expect(urge().rejected).toEqual({ code: 'assist.closed' });
    expect(run.send({ type: 'urgeAssist', assistId: 'p9' }).rejected).toEqual({ code: 'assist.unknown' });
  });

  it('[AS15] that it is overdue is told once, and not before it is', () => {
    const run = arrived();
    run.answer('data', down);
    const overdue = () => run.send({ type: 'assistOverdue', assistId: 'p2' });
    run.at = '2026-03-03T15:00:00.000Z';
    overdue();
    expect(run.state.assists?.p2?.escalatedAt).toBeUndefined();
    run.at = '2026-03-03T16:30:00.000Z';
    overdue();
    overdue();
    expect(run.state.assists?.p2?.escalatedAt).toBe(run.at);
    expect(run.codes().filter((code) => code === 'assist.escalated')).toHaveLength(1);
  });
});

describe('asking the owner for what a form left empty', () => {
  const required = addressNeeded();
  const options = { nodes: { fill: { prefill: ['register'] } }, ...withUse(assisted) };

  function drafted(more: object = {}, outcome: Outcome = down): Simulation {
    const run = begin('start -> fill -> a -> end', { ...options, ...more });
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.answer('data', outcome);
    return run;
  }

  it('[AS6] while the form is open nobody is asked, and what the owner could be asked for may be left empty', () => {
    const run = drafted(required);
    expect(run.effects.filter(({ type }) => type === 'assist')).toEqual([]);
    expect(run.state.fetches.register).toMatchObject({ state: 'failed' });
    expect(
      openQuestionsOf(planOf('start -> fill -> a -> end', { ...options, ...required }), run.state, run.at)?.questions['person.address'],
    ).toMatchObject({
      state: 'ask',
      required: false,
      owner: 'd1',
    });
    expect(run.send({ type: 'submit', values: FILLED }).rejected).toBeUndefined();
  });

  it('[AS6] what nobody can be asked for stays required', () => {
    const run = drafted(required, { ok: false, kind: 'denied', message: '' });
    expect(run.send({ type: 'submit', values: FILLED }).rejected?.problems).toEqual([{ path: 'person.address', code: 'field.required' }]);
    // Another person's key: what came of the first read says nothing about them.
    const other = drafted(required);
    expect(other.send({ type: 'submit', values: { ...FILLED, 'person.idNumber': '2' } }).rejected?.problems).toEqual([
      { path: 'person.address', code: 'field.required' },
    ]);
  });

  it('[AS7] what was left empty is asked at submit, and the case waits at the form', () => {
    const run = drafted(required);
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 4 } });
    expect(run.effects.at(-1)).toMatchObject({ type: 'assist', fields: ['address'], problem: 'down', node: 'fill' });
    expect(run.state).toMatchObject({ status: 'running', submittedAt: run.at });
    expect(at(run)).toEqual(['fill']);

    run.answer('assist', { ok: true, value: record, by });
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Lake Road 1', source: 'shared', by });
  });

  it('[AS7] who typed everything asks nobody', () => {
    const run = drafted(required);
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 4, 'person.address': 'Hill Road 2' } });
    expect(at(run)).toEqual(['a']);
    expect(run.state.assists).toBeUndefined();
  });

  it('[AS8] when the owner has nothing and the form needs it, the form is open once more', () => {
    const run = drafted(required);
    run.send({ type: 'submit', values: FILLED });
    run.answer('assist', { ok: false, kind: 'noRecord', message: '', by });
    expect(run.task('fill')).toMatchObject({ kind: 'fill', status: 'open' });
    expect(run.send({ type: 'submit', values: {} }).rejected?.problems).toEqual([{ path: 'person.address', code: 'field.required' }]);
    run.send({ type: 'submit', values: { 'person.address': 'Hill Road 2' } });
    expect(at(run)).toEqual(['a']);
    expect(Object.values(run.state.assists ?? {})).toHaveLength(1);
  });

  it('[AS8] what the form can do without does not hold the case up', () => {
    const run = drafted();
    run.send({ type: 'submit', values: FILLED });
    run.answer('assist', { ok: false, kind: 'refused', message: 'no right', by });
    expect(at(run)).toEqual(['a']);
  });

  it('[AS5][AS7] fields that came empty are asked at submit', () => {
    const run = drafted(required, { ok: true, value: { address: null, income: 5 }, lacking: ['address'] });
    run.send({ type: 'submit', values: FILLED });
    expect(run.state.assists).toMatchObject({ p2: { fields: ['address'], problem: 'empty' } });
    run.answer('assist', { ok: true, value: { address: 'Lake Road 1' }, by });
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.income']).toMatchObject({ value: 5, source: 'shared' });
  });
});

describe('random cases with owners that answer', () => {
  const bodies = fc.constantFrom(
    'start -> fill0 -> data1 -> end',
    'start -> fill0 -> data1 -> a -> data2 -> end',
    'start -> fill0 -> fork -> data1 -> join -> end; fork -> data2 -> join; fork -> a -> join',
    'start -> fill0 -> data1 -> decide -> data2 -> fill1 -> end',
  );
  const journeys = fc.record({ body: bodies, choices: fc.array(fc.nat(10_000), { maxLength: 25 }), income: fc.nat(12) });

  function assistViolations(state: CaseState): string[] {
    const waits = inOrder(state.pending).filter(({ kind }) => kind === 'assist');
    const open = inOrder(state.assists).filter(({ status }) => status === 'open');
    return [
      ...waits.filter(({ id }) => !open.some((one) => one.id === id)).map(({ id }) => `${id} waits for a question that is not open`),
      ...open
        .filter(
          ({ id, token }) =>
            !state.tokens[token] || !(state.pending[id] || Object.values(state.incidents).some(({ effect }) => effect === id)),
        )
        .map(({ id }) => `${id} is open and nobody waits for it`),
    ];
  }

  it('[AS16] no question is lost or doubled, and every case can be finished', () => {
    const property = fc.property(journeys, ({ body, choices, income }) => {
      const plan = planOf(body, withUse(assisted));
      const after = ({ state }: { state: CaseState }) => {
        expect(violations(plan, state)).toEqual([]);
        expect(assistViolations(state)).toEqual([]);
      };
      const walked = walk({ plan, step, after }, choices, income);
      finish({ plan, step, after }, walked);
      const keys = walked.results.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'assist' ? [effect.key] : [])));
      const ids = new Set(keys);
      expect(ids.size).toBe(Object.keys(walked.state.assists ?? {}).length);
    });
    fc.assert(property, { numRuns: 150 });
  }, 60_000);
});
