import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseStarted, Draft, Fit, JsonValue, Service, TaskList, TaskPage, Tracking } from '../../schemas/generated/api.ts';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

const folder = path.join(import.meta.dirname, '../../templates/enterprise/restaurant/cases');
const test: CaseTest = JSON.parse(readFileSync(path.join(folder, 'all-on-file.json'), 'utf8'));
const values = (test.steps.find((step) => step.do === 'submit') as { values: Record<string, JsonValue> }).values;
const first = ['shop.kind', 'premises.area', 'food.items', 'shop.fuel', 'sign.wanted', 'boiler.used'];
const answers = Object.fromEntries(first.map((name) => [name, values[name]!]));
const desks = ['sc', 'xf', 'cg', 'zj', 'st'];

let product: TestProduct;
let boss: Visitor;
beforeAll(async () => {
  product = await startProduct({
    now: '2026-09-28T01:10:00.000Z',
    connectors: {
      async read({ dataUse }) {
        const answer = test.data?.[dataUse.id];
        if (answer && 'record' in answer) return { ok: true, value: answer.record as JsonValue };
        return { ok: false, kind: 'noRecord', message: 'no record' };
      },
      sendSms: async () => ({ ok: true, value: null }),
      sealDocument: async () => ({ ok: true, value: null }),
    },
  });
  boss = await product.client.signIn('boss', demoPassword);
});
afterAll(() => product.close());

const situation = async (given: Record<string, JsonValue>, scenario = 'restaurant') =>
  product.client.anonymous.send<Fit>('POST', `/api/services/330424/${scenario}/fit`, { body: { values: given } });
const applies = ({ items }: Fit) => Object.fromEntries(items.map((item) => [item.id, item.applies]));

describe('the situation questions', () => {
  it('are announced with the service, and asked before anybody signs in', async () => {
    expect((await product.client.anonymous.send<Service>('GET', '/api/services/330424/restaurant')).body.situation).toBe(true);
    const { body } = await situation({});

    expect(body.questions.map((question) => question.path)).toEqual(first);
    expect(body.complete).toBe(false);
    expect(applies(body)).toEqual({
      it_licence: 'yes',
      it_food: 'yes',
      it_fire: 'open',
      it_sign: 'open',
      it_fume: 'open',
      it_drain: 'open',
      it_boiler: 'open',
    });
  });

  it('decide which matters apply and how much is left to ask', async () => {
    const large = (await situation(answers)).body;
    const small = (
      await situation({ ...answers, 'shop.kind': 'individual', 'premises.area': 46, 'food.items': ['drink'], 'sign.wanted': false })
    ).body;

    expect(large.complete).toBe(true);
    expect(applies(large)).toMatchObject({ it_fire: 'yes', it_sign: 'yes', it_fume: 'yes', it_drain: 'yes', it_boiler: 'no' });
    expect(applies(small)).toMatchObject({ it_fire: 'no', it_sign: 'no', it_fume: 'no', it_drain: 'no', it_boiler: 'no' });
    expect(small.counts.asked).toBeLessThan(large.counts.asked);
    expect(small.counts.formFields).toBeLessThan(large.counts.formFields);
    expect(large.counts.formFields).toBeGreaterThan(large.counts.asked + large.counts.shared + large.counts.derived);
  });

  it('tell what does not fit, and take nothing else', async () => {
    const { body } = await situation({ ...answers, 'premises.area': 0, 'owner.name': '某某' });

    expect(body.complete).toBe(false);
    expect(body.problems.map(({ path: where, code }) => [where, code])).toEqual([
      ['premises.area', 'value.tooSmall'],
      ['owner.name', 'field.foreign'],
    ]);
    expect(body.problems[0]!.message['zh-CN']).not.toBe('');
  });

  it('are not there for a service that asks nothing first', async () => {
    expect((await situation({}, 'newborn')).status).toBe(404);
  });
});

describe('an application with the answers given', () => {
  let draft: Draft;
  const question = (wanted: string) => draft.sections.flatMap(({ fields }) => fields).find((field) => field.path === wanted);

  it('reads what the answers open, one register leading to the next, and asks only the gaps', async () => {
    const opened = await boss.send<Draft>('POST', '/api/drafts', {
      body: { region: '330424', scenario: 'restaurant', commandId: 'restaurant-open' },
    });
    const { id, rev } = opened.body;
    const saved = await boss.send<Draft>('PUT', `/api/drafts/${id}/values`, { body: { values: answers, rev } });
    const agreed = await boss.send<Draft>('PUT', `/api/drafts/${id}/consents`, {
      body: { grants: test.consents!, rev: saved.body.rev },
    });
    draft = agreed.body;

    expect(question('company.name')).toMatchObject({ mode: 'shared', value: '海盐南北湖餐饮管理有限公司' });
    expect(question('premises.use')).toMatchObject({ mode: 'shared', value: 'commercial' });
    expect(question('boiler.fuel')!.visible).toBe(false);
    expect(draft.counts.asked - draft.counts.answered).toBeLessThan(25);
    expect(draft.counts.formFields).toBeGreaterThan(130);
  });

  it('says of each question which departments need it, for which matter and by what law', () => {
    const needs = question('premises.area')!.needs.map((need) => need.department['zh-CN']);

    expect(new Set(needs)).toEqual(new Set(['市场监督管理局', '消防救援大队', '住房和城乡建设局']));
    expect(question('fire.mode')!.needs).toMatchObject([
      { item: { 'zh-CN': '公众聚集场所营业前消防安全检查' }, legalBasis: { 'zh-CN': expect.stringContaining('消防法') } },
    ]);
  });

  it('shows each desk its own fields only, whatever it asks for', async () => {
    // As the portal sends it: what was typed, and the defaults as they stand.
    const shown = draft.sections.flatMap(({ fields }) => fields).filter((field) => field.visible && field.mode === 'ask' && field.value);
    const proposed = Object.fromEntries(shown.map((field) => [field.path, field.value!]));
    const typed = Object.entries(values).filter(([name]) => question(name)?.mode === 'ask');
    const body = {
      values: { ...proposed, ...Object.fromEntries(typed), 'sign.words': '湖鲜坊', 'fire.managerName': '沈南舟' },
      commandId: 'restaurant-submit',
      declaration: true,
    };
    const started = await boss.send<CaseStarted>('POST', `/api/drafts/${draft.id}/submit`, { body });
    expect(started.status, String(started.bytes)).toBe(201);
    const { caseNo } = started.body;
    await work(caseNo);

    const seen = new Map<string, string>();
    for (const name of desks) {
      const desk = await product.client.signIn(name, demoPassword);
      const rows = (await desk.send<TaskList>('GET', `/api/tasks?q=${caseNo}`)).body.rows;
      const pages = await Promise.all(rows.map((row) => desk.send<TaskPage>('GET', `/api/tasks/${row.id}`)));
      seen.set(name, JSON.stringify(pages.map((page) => page.body)));
    }

    const tracking = (await boss.send<Tracking>('GET', `/api/my/cases/${caseNo}`)).body;
    const state = (item: string) => tracking.departments.find((one) => one.item['zh-CN'].includes(item))?.state;
    // Filed without a desk is done; what this case does not need is not in its line of matters at all.
    expect([state('户外招牌'), state('营业执照'), state('排水'), state('排污登记')]).toEqual(['done', 'done', 'doing', undefined]);

    // What only one department's form asks for is in that department's answer, and in nobody else's.
    for (const [path_, owner] of [
      ['fire.facilities', 'xf'],
      ['fume.purifier', 'cg'],
      ['drain.sewagePerDay', 'zj'],
    ] as const) {
      expect(seen.get(owner), `${owner} ${path_}`).toContain(`"${path_}"`);
      for (const [name, pages] of seen) if (name !== owner) expect(pages, `${name} ${path_}`).not.toContain(`"${path_}"`);
    }
    for (const name of ['xf', 'cg', 'zj', 'st']) {
      expect(seen.get(name), name).not.toContain('勤俭路 66 号'); // where the person in charge lives: market supervision only
      expect(seen.get(name), name).not.toContain('2000000.00');
    }
    expect(seen.get('st')).toBe('[]');
    // A department without a matter in this case does not find it at all.
    const ecology = await product.client.signIn('st', demoPassword);
    expect((await ecology.send('GET', `/api/cases/${caseNo}`)).status).toBe(404);
  });

  /** Market supervision issues the licence and both visit; then every department has work at once. */
  async function work(caseNo: string): Promise<void> {
    const act = async (name: string, decision: string, outputs?: Record<string, JsonValue>) => {
      const desk = await product.client.signIn(name, demoPassword);
      for (let attempt = 0; attempt < 1200; attempt += 1) {
        for (const row of (await desk.send<TaskList>('GET', `/api/tasks?q=${caseNo}`)).body.rows) {
          const page = (await desk.send<TaskPage>('GET', `/api/tasks/${row.id}`)).body;
          if (page.status !== 'open' || !page.decisions.some(({ id }) => id === decision)) continue;
          const body = { decision, rev: page.rev, commandId: `${name}-${decision}-done`, ...(outputs ? { outputs } : {}) };
          const done = await desk.send('POST', `/api/tasks/${row.id}/complete`, { body });
          expect(done.status, `${name} ${decision}: ${done.bytes}`).toBe(200);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`No task of ${name} offers ${decision}.`);
    };
    await act('sc', 'issue', { 'shop.uscc': uscc, 'shop.registeredOn': '2026-09-28' });
    await act('sc', 'agree');
    await act('cg', 'agree');
    for (let attempt = 0; attempt < 1200; attempt += 1) {
      const desk = await product.client.signIn('zj', demoPassword);
      if ((await desk.send<TaskList>('GET', `/api/tasks?q=${caseNo}`)).body.rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

const licence = test.steps.find((step) => step.do === 'decide' && step.node === 'n_licence') as { outputs: Record<string, JsonValue> };
const uscc = licence.outputs['shop.uscc']!;
