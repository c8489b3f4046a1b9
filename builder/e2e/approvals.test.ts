/**
 * 联合审批, on the newborn scenario at real desks: 加签, 委派, 转办, 退回 from a parallel branch and straight back, 撤回, 催办,
 * 抄送, 沟通, 挂起 and 激活. Pictures of every station are left behind.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeyOf } from '../../runtime/api/testing/newborn.ts';
import type { Draft } from '../../schemas/generated/api.ts';
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
import { call } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let caseNo = '';
const staff: Record<string, Visitor> = {};

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  caseNo = await applied();
  for (const username of ['wj', 'cdc', 'ga', 'ga2', 'operator']) {
    staff[username] = await visit(browser, { viewport: desk });
    await signInToStaff(staff[username].page, product, username);
  }
});
afterAll(async () => {
  for (const visitor of Object.values(staff)) await visitor.close();
  await browser?.close();
  await product?.stop();
});

/** The mother applies with everything on file, the father agrees. */
async function applied(): Promise<string> {
  const mother = await visit(browser, { viewport: phone });
  await signInToPortal(mother.page, product, 'mother');
  const open = { region: '330424', scenario: 'newborn', commandId: 'approvals-open' };
  const draft = await ok<Draft>(mother.page, 'POST', '/drafts', open);
  const grants = Object.fromEntries(draft.consents.map(({ id }) => [id, true]));
  const { id } = await ok<Draft>(mother.page, 'PUT', `/drafts/${draft.id}/consents`, { grants, rev: draft.rev });
  const { values } = journeyOf('all-on-file');
  const body = { values, declaration: true, commandId: 'approvals-submit' };
  const { caseNo: number } = await ok<{ caseNo: string }>(mother.page, 'POST', `/drafts/${id}/submit`, body);
  await mother.close();
  const father = await visit(browser, { viewport: phone });
  await signInToPortal(father.page, product, 'father');
  await ok(father.page, 'POST', `/my/consents/${number}`, { decision: 'agree', commandId: 'approvals-agree' });
  await father.close();
  return number;
}

/** What the page's own call answers; anything but success fails with the words of the server. */
async function ok<T>(page: Page, method: string, path: string, body: unknown): Promise<T> {
  const answer = await call<T>(page, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const at = (username: string): Page => staff[username]!.page;

/** Opens the task of a step from the list; it appears within a moment. */
async function openTask(username: string, step: string, state = 'todo'): Promise<Page> {
  const page = at(username);
  const row = page.locator('a[data-task]').filter({ hasText: step }).first();
  await expect
    .poll(
      async () => {
        await page.goto(`${product.url}/work?state=${state}&q=${caseNo}`);
        await page.locator('a[data-task], .state-title').first().waitFor();
        return row.count();
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  await row.click();
  await page.locator('.operations').waitFor();
  return page;
}

const operation = (page: Page, name: string) => page.locator('.operation-menu').getByRole('button', { name, exact: true });
const form = (page: Page) => page.locator('.operation-form');

/** Fills a department, perhaps a person, and the words, and sends. */
async function sendForm(
  page: Page,
  button: string,
  { department, person, words }: { department?: string; person?: string; words?: string },
) {
  if (department) await form(page).getByLabel('部门').selectOption({ label: department });
  if (person) await form(page).getByLabel('人员').selectOption({ label: person });
  if (words) await form(page).locator('textarea').fill(words);
  await form(page).getByRole('button', { name: button, exact: true }).click();
  await form(page).waitFor({ state: 'detached' });
}

async function decide(page: Page, outputs: Record<string, string> = {}): Promise<void> {
  for (const [path, value] of Object.entries(outputs)) await page.locator(`.officer-field[data-field-key="${path}"] input`).fill(value);
  for (const date of await page.locator('.officer-field input[type=date]').all())
    if ((await date.inputValue()) === '') await date.fill('2026-12-01');
  await page.locator('.decisions button').first().click();
}

describe('what desks do besides deciding', () => {
  it('加签: another department signs before the desk decides', async () => {
    const page = await openTask('wj', '登记科学育儿指导');
    await operation(page, '加签').click();
    await expectNoBarriers(page);
    await form(page).getByRole('button', { name: '发起加签' }).click();
    await form(page).getByText('请选择部门').waitFor();
    await picture(page, 'approvals-1-sign');
    await sendForm(page, '发起加签', { department: '疾病预防控制中心', words: '请确认指导站点' });
    await page.getByText('在等别人，办完后回到您这里').waitFor();

    const signer = await openTask('cdc', '登记科学育儿指导');
    await signer.getByText('请您加签（前）').waitFor();
    await signer.getByText('请确认指导站点').waitFor();
    await picture(signer, 'approvals-2-signer');
    await decide(signer);
    await signer.waitForURL(/\/work(\/t\/|$|\?)/);
    await openTask('wj', '登记科学育儿指导');
    await at('wj').locator('.asked-list').getByText('同意').waitFor();
  });

  it('后加签 and 撤回: a decision is taken back while the signer has not begun', async () => {
    const page = await openTask('wj', '登记科学育儿指导');
    await operation(page, '加签').click();
    await form(page).getByLabel('后加签：您办完，再签').check();
    await sendForm(page, '发起加签', { department: '疾病预防控制中心', words: '请复核' });
    await decide(page);
    await openTask('wj', '登记科学育儿指导', 'waiting');
    await operation(page, '撤回').click();
    await picture(page, 'approvals-3-recall');
    await sendForm(page, '撤回', { words: '意见写错了' });
    await page.locator('.decisions').waitFor();
    await page.locator('.asked-list').getByRole('button', { name: /减签/ }).click();
    await page.locator('.asked-list').getByText('已取消').waitFor();
  });

  it('委派 and 催办: somebody else works on it, is urged, answers, and it comes back', async () => {
    const page = await openTask('wj', '登记科学育儿指导');
    await operation(page, '委派').click();
    await sendForm(page, '委派', { department: '疾病预防控制中心', person: '郑苗', words: '请电话核实地址' });
    await operation(page, '催办').click();
    await sendForm(page, '催办', { words: '今天要办完' });

    const other = at('cdc');
    await other.goto(`${product.url}/work?state=todo&q=${caseNo}`);
    await other.locator('.row-tag', { hasText: '催 1' }).waitFor();
    await picture(other, 'approvals-4-urged-inbox');
    await other.locator('tr', { hasText: '委派' }).locator('a[data-task]').click();
    await other.getByText('今天要办完').waitFor();
    await operation(other, '答复').click();
    await picture(other, 'approvals-5-delegate');
    await sendForm(other, '提交答复', { words: '地址属实' });
    await openTask('wj', '登记科学育儿指导');
    await page.locator('.asked-list').getByText('地址属实').waitFor();
    await page.locator('.decisions').waitFor();
  });

  it('抄送 and 沟通: others know, and are asked, and the task stays', async () => {
    const page = await openTask('wj', '登记科学育儿指导');
    await operation(page, '抄送').click();
    await sendForm(page, '抄送', { department: '公安局', words: '供登记参考' });
    await operation(page, '沟通').click();
    await sendForm(page, '发起沟通', { department: '疾病预防控制中心', words: '接种站点定了吗' });
    await page.locator('.decisions').waitFor();
    const reader = await openTask('ga', '登记科学育儿指导', 'copies');
    await reader.getByText('供登记参考').waitFor();
    await picture(reader, 'approvals-6-copy');
    await operation(reader, '已阅').click();
    await reader.waitForURL(/\/work($|\?)/);
    await openTask('cdc', '登记科学育儿指导');
    await operation(at('cdc'), '答复').click();
    await sendForm(at('cdc'), '提交答复', { words: '定在武原街道' });
  });

  it('转办: a colleague does it, with the same date', async () => {
    const cert = await openTask('wj', '签发出生医学证明');
    await decide(cert, { 'birth.certificateNumber': 'Y330000123' });
    const page = await openTask('ga', '办理出生登记');
    await operation(page, '转办').click();
    await picture(page, 'approvals-7-transfer');
    await sendForm(page, '转办', { department: '公安局', person: '李平安', words: '您负责武原片区' });
    await page.waitForURL(/\/work($|\?)/);
    await openTask('ga2', '办理出生登记', 'mine');
  });

  it('退回: from a parallel branch to an earlier desk, its consequences shown first, and straight back', async () => {
    const page = await openTask('ga2', '办理出生登记', 'mine');
    await operation(page, '退回').click();
    const to = form(page).getByLabel('退回到');
    const label = (await to.locator('option').allTextContents()).find((text) => text.startsWith('签发出生医学证明'));
    await to.selectOption({ label: label! });
    await form(page).locator('.move-preview').waitFor();
    await picture(page, 'approvals-8-replay-preview');
    await form(page).getByLabel('直送：那一步办完直接回到这里').check();
    await form(page).getByText('重新办理后，直接送回「办理出生登记」').waitFor();
    await form(page).getByText('照常保留：').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'approvals-9-straight-preview');
    await sendForm(page, '退回', { words: '出生证编号有误' });
    await page.waitForURL(/\/work($|\?)/);

    const again = await openTask('wj', '签发出生医学证明');
    await again.locator('.occasion').getByText('出生证编号有误').waitFor();
    await picture(again, 'approvals-10-returned');
    await decide(again, { 'birth.certificateNumber': 'Y330000124' });
    const back = await openTask('ga2', '办理出生登记', 'mine');
    await back.getByText('Y330000124').first().waitFor();
    await back.locator('.decisions').waitFor();
  });

  it('挂起 and 激活: an operator stops the case with its basis, and lets it go on', async () => {
    const page = at('operator');
    await page.goto(`${product.url}/work/cases/${caseNo}`);
    await page.getByRole('heading', { name: '办件调度' }).waitFor();
    await page.getByRole('button', { name: '挂起' }).click();
    await page.getByLabel('依据（法律条文）').fill('行政许可法第四十二条');
    await page.getByLabel('理由').fill('等待法院裁定');
    await form(page).getByRole('button', { name: '挂起' }).click();
    await page.getByText('等待法院裁定').first().waitFor();
    await form(page).waitFor({ state: 'detached' });
    await picture(page, 'approvals-11-operator');
    await expectNoBarriers(page);
    const officer = await openTask('ga2', '办理出生登记', 'mine');
    await officer.getByText('激活后再办理').first().waitFor();
    await page.getByRole('button', { name: '激活' }).click();
    await form(page).getByRole('button', { name: '激活' }).click();
    await form(page).waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: /^跳过 / })
      .first()
      .click();
    await picture(page, 'approvals-12-skip');
    await page.keyboard.press('Escape');
  });

  it('works by keyboard and on a phone', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToStaff(page, product, 'cdc');
    await page.goto(`${product.url}/work?q=${caseNo}`);
    await page.locator('a[data-task]').filter({ hasText: '办理预防接种证' }).first().click();
    await operation(page, '转办').focus();
    await page.keyboard.press('Enter');
    await form(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('desk-0-department');
    await expectNoSidewaysScroll(page);
    await expectNoBarriers(page);
    await picture(page, 'approvals-13-phone');
    await page.keyboard.press('Escape');
    await form(page).waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-operation'))).toBe('transfer');
    await close();
  });
});
