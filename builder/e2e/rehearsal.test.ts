/**
 * Rehearsal and test bench (errands 55, 56, 58, 59): a case is played from the citizen to its end as everybody in it, time jumps past a
 * deadline and back, a question added turns the badge and one press mends the cases, a branch that no case reaches is named and gets a
 * case; real cases are replayed without a word about a person; on a phone nothing scrolls sideways.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { addQuestion, saved, sceneOf } from './studio-steps.ts';

let product: Product;
let browser: Browser;
let designer: Visitor;
let page: Page;
/** Requests that change anything, by method and path. */
const changing: string[] = [];
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  designer = await visit(browser, { viewport: desk });
  page = designer.page;
  await signInToStaff(page, product, 'designer');
  page.on('request', (request) => {
    if (request.method() !== 'GET') changing.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
});
afterAll(async () => {
  await designer?.close();
  await browser?.close();
  await product?.stop();
});

const patient = { timeout: 90_000, interval: 200 };
const banner = () => page.getByText('预演，不发短信、不写库、不盖真章');
const history = () => page.locator('.history-list li');
const badge = () => page.locator('.cases-badge');

async function begin(sample: string): Promise<void> {
  await page.goto(`${sceneOf(product)}/rehearse?case=${sample}`);
  await page.getByRole('button', { name: '开始预演' }).click();
  await history().first().waitFor();
}

/** Does something and waits until it has become a moment of the rehearsal. */
async function act(press: () => Promise<void>): Promise<void> {
  const before = await history().count();
  await press();
  await expect.poll(() => history().count(), patient).toBeGreaterThan(before);
}

async function handIn(): Promise<void> {
  await act(() => page.getByRole('button', { name: '确定并取数' }).click());
  await page.getByRole('button', { name: '按样例填好' }).click();
  await act(() => page.getByRole('button', { name: '提交申请' }).click());
}

/** What the case is now: what the desks have before them, when it is, the limits, and what would have been sent. */
const shown = async () =>
  JSON.stringify([
    await page.locator('.desk-sheet:visible').allInnerTexts(),
    await page.locator('.rehearse-side h2').first().innerText(),
    await page.locator('.rehearse-side .value-list').allInnerTexts(),
    await page.locator('.sent-list').innerText(),
  ]);

describe('a rehearsal', () => {
  it('[55] goes from the citizen to the end as every role, and only lists what would have been sent', async () => {
    changing.length = 0;
    await begin('uninsured-mother');
    await handIn();
    const ended = page.locator('.persona-line').filter({ hasText: '已办结' });
    const next = page.locator('.persona-consent .ant-btn-primary:visible, .desk-sheet .page-actions .ant-btn-primary:visible');
    const played = new Set<string>();
    // Whoever has something to do comes forward by himself; everybody agrees.
    while (!(await ended.isVisible())) {
      await banner().waitFor();
      await next.first().or(ended).first().waitFor();
      if (await ended.isVisible()) break;
      played.add(await page.locator('.personas .ant-tabs-tab-active').innerText());
      await act(() => next.first().click());
    }

    expect(played.size).toBeGreaterThan(2);
    await banner().waitFor();
    await expect.poll(() => page.locator('.sent-list li').count(), patient).toBeGreaterThan(8);
    expect(await page.locator('.sent-list').innerText()).toMatch(/出具《.+》/);
    expect(await page.locator('.sent-list q').first().innerText()).not.toBe('');
    expect(changing.filter((one) => !/\/(script-run|script-check|check|draft|types|presence)$/.test(one))).toEqual([]);
    await expectNoBarriers(page);
    await picture(page, 'rehearsal-1-end');
  });

  it('is kept as a case by a name, and is in the list with its result', async () => {
    await page.getByLabel('给这个样例起个名').fill('没参保也能办完');
    await page.getByRole('button', { name: '存成样例', exact: true }).click();
    await page.getByText('已存下「没参保也能办完」').first().waitFor();
    await saved(page);
    await page.goto(`${sceneOf(product)}/rehearse?view=cases`);
    const row = page.getByRole('row').filter({ hasText: '没参保也能办完' });
    await row.locator('.chip-done').waitFor({ timeout: 90_000 });
  });

  it('[56] jumps past the deadline: the lamp is overdue; two steps back is the very moment it was', async () => {
    await begin('uninsured-mother');
    await handIn();
    // The other parent agrees: the limit runs.
    await act(() => page.getByRole('button', { name: '同意', exact: true }).click());
    const moments = await history().count();
    const before = await shown();
    await act(() => page.getByRole('button', { name: '过一个工作日' }).click());
    await act(() => page.getByRole('button', { name: '过截止日' }).click());
    await page
      .getByText(/超期 \d+ 个工作日/)
      .first()
      .waitFor();
    await history()
      .last()
      .getByText(/转为超期/)
      .first()
      .waitFor();
    expect(await shown()).not.toBe(before);
    await picture(page, 'rehearsal-3-overdue');

    // By keyboard: the button of the moment wanted.
    await history()
      .nth(moments - 1)
      .getByRole('button')
      .press('Enter');

    await expect.poll(() => history().count(), patient).toBe(moments);
    await expect.poll(shown, patient).toBe(before);
  });
});

describe('the test bench', () => {
  it('[58] turns the badge when a step no longer works, opens there in names, and one press mends every case', async () => {
    await expect.poll(() => badge().innerText(), patient).toMatch(/(\d+)\/\1 通过/);
    await addQuestion(page, product);
    await expect.poll(() => badge().innerText(), patient).toMatch(/\b0\/\d+ 通过/);

    await page.goto(`${sceneOf(product)}/rehearse?view=cases`);
    const row = page.getByRole('row').filter({ hasText: '没参保也能办完' });
    await row.getByText('「孩子的小名」应填写，样例没有填').waitFor({ timeout: 90_000 });
    await expectNoBarriers(page);
    await picture(page, 'rehearsal-4-broken');
    await row.getByRole('button', { name: '打开第 1 步' }).click();
    await page.getByText('样例「没参保也能办完」停在第 1 步之前').waitFor();
    await page.getByText('「孩子的小名」应填写，样例没有填').first().waitFor();
    await picture(page, 'rehearsal-4-opened');

    await page.goto(`${sceneOf(product)}/rehearse?view=cases`);
    const mend = page.getByRole('article', { name: /给 \d+ 个样例补上「孩子的小名」/ });
    await mend.getByRole('textbox', { name: '孩子的小名' }).fill('满满');
    await mend.getByRole('button', { name: /给 \d+ 个样例补上「孩子的小名」/ }).click();
    await saved(page);
    await expect.poll(() => badge().innerText(), patient).toMatch(/(\d+)\/\1 通过/);
    await expect.poll(() => page.locator('.mend').count(), patient).toBe(0);
  });

  it('[59] names a branch that no case reaches, and makes a case that does', async () => {
    await page.goto(`${sceneOf(product)}/rehearse?view=cases`);
    // Every branch has its case in this template: the one that refuses the certificate is taken away first.
    await page.getByRole('button', { name: '卫健不予签发出生医学证明' }).click();
    await page.getByRole('button', { name: '删除样例' }).click();
    const line = page.locator('.uncovered li').filter({ hasText: '签发出生医学证明：不予签发' });
    await line.first().waitFor({ timeout: 90_000 });
    await picture(page, 'rehearsal-5-uncovered');
    await line
      .first()
      .getByRole('button', { name: /生成样例/ })
      .click();
    await page.getByRole('row').filter({ hasText: '走到「签发出生医学证明：不予签发」' }).first().waitFor({ timeout: 90_000 });
    await expect.poll(() => page.locator('.uncovered').filter({ hasText: '签发出生医学证明：不予签发' }).count(), patient).toBe(0);
    await expectNoBarriers(page);
  });

  it('replays real cases and shows nothing of a person; on a phone nothing scrolls sideways', async () => {
    await page.goto(`${sceneOf(product)}/rehearse?view=real`);
    await page.getByRole('button', { name: /重放最近/ }).click();
    await page
      .getByText(/还没有办结的件|会不一样/)
      .first()
      .waitFor({ timeout: 90_000 });
    await expectNoBarriers(page);
    const narrow = await visit(browser, { viewport: phone });
    await signInToStaff(narrow.page, product, 'designer');
    for (const [view, words] of [
      ['cases', '存下的样例'],
      ['play', '开始预演'],
    ] as const) {
      await narrow.page.goto(`${sceneOf(product)}/rehearse?view=${view}`);
      await narrow.page.getByText(words).first().waitFor();
      await expectNoSidewaysScroll(narrow.page);
      await picture(narrow.page, `rehearsal-6-phone-${view}`);
    }
    await narrow.close();
  });
});
