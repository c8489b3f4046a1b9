import { describe, expect, it } from 'vitest';
import { step } from './step.ts';
import { withUse } from './testing/parts.ts';
import { at, begin, FILLED, planOf } from './testing/plan.ts';
import type { Simulation } from './testing/simulate.ts';
import type { CaseState } from './types.ts';

const PREFILL = { nodes: { fill: { prefill: ['register'] } } };
const record = { address: 'Lake Road 1', income: 50 };
const noConsent = withUse({ consent: undefined });

/** A draft with its id number typed, consent given and the register read. */
function prefilled(options = {}): Simulation {
  const run = begin('start -> fill -> a -> end', { ...PREFILL, ...options });
  run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
  run.send({ type: 'consentData', grants: { register: true } });
  run.answer('data', { ok: true, value: record });
  return run;
}

describe('forms', () => {
  it('[F1] a case is a draft until its first form is submitted, and its clock starts then', () => {
    const run = begin('start -> fill -> a -> end', {
      scenario: { clocks: { all: { name: { 'zh-CN': '全程' }, kind: 'promised', days: 5, starts: 'fill' } } },
    });
    run.send({ type: 'saveDraft', values: { 'person.name': 'Lin' } });
    expect(run.state).toMatchObject({ status: 'draft', clocks: {} });
    expect(run.state.submittedAt).toBeUndefined();

    run.at = '2026-03-03T02:00:00.000Z';
    run.send({ type: 'submit', values: FILLED });

    expect(run.state).toMatchObject({ status: 'running', submittedAt: run.at, clocks: { all: { status: 'running', startedAt: run.at } } });
    expect(at(run)).toEqual(['a']);
  });

  it('[F2] submitted values are checked by the merged form, and every problem is told at once', () => {
    const run = begin('start -> fill -> a -> end');
    const result = run.send({ type: 'submit', values: { 'person.income': 'much', 'person.mobile': '12', 'person.other': 1 } });
    expect(result.rejected?.code).toBe('fill.invalid');
    expect(new Set(result.rejected?.problems?.map((problem) => problem.path))).toEqual(
      new Set(['person.income', 'person.mobile', 'person.other', 'person.name', 'person.idNumber']),
    );
  });

  it('[F3] a draft keeps what was typed, null takes it back, and other paths are refused', () => {
    const run = begin('start -> fill -> a -> end');
    run.send({ type: 'saveDraft', values: { 'person.name': 'Lin', 'person.income': 3 } });
    run.send({ type: 'saveDraft', values: { 'person.income': null } });
    expect(run.state.draft).toEqual({ 'person.name': 'Lin' });

    const refused = run.send({ type: 'saveDraft', values: { 'person.score': 3, 'partner.name': 'x' } });
    expect(refused.rejected?.problems?.map((problem) => problem.path)).toEqual(['person.score', 'partner.name']);

    run.send({ type: 'submit', values: FILLED });
    expect(run.state.draft).toEqual({});
    expect(run.send({ type: 'saveDraft', values: { 'person.name': 'Zhou' } }).rejected).toEqual({ code: 'fill.not_open' });
  });

  it('[F3][F5] a draft never holds another value of a field that is read-only or computed', () => {
    const run = prefilled();
    const codes = (values: Record<string, string | number | null>) =>
      run.send({ type: 'saveDraft', values }).rejected?.problems?.map(({ code }) => code);
    expect(codes({ 'person.income': 51 })).toEqual(['field.readOnly']);
    expect(codes({ 'person.double': 51 })).toEqual(['field.readOnly']);
    expect(codes({ 'person.income': 50, 'person.name': 'Lin' })).toBeUndefined();
    expect(run.state.draft).toEqual({ 'person.idNumber': '1', 'person.name': 'Lin' });

    // What was typed before the record came is not sent with the form.
    const early = begin('start -> fill -> a -> end', { ...PREFILL, ...noConsent });
    early.send({ type: 'saveDraft', values: { 'person.income': 9, 'person.idNumber': '1' } });
    early.answer('data', { ok: true, value: record });
    early.send({ type: 'submit', values: { 'person.name': 'Lin' } });
    expect(early.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared' });
  });

  it('[F9][F3] what one form gives is read-only in the other, also when the draft says otherwise', () => {
    const run = begin('start -> fill1 -> fill2 -> end');
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 1 } });
    expect(run.send({ type: 'saveDraft', values: { 'person.income': 0 } }).rejected?.problems).toEqual([
      { path: 'person.income', code: 'field.readOnly' },
    ]);
    run.send({ type: 'submit', values: {} });
    expect(run.state.status).toBe('completed');
  });

  it('[F4] what is submitted is put on top of the draft, without drafted values of hidden fields', () => {
    const run = begin('start -> fill -> a -> end');
    run.send({ type: 'saveDraft', values: { 'person.name': 'Lin', 'person.idNumber': '1', 'person.income': 200, 'person.children': 2 } });
    run.send({ type: 'submit', values: { 'person.income': 20, 'person.name': 'Zhou' } });

    expect(run.state.status).toBe('running');
    expect(run.state.fields['person.name']).toMatchObject({ value: 'Zhou', source: 'typed', origin: 'fill' });
    expect(run.state.fields['person.children']).toBeUndefined();
  });

  it('[F5] a shared value is read-only: another value is refused, the same is fine', () => {
    const run = prefilled();
    const tampered = run.send({ type: 'submit', values: { ...FILLED, 'person.income': 51 } });
    expect(tampered.rejected?.problems).toMatchObject([{ path: 'person.income', code: 'field.readOnly' }]);

    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 50 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared', origin: 'register' });
  });

  it('[F6] a disputed shared value stays, with what the applicant says beside it', () => {
    const run = prefilled();
    const wrong = run.send({ type: 'submit', values: FILLED, disputes: { 'person.name': 'x', 'person.income': 'much' } });
    expect(wrong.rejected?.problems?.map(({ path, code }) => [path, code])).toMatchObject([
      ['person.name', 'field.dispute_not_shared'],
      ['person.income', expect.any(String)],
    ]);

    run.send({ type: 'submit', values: FILLED, disputes: { 'person.income': 70 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared', disputed: 70 });
    expect(run.state.fetches.register?.state).toBe('disputed');
  });

  it('[F7] a shared value that may be changed keeps the shared one beside the typed one', () => {
    const run = prefilled(withUse({ editable: true }));
    run.send({ type: 'submit', values: { ...FILLED, 'person.address': 'Hill Road 2', 'person.income': 50 } });
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Hill Road 2', source: 'typed', shared: 'Lake Road 1' });
    expect(run.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared' });
  });

  it('[F7][F11] the shared value stays beside the typed one when the form is submitted again', () => {
    const run = begin('start -> x1 -> fill -> a; a -[refuse]-> x1; a -[agree]-> end', {
      ...PREFILL,
      ...withUse({ editable: true, consent: undefined }),
    });
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.answer('data', { ok: true, value: record });
    run.send({ type: 'submit', values: { ...FILLED, 'person.address': 'Hill Road 2' } });
    run.decide('a', 'refuse');
    run.send({ type: 'submit', values: { ...FILLED, 'person.address': 'Hill Road 3' } });
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Hill Road 3', source: 'typed', shared: 'Lake Road 1' });
  });

  it('[F8] computed fields are computed from the values submitted, and nobody types them', () => {
    const run = begin('start -> fill -> a -> end');
    const typed = run.send({ type: 'submit', values: { ...FILLED, 'person.income': 4, 'person.double': 9 } });
    expect(typed.rejected?.problems).toMatchObject([{ path: 'person.double' }]);

    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 4 } });
    expect(run.state.fields['person.double']).toMatchObject({ value: 8, source: 'computed' });
  });

  it('[F9] later forms see what earlier ones gave, and open forms are told apart by their task', () => {
    const later = begin('start -> fill1 -> a -> fill2 -> end');
    later.send({ type: 'submit', values: FILLED });
    later.decide('a', 'agree');
    expect(at(later)).toEqual(['fill2']);
    later.send({ type: 'submit', values: {} });
    expect(later.state.status).toBe('completed');

    const both = begin('start -> fork; fork -> fill1 -> join; fork -> fill2 -> join; join -> end');
    expect(both.send({ type: 'submit', values: FILLED }).rejected).toEqual({ code: 'fill.which_form' });
    both.send({ type: 'submit', taskId: 'k2', values: FILLED });
    expect(both.state.status).toBe('running');
    expect(at(both)).toEqual(['fill1', 'join']);
    expect(both.send({ type: 'submit', taskId: 'k2', values: FILLED }).rejected).toEqual({ code: 'task.already_completed' });
  });

  it('[F10] a flow that does not begin with a form is submitted by its start', () => {
    const run = begin('start -> a -> end');
    expect(run.state).toMatchObject({ status: 'running', submittedAt: run.at });
    expect(begin('start -> end').state).toMatchObject({ status: 'completed', submittedAt: run.at });
  });

  it('[F11] a form entered again keeps what was typed, until it is changed, taken back or hidden', () => {
    const run = begin('start -> x1 -> fill -> a; a -[refuse]-> x1; a -[agree]-> end');
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 200, 'person.children': 2, 'person.address': 'Lake Road 1' } });
    run.decide('a', 'refuse');
    run.send({ type: 'submit', values: { 'person.income': 20, 'person.address': null } });

    expect(run.state.fields['person.name']?.value).toBe('Lin');
    expect(run.state.fields['person.income']?.value).toBe(20);
    expect(run.state.fields['person.children']).toBeUndefined();
    expect(run.state.fields['person.address']).toBeUndefined();
  });

  it('[F12] the context knows region and local date of submission, in a draft the day it would be submitted', () => {
    // 2026-03-02T17:00Z is already the third in Shanghai.
    const source =
      'start -> fill -> x; x -{case.region = "330110" and case.submittedDate = date("2026-03-03")}-> a -> end; x -*-> b -> end';
    const run = begin(source);
    run.at = '2026-03-02T17:00:00.000Z';
    run.send({ type: 'submit', values: FILLED });
    expect(at(run)).toEqual(['a']);

    const elsewhere = begin(source, { region: '330106' });
    elsewhere.at = '2026-03-02T17:00:00.000Z';
    elsewhere.send({ type: 'submit', values: FILLED });
    expect(at(elsewhere)).toEqual(['b']);
  });
});

describe('prefill', () => {
  it('[D1] a read without consent starts when the form is open and its keys are known', () => {
    const run = begin('start -> fill -> a -> end', { ...PREFILL, ...noConsent });
    expect(run.effects).toEqual([]);

    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });

    expect(run.effects).toEqual([{ id: 'p1', type: 'data', key: 'c1:p1', dataUse: 'register', keys: { idNumber: '1' }, node: 'fill' }]);
    expect(run.state.fetches.register).toMatchObject({ state: 'waiting', keys: { idNumber: '1' } });
    run.send({ type: 'saveDraft', values: { 'person.name': 'Lin' } });
    expect(run.effects).toHaveLength(1);
  });

  it('[D2] a read with consent starts when granted; refused, its fields are asked', () => {
    const run = begin('start -> fill -> a -> end', PREFILL);
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    expect(run.effects).toEqual([]);
    expect(run.send({ type: 'consentData', grants: { other: true } }).rejected).toEqual({ code: 'consent.unknown_data' });

    run.send({ type: 'consentData', grants: { register: false } });
    expect(run.effects).toEqual([]);
    expect(run.state.consents.register).toMatchObject({ granted: false });
    expect(run.state.fetches.register).toMatchObject({ state: 'idle', problem: 'refused' });

    run.send({ type: 'consentData', grants: { register: true } });
    expect(run.effects).toHaveLength(1);
    run.answer('data', { ok: true, value: record });
    expect(run.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared', origin: 'register' });

    run.send({ type: 'consentData', grants: { register: false } });
    expect(run.state.fields['person.income']).toBeUndefined();
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 9 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 9, source: 'typed' });
  });

  it('[D3] values belong to the keys they were read for', () => {
    const run = prefilled();
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '2' } });
    expect(run.state.fields['person.income']).toBeUndefined();
    expect(run.effects.at(-1)).toMatchObject({ type: 'data', keys: { idNumber: '2' } });

    const swapped = prefilled();
    swapped.send({ type: 'submit', values: { ...FILLED, 'person.idNumber': '2', 'person.income': 9 } });
    expect(swapped.state.fields['person.income']).toMatchObject({ value: 9, source: 'typed' });
    expect(swapped.state.fields['person.address']).toBeUndefined();
    expect(swapped.state.fetches.register).toMatchObject({ state: 'idle', problem: 'stale' });
  });

  it('[D4] a failed read is told, its fields are asked, and granting again tries again', () => {
    const run = begin('start -> fill -> a -> end', PREFILL);
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.send({ type: 'consentData', grants: { register: true } });
    run.answer('data', { ok: false, kind: 'down', message: 'no answer' });
    expect(run.state.fetches.register).toMatchObject({ state: 'failed', problem: 'down' });

    run.send({ type: 'consentData', grants: { register: true } });
    expect(run.state.fetches.register?.state).toBe('waiting');
    run.answer('data', { ok: false, kind: 'timeout', message: 'slow' });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 9 } });
    expect(run.state.fields['person.income']).toMatchObject({ value: 9, source: 'typed' });
  });

  it('[D5] a read under way at submit does not count, and its answer changes nothing any more', () => {
    const run = begin('start -> fill -> a -> end', { ...PREFILL, ...noConsent });
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 9 } });
    expect(run.state.fetches.register).toMatchObject({ state: 'failed', problem: 'late' });
    const { state } = run;

    run.send({ type: 'effectAnswered', effectId: 'p1', outcome: { ok: true, value: record } });
    expect(run.state).toBe(state);
  });

  it('[D5] a form that is cancelled takes its read with it', () => {
    const run = begin('start -> fork; fork -> fill -> endF; fork -> a -> end', {
      ...PREFILL,
      ...noConsent,
      nodes: { ...PREFILL.nodes, end: { terminate: true } },
    });
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    expect(Object.keys(run.state.pending)).toEqual(['p1']);
    run.decide('a', 'agree');
    expect(run.state).toMatchObject({ status: 'completed', pending: {} });
  });

  it('[D2] consent to a read later in the flow is given at the form', () => {
    for (const granted of [true, false]) {
      const run = begin('start -> fill -> data -> a -> end');
      run.send({ type: 'consentData', grants: { register: granted } });
      expect(run.effects).toEqual([]);
      run.send({ type: 'submit', values: FILLED });
      expect(at(run)).toEqual(['data']);
      expect(Object.keys(run.state.pending)).toHaveLength(granted ? 1 : 0);
    }
  });

  it('[D14] after its form a consent may be taken back: reads later in the flow are refused, what was read stays', () => {
    const run = begin('start -> fill -> a -> data -> end');
    run.send({ type: 'consentData', grants: { register: true } });
    run.send({ type: 'submit', values: FILLED });

    expect(run.send({ type: 'consentData', grants: { register: true } }).rejected).toEqual({ code: 'fill.not_open' });
    expect(run.send({ type: 'consentData', grants: { nothing: false } }).rejected).toEqual({ code: 'consent.unknown_data' });
    expect(run.send({ type: 'consentData', grants: { register: false } }).rejected).toBeUndefined();
    expect(run.send({ type: 'consentData', grants: { register: false } }).rejected).toEqual({ code: 'consent.not_granted' });
    expect(run.state.consents.register).toMatchObject({ granted: false });

    run.decide('a', 'agree');
    expect(Object.keys(run.state.pending)).toEqual([]);
    expect(run.codes()).toContain('data.fallback');
  });

  it('[D12] a use of another party is granted by that party, never by the applicant', () => {
    const options = { nodes: { fill2: { prefill: ['register'] } }, ...withUse({ consent: 'partner' }) };
    const run = begin('start -> fill1 -> consent -> fill2 -> end', options);
    run.send({ type: 'submit', values: FILLED });
    run.send({ type: 'consent', taskId: 'k2', decision: 'agree' });
    expect(run.state.fetches.register?.state).toBe('waiting');
    expect(run.send({ type: 'consentData', grants: { register: true } }).rejected).toEqual({ code: 'consent.not_yours' });

    const refused = begin('start -> fill1 -> consent -> fill2 -> end', options);
    refused.send({ type: 'submit', values: FILLED });
    refused.send({ type: 'consent', taskId: 'k2', decision: 'refuse' });
    expect(refused.state.fetches.register).toBeUndefined();
  });

  it('[D13] a list of one record is that record, and a value that is empty in the record is asked', () => {
    const run = begin('start -> fill -> a -> end', { ...PREFILL, ...noConsent });
    run.send({ type: 'saveDraft', values: { 'person.idNumber': '1' } });
    run.answer('data', { ok: true, value: [{ address: 'Lake Road 1', income: null }] });
    run.send({ type: 'submit', values: { ...FILLED, 'person.income': 9 } });
    expect(run.state.fields['person.address']).toMatchObject({ source: 'shared' });
    expect(run.state.fields['person.income']).toMatchObject({ value: 9, source: 'typed' });
    expect(run.state.fetches.register?.state).toBe('fetched');
  });
});

describe('data nodes', () => {
  const source = 'start -> fill -> data -> a -> end';

  function arrived(change: Parameters<typeof withUse>[0] = {}, income?: number): Simulation {
    const run = begin(source, withUse({ consent: undefined, ...change }));
    run.send({ type: 'submit', values: income === undefined ? FILLED : { ...FILLED, 'person.income': income } });
    return run;
  }

  it('[D6] a data node waits for the answer and writes its fields as shared', () => {
    const run = arrived();
    expect(run.state.tokens).toMatchObject({ t3: { node: 'data', status: 'waiting' } });
    run.answer('data', { ok: true, value: record });
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Lake Road 1', source: 'shared', origin: 'register' });
  });

  it.each(['noRecord', 'severalRecords', 'down', 'refused'] as const)('[D7] after %s a data node asks for its fields', (kind) => {
    const run = arrived();
    run.answer('data', { ok: false, kind, message: '' });
    const task = run.task('data');
    expect(task).toMatchObject({ kind: 'fill', party: 'person' });

    expect(run.send({ type: 'submit', taskId: task.id, values: { 'person.name': 'x' } }).rejected?.code).toBe('fill.invalid');
    run.send({ type: 'saveDraft', values: { 'person.address': 'Hill Road 2' } });
    run.send({ type: 'submit', values: { 'person.income': 5 } });
    expect(at(run)).toEqual(['a']);
    expect(run.state.fields['person.income']).toMatchObject({ value: 5, source: 'typed', origin: 'data' });
    expect(run.state.fields['person.address']).toMatchObject({ value: 'Hill Road 2', source: 'typed' });
  });

  it('[D7] without consent or without a key a data node asks at once', () => {
    const refused = arrived({ consent: true });
    expect(refused.task('data').kind).toBe('fill');
    expect(refused.effects).toEqual([]);

    const noKey = arrived({ keys: { idNumber: 'person.address' } });
    expect(noKey.task('data').kind).toBe('fill');
  });

  it('[D8] with fallback fail a data node raises an incident, and a retry reads again', () => {
    const run = arrived({ fallback: 'fail' });
    run.answer('data', { ok: false, kind: 'down', message: '' });
    expect(Object.values(run.state.incidents)).toMatchObject([{ code: 'data.failed', detail: 'down' }]);

    run.send({ type: 'retryIncident', incidentId: 'i1' });
    run.answer('data', { ok: true, value: record });
    expect(at(run)).toEqual(['a']);
  });

  it('[D9] a question an earlier release put as a desk task is answered there, or the fields are asked', () => {
    const earlier = (): CaseState => {
      const run = arrived();
      run.answer('data', { ok: false, kind: 'down', message: '' });
      const { party: _, ...task } = run.task('data');
      return { ...run.state, tasks: { ...run.state.tasks, [task.id]: { ...task, kind: 'desk', department: 'd1' } } };
    };
    const send = (state: CaseState, decision: string, outputs: CaseState['draft'] = {}) =>
      step(planOf(source, withUse({ consent: undefined, fallback: 'assist' })), state, {
        type: 'complete',
        id: decision + Object.keys(outputs).length,
        at: '2026-03-02T02:00:00.000Z',
        actor: { kind: 'officer', id: 'o1' },
        taskId: 'k2',
        decision,
        outputs,
      });
    const before = {
      ...earlier(),
      scenario: { id: 'small', version: 1, hash: planOf(source, withUse({ consent: undefined, fallback: 'assist' })).hash },
    };

    expect(send(before, 'agree').rejected).toEqual({ code: 'task.decision_unknown' });
    expect(send(before, 'answer', { 'person.income': 'x' }).rejected?.code).toBe('task.outputs_invalid');
    const answered = send(before, 'answer', { 'person.income': 8 });
    expect(at(answered)).toEqual(['a']);
    expect(answered.state.fields['person.income']).toMatchObject({ value: 8, source: 'shared' });

    expect(send(before, 'noRecord', { 'person.income': 8 }).rejected).toEqual({ code: 'task.outputs_unexpected' });
    const none = send(before, 'noRecord');
    expect(Object.values(none.state.tasks).at(-1)).toMatchObject({ node: 'data', kind: 'fill', status: 'open' });
  });

  it('[D10] a shared value takes the place of a typed one, and a different one is kept beside it', () => {
    const run = arrived({}, 40);
    run.answer('data', { ok: true, value: record });
    expect(run.state.fields['person.income']).toMatchObject({ value: 50, source: 'shared', disputed: 40 });

    const same = arrived({}, 50);
    same.answer('data', { ok: true, value: record });
    expect(same.state.fields['person.income']).toEqual({ value: 50, source: 'shared', origin: 'register', at: same.at });
  });

  it.each([{ income: 'fifty' }, 'text', [{ income: 1 }, { income: 2 }], [], null])('[D11] the answer %j is a failed read', (value) => {
    const run = arrived();
    run.answer('data', { ok: true, value });
    expect(run.state.fetches.register?.state).toBe('failed');
    expect(run.task('data').kind).toBe('fill');
  });
});
