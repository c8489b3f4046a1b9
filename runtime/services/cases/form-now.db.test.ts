/** Questions that depend on each other, where they are answered in the middle of a case: at a desk, in a second form, in a 补正. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Section } from '../../../schemas/generated/api.ts';
import type { Form, FormField } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { machinePackage } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';

const region = '330424';
const scenario = 'form-now';
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let world: World;
const lin = citizen('林雨', '330424199603120029');
const health = officer('徐安', region, 'health');

const label = (zh: string) => ({ 'zh-CN': zh, en: zh });
const field = (rank: string, key: string, more: Partial<FormField> = {}): FormField => ({
  section: 'main',
  rank,
  subject: 'shop',
  key,
  type: 'string',
  label: label(key),
  ...more,
});
const form = (id: string, fields: Form['fields']): Form => ({
  format: 'lianban.form/1',
  id,
  name: label(id),
  department: 'health',
  version: 1,
  sections: { main: { title: label(id), rank: 'a0' } },
  fields,
});

/** fill (bakes?) -> desk (clean? opens words) -> fill2 (staff? opens how many) -> end. */
function dependentPackage(): ScenarioPackage {
  const pkg = machinePackage();
  const base = pkg.scenario;
  pkg.forms = {
    apply: form('apply', {
      idNumber: field('a0', 'idNumber', { subject: 'owner', type: 'idCard', required: true }),
      name: field('a1', 'name', { subject: 'owner', required: true }),
      bakes: field('a2', 'bakes', { type: 'boolean', required: true }),
      oven: field('a3', 'oven', { required: true, visibleWhen: 'shop.bakes = true' }),
    }),
    desk: form('desk', {
      clean: field('a0', 'clean', { type: 'boolean', required: true }),
      words: field('a1', 'words', { required: true, visibleWhen: 'shop.clean = false' }),
      score: field('a2', 'score', { type: 'integer' }),
      double: field('a3', 'double', { type: 'integer', computed: 'shop.score * 2' }),
    }),
    after: form('after', {
      staff: field('a0', 'staff', { type: 'boolean', required: true }),
      count: field('a1', 'count', { type: 'integer', required: true, visibleWhen: 'shop.staff = true' }),
    }),
  };
  pkg.scenario = {
    ...base,
    id: scenario,
    items: { it_health: base.items.it_health! },
    forms: { f_apply: { form: 'apply' }, f_desk: { form: 'desk' }, f_after: { form: 'after' } },
    variables: {},
    data: {},
    tables: {},
    scripts: {},
    clocks: {},
    notifications: {},
    outcomes: {},
    nodes: {
      n_start: base.nodes.n_start!,
      n_fill: { kind: 'fill', name: label('填写'), party: 'owner', forms: ['f_apply'] },
      n_desk: {
        kind: 'task',
        name: label('审查'),
        department: 'health',
        item: 'it_health',
        form: 'f_desk',
        decisions: {
          agree: { name: label('同意'), rank: 'a0', effect: 'agree' },
          refuse: { name: label('不同意'), rank: 'a1', effect: 'refuse' },
        },
        reads: ['shop.bakes', 'shop.oven', 'owner.name'],
      },
      n_after: { kind: 'fill', name: label('补充'), party: 'owner', forms: ['f_after'] },
      n_end: { kind: 'end', name: label('办结'), result: 'completed' },
    },
    edges: {
      e1: { from: 'n_start', to: 'n_fill', rank: 'a0' },
      e2: { from: 'n_fill', to: 'n_desk', rank: 'a1' },
      e3: { from: 'n_desk', to: 'n_after', rank: 'a2' },
      e4: { from: 'n_after', to: 'n_end', rank: 'a3' },
    },
  };
  const { health: department } = base.departments;
  pkg.scenario.departments = { health: department! };
  return { ...pkg, resources: {}, contracts: {} };
}

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  store = createStore({ url: database.url, applicationName: 'form-now' });
  await publishPackage(store, dependentPackage(), [{ code: region, name: '海盐县' }]);
  world = await createWorld({ url: database.url, connectors: outside.connectors });
});
afterAll(async () => {
  await world?.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

const shown = (sections: readonly Section[]) =>
  sections.flatMap((section) => section.fields.filter(({ visible }) => visible).map(({ path }) => path));

describe('questions that depend on each other', () => {
  let caseNo = '';
  let taskId = '';
  const deskPage = () => world.services.cases.taskPage({ actor: health, taskId });

  it('at a desk: an answer opens and hides others while it is typed, and nothing of it is kept', async () => {
    const { cases } = world.services;
    const values = { 'owner.idNumber': lin.person!.idNumber, 'owner.name': '林雨', 'shop.bakes': false };
    ({ caseNo } = await cases.startAndSubmit({ actor: lin, region, scenario, values, commandId: 'apply-1' }));
    taskId = (await cases.inbox({ actor: health })).rows[0]!.id;
    const before = await deskPage();
    expect(before.form).toMatchObject({ live: true });
    expect(shown(before.form!.sections)).toEqual(['shop.clean', 'shop.score', 'shop.double']);

    const now = await cases.taskForm({ actor: health, taskId, values: { 'shop.clean': false, 'shop.score': 21 } });

    const fields = now.sections.flatMap((section) => section.fields);
    expect(fields.find(({ path }) => path === 'shop.words')).toMatchObject({ visible: true, required: true });
    expect(fields.find(({ path }) => path === 'shop.double')).toMatchObject({ mode: 'derived', value: 42 });
    expect(shown((await deskPage()).form!.sections)).not.toContain('shop.words');
    await expect(cases.taskForm({ actor: officer('李远', '331002', 'health'), taskId, values: {} })).rejects.toMatchObject({
      code: 'task.unknown',
    });
  });

  it('in a 补正: only questions this case shows can be named, and what the correction opens is asked with it', async () => {
    const { cases } = world.services;
    const page = await deskPage();
    expect(page.supplementFields.map(({ path }) => path)).toEqual(['owner.idNumber', 'owner.name', 'shop.bakes']);
    const defects = [{ path: 'shop.bakes', words: '现场有烤炉' }];
    await cases.requestSupplement({ actor: health, taskId, rev: page.rev, defects, commandId: 'ask-1' });
    const asked = (await cases.tracking({ actor: lin, caseNo })).mustDo!;
    expect(asked).toMatchObject({ kind: 'supplement', live: true });
    expect(asked.fields?.map(({ path }) => path)).toEqual(['shop.bakes']);

    const now = await cases.formNow({ actor: lin, caseNo, values: { 'shop.bakes': true } });
    expect(shown(now.sections)).toEqual(['shop.bakes', 'shop.oven']);
    const answer = (values: Record<string, boolean | string>, commandId: string) =>
      cases.answerSupplement({ actor: lin, caseNo, values, commandId });
    await expect(answer({ 'shop.bakes': true }, 'answer-1')).rejects.toMatchObject({
      problems: [{ path: 'shop.oven', code: 'field.required' }],
    });
    const done = await answer({ 'shop.bakes': true, 'shop.oven': '电烤炉' }, 'answer-2');

    expect(done.mustDo).toBeUndefined();
    const groups = (await deskPage()).groups.flatMap((group) => group.fields);
    expect(groups.find(({ path }) => path === 'shop.oven')).toMatchObject({ value: '电烤炉' });
  });

  it('the desk sends what it saw; an answer that is hidden is refused, by whomever it is sent', async () => {
    const { cases } = world.services;
    const decide = (outputs: Record<string, boolean | string>, rev: number, commandId: string) =>
      cases.complete({ actor: health, taskId, rev, decision: 'agree', outputs, commandId });
    const { rev } = await deskPage();
    await expect(decide({ 'shop.clean': true, 'shop.words': '有油污' }, rev, 'decide-1')).rejects.toMatchObject({
      problems: [{ path: 'shop.words', code: 'field.hidden' }],
    });
    await expect(decide({ 'shop.clean': false }, rev, 'decide-2')).rejects.toMatchObject({
      problems: [{ path: 'shop.words', code: 'field.required' }],
    });
    await decide({ 'shop.clean': false, 'shop.words': '有油污' }, rev, 'decide-3');
    await expect(cases.taskForm({ actor: health, taskId, values: {} })).rejects.toMatchObject({ code: 'fill.not_open' });
  });

  it('in a second form of the applicant', async () => {
    const { cases } = world.services;
    const must = (await cases.tracking({ actor: lin, caseNo })).mustDo!;
    expect(must).toMatchObject({ kind: 'fill', live: true });
    expect(must.fields?.map(({ path }) => path)).toEqual(['shop.staff']);
    const now = await cases.formNow({ actor: lin, caseNo, values: { 'shop.staff': true } });
    expect(shown(now.sections)).toEqual(['shop.staff', 'shop.count']);

    const done = await cases.answerSupplement({ actor: lin, caseNo, values: { 'shop.staff': true, 'shop.count': 3 }, commandId: 'more-1' });

    expect(done.status).toBe('completed');
    await expect(cases.formNow({ actor: lin, caseNo, values: {} })).rejects.toMatchObject({ code: 'fill.not_open' });
  });
});
