import { describe, expect, it } from 'vitest';
import type { Form } from '../../schemas/generated/documents.ts';
import { isLive, openedBy, settleForm } from './shown.ts';
import { begin, FILLED, planOf } from './testing/plan.ts';

const name = { 'zh-CN': '名', en: 'Name' };
const field = (rank: string, subject: string, key: string, more: Partial<Form['fields'][string]> = {}): Form['fields'][string] => ({
  section: 'main',
  rank,
  subject,
  key,
  type: 'string',
  label: name,
  ...more,
});
const form = (id: string, fields: Form['fields']): Form => ({
  format: 'lianban.form/1',
  id,
  name,
  department: 'd1',
  version: 1,
  sections: { main: { title: name, rank: 'a0' } },
  fields,
});

/** married opens spouse (required), spouse opens since; greeting is worked out of spouse. */
const chain = form('basic', {
  name: field('a0', 'person', 'name', { required: true }),
  idNumber: field('a1', 'person', 'idNumber', { required: true }),
  since: field('a2', 'person', 'since', { visibleWhen: 'partner.name != null', required: true }),
  spouse: field('a3', 'partner', 'name', { visibleWhen: 'person.married = true', required: true }),
  married: field('a4', 'person', 'married', { type: 'boolean' }),
  greeting: field('a5', 'partner', 'greeting', { computed: '"Dear " + partner.name', visibleWhen: 'partner.name != null' }),
});
const bare = { data: {}, tables: {}, scripts: {} };
const options = { forms: { basic: chain }, scenario: bare };
const married = { ...FILLED, 'person.married': true, 'partner.name': 'Mei', 'person.since': '2020' };

describe('what a form shows while it is filled in', () => {
  it('[F13] a value whose question is hidden does not count, and what only it had opened is hidden with it', () => {
    const plan = planOf('start -> fill -> a -> end', options);
    const { state } = begin('start -> fill -> a -> end', options);
    const look = (values: Record<string, string | boolean | null>) =>
      settleForm({ plan, state, form: plan.fills.fill!, values, now: '2026-03-02T01:00:00.000Z' });

    expect([...look(married).hidden]).toEqual([]);
    expect(look(married).computed).toEqual({ 'partner.greeting': 'Dear Mei' });
    const single = look({ ...married, 'person.married': false });
    expect([...single.hidden].sort()).toEqual(['partner.name', 'person.since']);
    expect(single.computed).toEqual({ 'partner.greeting': null });
    // Nothing is lost: the former answer brings them back.
    expect(look(married).hidden.size).toBe(0);
    expect(isLive(plan.fills.fill!)).toBe(true);
  });

  it('[F13] questions that hide each other in a ring come to rest', () => {
    const ring = form('basic', {
      ...chain.fields,
      one: field('a0', 'person', 'one', { visibleWhen: 'person.two = null' }),
      two: field('a1', 'person', 'two', { visibleWhen: 'person.one = null' }),
    });
    const plan = planOf('start -> fill -> a -> end', { forms: { basic: ring }, scenario: bare });
    const { state } = begin('start -> fill -> a -> end', { forms: { basic: ring }, scenario: bare });
    const { hidden } = settleForm({
      plan,
      state,
      form: plan.fills.fill!,
      values: { 'person.one': 'x', 'person.two': 'y' },
      now: '2026-03-02T01:00:00.000Z',
    });
    expect(hidden.size).toBe(2);
  });

  it('[F13] a value the form comes with opens questions as a typed one does, where pages show it', () => {
    const preset = form('basic', { ...chain.fields, married: field('a4', 'person', 'married', { type: 'boolean', default: 'true' }) });
    const plan = planOf('start -> fill -> a -> end', { forms: { basic: preset }, scenario: bare });
    const { state } = begin('start -> fill -> a -> end', { forms: { basic: preset }, scenario: bare });
    const given = { plan, state, form: plan.fills.fill!, values: { 'partner.name': 'Mei' }, now: '2026-03-02T01:00:00.000Z' };

    expect([...settleForm(given).hidden]).toEqual(['partner.name']);
    const page = settleForm({ ...given, presets: true });
    expect(page.presets).toEqual({ 'person.married': true });
    expect([...page.hidden]).toEqual([]);
  });

  it('[F4][F13] drafted answers that others hide, one through the other, are left out of the submission', () => {
    const run = begin('start -> fill -> a -> end', options);
    run.send({ type: 'saveDraft', values: married });
    expect(run.send({ type: 'submit', values: { 'person.married': false } }).rejected).toBeUndefined();
    expect(Object.keys(run.state.fields).sort()).toEqual(['person.idNumber', 'person.married', 'person.name']);
  });

  it('[F11][F13] of a form entered again, what an answer hides goes with all it had opened', () => {
    const run = begin('start -> fill -> x1; x1 -{person.name = "again"}-> fill; x1 -*-> end', options);
    run.send({ type: 'submit', values: { ...married, 'person.name': 'again' } });
    expect(run.state.fields['person.since']?.value).toBe('2020');

    expect(run.send({ type: 'submit', values: { 'person.married': false, 'person.name': 'Lin' } }).rejected).toBeUndefined();
    expect(Object.keys(run.state.fields).sort()).toEqual(['person.idNumber', 'person.married', 'person.name']);
    expect(run.state.status).toBe('completed');
  });

  it('[K3][F13] of a desk form filled in again, what was emptied or is hidden now is no result any more', () => {
    const desk = form('desk', {
      found: field('a0', 'paper', 'found', { type: 'boolean', required: true }),
      words: field('a1', 'paper', 'words', { visibleWhen: 'paper.found = true', required: true }),
      note: field('a2', 'paper', 'note'),
    });
    const run = begin('start -> a; a -[agree]-> end; a -[other]-> a', {
      forms: { desk },
      scenario: { forms: { basic: { form: 'basic', item: 'one' }, desk: { form: 'desk' } } },
      nodes: {
        a: {
          form: 'desk',
          decisions: { agree: { name, rank: 'a0', effect: 'agree' }, other: { name, rank: 'a1', effect: 'other' } },
        },
      },
    });
    run.decide('a', 'other', { outputs: { 'paper.found': true, 'paper.words': 'late', 'paper.note': 'n' } });
    // A hidden answer is refused, whoever sends it; left out, it is gone.
    const outputs = { 'paper.found': false, 'paper.note': null };
    expect(run.decide('a', 'agree', { outputs: { ...outputs, 'paper.words': 'late' } }).rejected?.problems).toEqual([
      { path: 'paper.words', code: 'field.hidden' },
    ]);
    expect(run.decide('a', 'agree', { outputs }).rejected).toBeUndefined();
    expect(Object.keys(run.state.fields)).toEqual(['paper.found']);
  });
});

describe('a correction that changes which questions there are', () => {
  const asked = (values: Record<string, string | boolean>) => {
    const run = begin('start -> fill -> a -> end', options);
    run.send({ type: 'submit', values });
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects: [{ path: 'person.married', words: 'Not so' }] });
    return run;
  };

  it('[U10] what a corrected answer opens is asked with it, and must be answered when it is required', () => {
    const run = asked({ ...FILLED, 'person.married': false });
    const plan = planOf('start -> fill -> a -> end', options);
    const values = { 'person.married': true, 'partner.name': 'Mei' };
    const given = { plan, state: run.state, form: plan.fills.fill!, values, now: run.at };
    expect(openedBy(given)).toEqual(['person.since', 'partner.name']);

    const short = run.send({ type: 'answerSupplement', values: { 'person.married': true } });
    expect(short.rejected?.problems).toEqual([{ path: 'partner.name', code: 'field.required' }]);
    const foreign = run.send({ type: 'answerSupplement', values: { 'person.married': false, 'partner.name': 'Mei' } });
    expect(foreign.rejected?.problems).toEqual([{ path: 'partner.name', code: 'field.not_requested' }]);

    expect(run.send({ type: 'answerSupplement', values: { ...values, 'person.since': '2020' } }).rejected).toBeUndefined();
    expect(run.state.fields['partner.name']?.value).toBe('Mei');
    expect(run.state.fields['partner.greeting']?.value).toBe('Dear Mei');
    expect(run.task('a').status).toBe('open');
  });

  it('[U11] what a corrected answer hides is taken away, with all it had opened', () => {
    const run = asked(married);

    expect(run.send({ type: 'answerSupplement', values: { 'person.married': false } }).rejected).toBeUndefined();

    expect(Object.keys(run.state.fields).sort()).toEqual(['person.idNumber', 'person.married', 'person.name']);
  });

  it('[U11] a question named beside the one that hides it needs no answer', () => {
    const run = begin('start -> fill -> a -> end', options);
    run.send({ type: 'submit', values: married });
    const defects = [
      { path: 'person.married', words: 'Not so' },
      { path: 'partner.name', words: 'Who is it?' },
    ];
    run.send({ type: 'requestSupplement', taskId: run.task('a').id, defects });

    expect(run.send({ type: 'answerSupplement', values: { 'person.married': false } }).rejected).toBeUndefined();
    expect(run.state.fields['partner.name']).toBeUndefined();
  });
});
