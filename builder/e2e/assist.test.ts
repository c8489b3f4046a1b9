/**
 * 协查, end to end on the newborn scenario: a register goes down until its breaker opens, the applicant leaves to its owner what
 * the register knows, the owner's desk answers on a phone; a read in the middle of the flow is urged, overdue, reported to
 * the supervisors, answered; a contested value is decided and goes back to its owner. Pictures of every station.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeyOf } from '../../runtime/api/testing/newborn.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { secretOf } from '../../runtime/outside/authentication.ts';
import type { AssistList, Draft, ScenarioDraft } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import {
  desk,
  expectNoBarriers,
  expectNoSidewaysScroll,
  phone,
  picture,
  signInToPortal,
  signInToStaff,
  type Visitor,
  visit,
} from './pages.ts';
import { call, questionsOf } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

const day = 86_400_000;
let product: Product;
let browser: Browser;
let folder: string;
let control: { url: string; key: string };
let caseNo = '';
const open: Visitor[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-later-'));
  const env = {
    NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'later.mjs')}`,
    LIANBAN_TEST_LATER: path.join(folder, 'later'),
  };
  [product, browser] = await Promise.all([startProduct({ env }), launchBrowser()]);
  control = await outsideControl();
  await publishAssisted();
});
afterAll(async () => {
  for (const visitor of open) await visitor.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The clock of the product goes on from here. Sessions end on the way. */
async function later(milliseconds: number): Promise<void> {
  await writeFile(path.join(folder, 'later'), String(milliseconds));
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function outsideControl(): Promise<{ url: string; key: string }> {
  const kept = JSON.parse(await readFile(path.join(product.dataDir, 'keys.json'), 'utf8')) as { outsideSecret: string };
  const ports = JSON.parse(await readFile(path.join(product.dataDir, 'ports.json'), 'utf8')) as { outside: number };
  return { url: `http://127.0.0.1:${ports.outside}`, key: secretOf(kept.outsideSecret, 'outside-control') };
}

/** Switches a fault of a register of the outside world on or off. */
async function fault(service: string, name: 'down' | null): Promise<void> {
  const answer = await fetch(`${control.url}/control/faults`, {
    method: 'PUT',
    headers: { 'x-control-key': control.key },
    body: JSON.stringify({ service, fault: name }),
  });
  expect(answer.status).toBeLessThan(300);
}
async function callsOf(service: string): Promise<number> {
  const answer = await fetch(`${control.url}/control/calls`, { headers: { 'x-control-key': control.key } });
  const { calls } = (await answer.json()) as { calls: { service: string; calls: number }[] };
  return calls.filter((one) => one.service === service).reduce((sum, one) => sum + one.calls, 0);
}

async function person(username: string, viewport: { width: number; height: number }): Promise<Page> {
  const visitor = await visit(browser, { viewport });
  open.push(visitor);
  if (['mother', 'father', 'newcomer'].includes(username)) await signInToPortal(visitor.page, product, username);
  else await signInToStaff(visitor.page, product, username);
  return visitor.page;
}
/** Fails with the words of the server. */
async function ok<T>(page: Page, method: string, address: string, body?: unknown): Promise<T> {
  const answer = await call<T>(page, method, address, body);
  if (answer.status >= 300) throw new Error(`${method} ${address}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The household falls back to asking its owner; before the vaccination book the education is read once more, in parallel. */
async function publishAssisted(): Promise<void> {
  const page = await person('designer', desk);
  const draft = await ok<ScenarioDraft>(page, 'GET', '/scenarios/newborn/draft?region=330424');
  const pkg = structuredClone(draft.package) as unknown as ScenarioPackage;
  const { scenario } = pkg;
  const { d_household: household, d_population: population } = scenario.data!;
  scenario.data!.d_household = { ...household!, editable: false, fallback: 'assist' };
  const education = 'mother.checkedEducation';
  const { consent: _, ...plain } = population!;
  scenario.data!.d_check = {
    ...plain,
    name: { 'zh-CN': '复核母亲学历', en: "Mother's education, checked" },
    rank: 'zz',
    provides: { education },
    fallback: 'assist',
  };
  scenario.variables = {
    ...scenario.variables,
    [education]: { name: { 'zh-CN': '复核的学历', en: 'Education, checked' }, element: 'education' },
  };
  scenario.nodes.n_check = { kind: 'data', name: { 'zh-CN': '复核母亲学历', en: 'Check the education' }, data: 'd_check' };
  const into = Object.values(scenario.edges).find((edge) => edge.to === 'n_vaccination')!;
  into.to = 'n_check';
  scenario.edges.e_check = { from: 'n_check', to: 'n_vaccination', rank: 'a0' };
  const saved = await ok<ScenarioDraft>(page, 'PUT', '/scenarios/newborn/draft?region=330424', { rev: draft.rev, package: pkg });
  await ok(page, 'POST', '/scenarios/newborn/publish?region=330424', { rev: saved.rev, notes: '协查', commandId: 'assist-publish' });
  const admin = await person('admin', desk);
  const grants = [{ region: '330424', role: 'supervisor' }];
  await ok(admin, 'POST', '/accounts', { username: 'watcher', name: '督查员', password: product.password, grants });
}

/** A draft with the sources agreed to; what fails is asked, or left to the owner. */
async function drafted(page: Page, commandId: string): Promise<Draft> {
  const draft = await ok<Draft>(page, 'POST', '/drafts', { region: '330424', scenario: 'newborn', commandId });
  const grants = Object.fromEntries(draft.consents.map(({ id }) => [id, true]));
  return ok<Draft>(page, 'PUT', `/drafts/${draft.id}/consents`, { grants, rev: draft.rev });
}

const row = (page: Page) => page.locator('a[data-task]');
async function poll(page: Page, address: string, done: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`${product.url}${address}`);
        await page.locator('h1').waitFor();
        await page.locator('a[data-task], .state-title, .case-assists, .line').first().waitFor();
        return done();
      },
      { timeout: 90_000, interval: 1_000 },
    )
    .toBe(true);
}

describe('协查', () => {
  it('a register that is down opens its breaker; what it knows may be left to its owner, and nobody is held up', async () => {
    await fault('/ga/household', 'down');
    const mother = await person('mother', phone);
    for (const n of [1, 2, 3, 4]) await drafted(mother, `assist-breaker-${n}`);
    const before = await callsOf('/ga/household');
    const draft = await drafted(mother, 'assist-open');
    // The breaker is open: the register is left alone.
    expect(await callsOf('/ga/household')).toBe(before);

    const asked = questionsOf(draft).filter(({ owner }) => owner);
    expect(asked.map(({ path: field, required }) => [field, required])).toContainEqual(['household.householdNumber', false]);
    const { values } = journeyOf('all-on-file');
    const left = Object.fromEntries(Object.entries(values).filter(([name]) => !asked.some((one) => one.path === name)));
    await mother.goto(`${product.url}/go/a/${draft.id}`);
    await mother.locator('h1').waitFor();
    const section = draft.sections.find(({ fields }) => fields.some(({ owner }) => owner))!;
    await mother.goto(`${product.url}/go/a/${draft.id}/${section.id}`);
    await mother.getByText('提交后由公安局查询补上').first().waitFor();
    await expectNoBarriers(mother);
    await expectNoSidewaysScroll(mother);
    await picture(mother, 'assist-1-portal-question');

    const done = await ok<{ caseNo: string }>(mother, 'POST', `/drafts/${draft.id}/submit`, {
      values: left,
      declaration: true,
      commandId: 'assist-submit',
    });
    caseNo = done.caseNo;
    await poll(mother, `/go/c/${caseNo}`, async () => (await mother.getByText('等待公安局协查答复').count()) > 0);
    await mother.locator('[data-assist=open]').getByText('公安局查询中').waitFor();
    await expectNoBarriers(mother);
    await picture(mother, 'assist-2-portal-waiting');
  });

  it('the desk of the owner answers on a phone, by keyboard, and the field is filled', async () => {
    const police = await person('ga', phone);
    await poll(police, '/work/assists', async () => (await row(police).count()) > 0);
    await expectNoBarriers(police);
    await expectNoSidewaysScroll(police);
    await picture(police, 'assist-3-list-375');
    await row(police).first().focus();
    await police.keyboard.press('Enter');
    await police.getByRole('heading', { level: 1, name: /请查询后提供/ }).waitFor();
    await police.getByRole('button', { name: /^显示/ }).first().click();
    await expectNoBarriers(police);
    await expectNoSidewaysScroll(police);
    await picture(police, 'assist-4-page-375');

    await police.getByRole('button', { name: '不予提供' }).click();
    await police.getByRole('alert').getByText('请写明不予提供的理由').waitFor();
    await police.getByRole('button', { name: '提供数据' }).click();
    await police.getByRole('alert').getByText('还没有填写').waitFor();
    await police.locator('[data-field-key="household.householdNumber"] input').fill('330424018800');
    await police.locator('[data-field-key="household.householdHead"] input').fill('林建国');
    await police.locator('[data-field-key="household.registeredAddress"] :is(input, textarea)').first().fill('海盐县武原街道海滨路 1 号');
    const kind = police.locator('[data-field-key="household.householdType"]');
    await kind.locator('input[type=radio], option:not([value=""])').first().waitFor({ state: 'attached' });
    if (await kind.locator('select').count()) await kind.locator('select').selectOption({ index: 1 });
    else await kind.locator('input[type=radio]').first().check();
    // The household register comes back. Education will be read later: the register it comes from goes down before the case gets there.
    await fault('/ga/household', null);
    await fault('/ga/population', 'down');
    await police.locator('#assist-words').fill('已查户籍底册');
    await police.getByRole('button', { name: '提供数据' }).focus();
    await police.keyboard.press('Enter');
    await police.getByText('已提供数据').first().waitFor();
    await police.getByText('330424018800').waitFor();
    await expectNoBarriers(police);
    await picture(police, 'assist-5-answered-375');

    const mother = await person('mother', phone);
    await poll(mother, `/go/c/${caseNo}`, async () => (await mother.locator('[data-assist=answered]').count()) > 0);
    await mother.getByText('公安局已提供').first().waitFor();
    // A breaker that is open lets one call try after ten seconds.
    await later(11_000);
    const father = await person('father', phone);
    await ok(father, 'POST', `/my/consents/${caseNo}`, { decision: 'agree', commandId: 'assist-agree' });
  });

  it('a desk beside it sees 协查中 with who and until when, and urges', async () => {
    const health = await person('wj', desk);
    await poll(health, `/work?q=${caseNo}`, async () => (await row(health).count()) > 0);
    const address = await row(health).first().getAttribute('href');
    await poll(health, address!, async () => (await health.locator('.case-assists').getByText('协查中').count()) > 0);
    await health.locator('.case-assists').getByText('公安局，请在').waitFor();
    await health.getByRole('button', { name: /^催办 公安局/ }).click();
    await health.getByText('已催办公安局', { exact: true }).waitFor();
    await health.getByRole('button', { name: /^今天已催办/ }).waitFor();
    await expectNoBarriers(health);
    await picture(health, 'assist-6-task-urged');
  });

  it('overdue, the lamp turns and the supervisors are told; the answer lets the case go on', async () => {
    await later(5 * day);
    const watcher = await person('watcher', desk);
    await poll(watcher, '/work/assists?state=escalated', async () => (await row(watcher).count()) > 0);
    await watcher.getByText('已报送督查').first().waitFor();
    await picture(watcher, 'assist-7-escalated');
    await row(watcher).first().click();
    await watcher.getByText('逾期未答复，已报送本地督查').first().waitFor();
    expect(await watcher.getByRole('button', { name: '提供数据' }).count()).toBe(0);

    const police = await person('ga2', desk);
    await poll(police, '/work/assists', async () => (await row(police).count()) > 0);
    await police.locator('.chip-red').filter({ hasText: '超期' }).first().waitFor();
    await police.getByText('催办 1 次').first().waitFor();
    await expectNoBarriers(police);
    await picture(police, 'assist-8-overdue');
    await row(police).first().click();
    const field = police.locator('[data-field-key="mother.checkedEducation"]');
    await field.waitFor();
    if (await field.locator('select').count()) await field.locator('select').selectOption({ index: 1 });
    else await field.locator('input[type=radio]').first().check();
    await police.getByLabel('加盖本部门电子印章').check();
    await picture(police, 'assist-9-answering');
    await police.getByRole('button', { name: '提供数据' }).click();
    await police.getByText('已加盖电子印章').first().waitFor();
    await picture(police, 'assist-10-answered');

    const vaccination = await person('cdc', desk);
    await poll(vaccination, `/work?q=${caseNo}`, async () => (await row(vaccination).count()) > 0);
    const { rows } = await ok<AssistList>(police, 'GET', '/assists?state=done');
    expect(rows.map(({ status }) => status)).toEqual(['answered', 'answered']);
  });
});

describe('a contested value', () => {
  it('is decided by the desk, goes back to its owner, and the applicant reads what came of it', async () => {
    await fault('/ga/population', null);
    const mother = await person('mother', phone);
    const draft = await drafted(mother, 'dispute-open');
    const { values } = journeyOf('all-on-file');
    const shared = questionsOf(draft).find(({ path: field }) => field === 'mother.education')!;
    expect(shared).toMatchObject({ mode: 'shared' });
    const other = shared.codes!.find(({ code }) => code !== shared.value)!.code;
    const disputes = { 'mother.education': { value: other, reason: '去年已毕业' } };
    const body = { values, disputes, declaration: true, commandId: 'dispute-submit' };
    const { caseNo: number } = await ok<{ caseNo: string }>(mother, 'POST', `/drafts/${draft.id}/submit`, body);
    await poll(mother, `/go/c/${number}`, async () => (await mother.getByText('您提出的更正').count()) > 0);
    const father = await person('father', phone);
    await ok(father, 'POST', `/my/consents/${number}`, { decision: 'agree', commandId: 'dispute-agree' });

    const health = await person('wj', desk);
    await poll(health, `/work?q=${number}`, async () => (await row(health).count()) > 0);
    await row(health).first().click();
    await health.getByRole('button', { name: '认定哪个值' }).first().click();
    await health.getByRole('button', { name: '采用申报的' }).click();
    await health.getByRole('alert').getByText('请写明理由').waitFor();
    await health.getByLabel('理由').fill('已核对毕业证');
    await expectNoBarriers(health);
    await picture(health, 'dispute-1-deciding');
    await health.getByRole('button', { name: '采用申报的' }).click();
    await health.getByText('已按申报的内容认定：已核对毕业证').waitFor();

    const keeper = await person('ga.keeper', phone);
    await keeper.goto(`${product.url}/work`);
    await keeper.getByRole('heading', { level: 1, name: '协查' }).waitFor();
    await keeper.getByRole('link', { name: '数据更正' }).click();
    await keeper.getByText('去年已毕业').waitFor();
    await expectNoBarriers(keeper);
    await expectNoSidewaysScroll(keeper);
    await picture(keeper, 'dispute-2-report-375');
    await keeper.getByRole('button', { name: '答复' }).click();
    await keeper.getByRole('alert').getByText('请选择核实结果').waitFor();
    await keeper.getByLabel('库内有误，已更正').check();
    await keeper.getByLabel('答复申请人的话').fill('已按毕业证更正');
    await keeper.getByRole('button', { name: '答复' }).click();
    await keeper.getByText('没有待核实的数据').waitFor();

    await mother.goto(`${product.url}/go/c/${number}`);
    await mother.getByText('数据提供部门已更正：已按毕业证更正').first().waitFor();
    await expectNoBarriers(mother);
    await expectNoSidewaysScroll(mother);
    await picture(mother, 'dispute-3-portal-told');
  });
});
