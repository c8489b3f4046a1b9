/**
 * Two templates of governance through the real screens. A key task is opened on a phone, decomposed to two units, done at the
 * desk of each, accepted, scored and closed. A resident reports an event, the grid settles it, the village checks it, the
 * resident rates it.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { onward, stepOf } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
const staff: Record<string, Visitor> = {};

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  for (const visitor of Object.values(staff)) await visitor.close();
  await browser?.close();
  await product?.stop();
});

/** An answer as a person gives it: text, the label of a choice, or rows of such by the label of their column. */
type Typed = string | Record<string, string>[];

async function answer(box: Locator, value: Typed): Promise<void> {
  if (typeof value !== 'string') {
    for (const [at, row] of value.entries()) {
      if (at > 0) await box.locator('.rows-add').click();
      for (const [label, cell] of Object.entries(row))
        await answerControl(box.locator('ol > li').nth(at).getByLabel(label, { exact: true }), cell);
    }
    return;
  }
  if ((await box.locator('input[type=radio]').count()) > 0) await box.getByLabel(value, { exact: true }).check();
  else await answerControl(box.locator('select, textarea, input').first(), value);
}

async function answerControl(control: Locator, value: string): Promise<void> {
  const kind = await control.evaluate((element) => element.getAttribute('role') ?? element.tagName);
  if (kind === 'radiogroup') await control.getByLabel(value, { exact: true }).check();
  else if (kind === 'SELECT') await control.selectOption({ label: value });
  else await control.fill(value);
}

/** Questions that come with the answer to another one. */
const opens: Record<string, string> = { 'matter.measured': 'matter.indicator' };

/** Answers what the page asks, also what an answer opens; says which fields those were. */
async function answerPage(page: Page, typed: Record<string, Typed>): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const paths = await page
      .locator('.question[data-field-key]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-field-key')!));
    const path = paths.find((one) => !done.includes(one) && typed[one] !== undefined);
    if (path === undefined) return done;
    done.push(path);
    const box = page.locator(`.question[data-field-key="${path}"]`);
    await answer(box, typed[path]!);
    const next = opens[path];
    if (next) await page.locator(`.question[data-field-key="${next}"]`).waitFor();
  }
}

/** From the card of the service to the receipt; the number of the case. */
async function apply(page: Page, service: string, typed: Record<string, Typed>): Promise<string> {
  await page.goto(`${product.url}/go/s/330424/${service}`);
  await page.getByRole('button', { name: '开始办理' }).click();
  await page.waitForURL((url) => url.pathname.includes('/go/a/'));
  for (let section = 0; section < 8; section += 1) {
    await page.locator('h1').waitFor();
    if (stepOf(page) === 'check') break;
    await answerPage(page, typed);
    await expectNoSidewaysScroll(page);
    await picture(page, `${service}-1-${stepOf(page)}`);
    await onward(page);
  }
  await page.getByRole('heading', { name: '提交前再看一遍' }).waitFor();
  await expectNoBarriers(page);
  await expectNoSidewaysScroll(page);
  await picture(page, `${service}-2-check`);
  await page.getByLabel('我已看过，以上内容真实').check();
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { name: '已提交' }).waitFor();
  return (await page.locator('.receipt .number').textContent()) ?? '';
}

async function pageOf(username: string): Promise<Page> {
  if (!staff[username]) {
    staff[username] = await visit(browser, { viewport: desk });
    await signInToStaff(staff[username].page, product, username);
  }
  return staff[username].page;
}

/** Opens the task of this name at the desk, fills its form in and decides; how it looks is kept. */
async function decide(username: string, step: string, decision: string, typed: Record<string, string> = {}, title = step): Promise<void> {
  const page = await pageOf(username);
  const task = page.locator('a[data-task]').filter({ hasText: step }).first();
  // What came of another desk's decision may need a moment to arrive.
  await expect
    .poll(async () => {
      await page.goto(`${product.url}/work`);
      await page.locator('a[data-task], .state-title').first().waitFor();
      return task.count();
    })
    .toBeGreaterThan(0);
  await task.click();
  await page.locator('.decisions').waitFor();
  await page.getByText(title).first().waitFor();
  for (const [path, value] of Object.entries(typed)) await answer(page.locator(`.officer-field[data-field-key="${path}"]`), value);
  await picture(page, `governance-${username}-${step}`);
  const here = page.url();
  await page.locator('.decisions').getByRole('button', { name: decision, exact: true }).click();
  await page.waitForURL((url) => url.href !== here);
}

describe('supervision of a key task', () => {
  let caseNo = '';

  it('is opened on a phone: the register knows the directive, the tasks of the units are rows', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'clerk');
    caseNo = await apply(page, 'supervision', {
      'matter.source': '领导批示',
      'matter.docNo': '盐政督〔2026〕12号',
      'matter.due': '2026-12-31',
      'matter.lead': '住房和城乡建设局',
      'matter.measured': '是',
      'matter.indicator': 'NL-2026-01',
      'matter.goal': '12',
      'matter.parts': [
        { 承办单位: '住房和城乡建设局', 分解任务: '改造 8 处易涝点排水管网', 这一项的期限: '2026-12-20', 分值: '60' },
        { 承办单位: '综合行政执法局', 分解任务: '清疏沿街雨水口', 这一项的期限: '2026-12-10', 分值: '40' },
      ],
    });
    expect(caseNo).toMatch(/^LB330424/);
    await close();
  });

  it('goes to the desk of each unit, is accepted unit by unit, and closed', async () => {
    await decide('zfb', '立项审核', '同意立项，交办');
    for (const [username, unit] of [
      ['zj', '住房和城乡建设局'],
      ['cg', '综合行政执法局'],
    ] as const) {
      await decide(username, '办理分解任务', '已经完成，请求验收', {
        'part.words': `${unit}的任务已经全部完成`,
        'part.proof': '盐反馈〔2026〕31号',
      });
      await decide('zfb', '验收分解任务', '验收通过', { 'part.quality': '好：达到要求' }, `验收分解任务（${unit}）`);
    }
    await decide('zfb', '办结审签', '同意办结', { 'matter.conclusion': '12 处易涝点全部整治完成' });
  });

  it('ends with the closing sheet on the phone', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'clerk');
    await expectDocuments(page, caseNo, 1);
    await page.getByText('督办办结单').first().waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'supervision-3-closed');
    await close();
  });
});

describe('an event at the grassroots', () => {
  it('is reported on a phone, settled by the grid, checked by the village, and rated', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'reporter');
    const caseNo = await apply(page, 'grassroots-event', {
      'event.kind': '市容环境',
      'event.words': '人行道上堆了建筑垃圾，行人要绕到车道上',
      'event.danger': '否',
      'event.happenedOn': '2026-11-20',
      'event.place': '海滨西路 118 号门前',
      'event.village': '海滨社区',
      'event.channel': '群众',
    });
    expect(caseNo).toMatch(/^LB330424/);

    await decide('wg', '网格员处置', '已经处置好', { 'event.result': '建筑垃圾已经清运' });
    await decide('cs', '现场核查', '处置到位');

    const rate = page.locator('main a.primary[href$="/fix"]');
    await expect
      .poll(async () => {
        await page.goto(`${product.url}/go/c/${caseNo}`);
        await page.locator('.line').waitFor();
        return rate.count();
      })
      .toBeGreaterThan(0);
    await rate.click();
    await page.locator('.question[data-field-key="rate.satisfied"]').getByLabel('是', { exact: true }).check();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'grassroots-event-3-rate');
    await page.locator('.bar button.primary').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/fix'));
    await expectDocuments(page, caseNo, 1);
    await page.getByText('事件办结告知单').first().waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'grassroots-event-4-closed');
    await close();
  });
});

async function expectDocuments(page: Page, caseNo: string, count: number): Promise<void> {
  await expect
    .poll(async () => {
      await page.goto(`${product.url}/go/c/${caseNo}`);
      await page.locator('.line').waitFor();
      return page.getByRole('link', { name: /下载 PDF/ }).count();
    })
    .toBeGreaterThanOrEqual(count);
}
