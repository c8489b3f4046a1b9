/**
 * Several people in one draft: a comment calls a colleague, whose message leads to the step; two edit different steps, nothing is
 * lost and undo takes back only what is one's own, also after a reload; the history says in sentences who changed what.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { staffClient } from './staff-client.ts';
import { card, saved, sceneOf } from './studio-steps.ts';

let product: Product;
let browser: Browser;
let chen: Visitor;
let lin: Visitor;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const admin = await staffClient(product, 'admin');
  const grants = [{ region: '330424', department: 'reform', role: 'designer' }];
  await admin.send('POST', '/accounts', { username: 'linxiao', name: '林晓', password: product.password, grants });
  [chen, lin] = await Promise.all([visit(browser, { viewport: desk }), visit(browser, { viewport: desk })]);
  await signInToStaff(chen.page, product, 'designer');
  await signInToStaff(lin.page, product, 'linxiao');
});
afterAll(async () => {
  await chen?.close();
  await lin?.close();
  await browser?.close();
  await product?.stop();
});

const settings = (page: Page) => page.getByRole('complementary', { name: '设置' });
const comments = (page: Page) => page.getByRole('complementary', { name: '评论' });

/** What a colleague did takes as long as both pages and the server need. */
const shownOn = (page: Page, step: string, words: string) =>
  card(page, step).locator('.card-sentence').first().filter({ hasText: words }).waitFor();

/** Opens a step and gives it another limit. */
async function limit(page: Page, step: string, days: number): Promise<void> {
  await page.goto(`${sceneOf(product)}/flow?step=${step}`);
  const box = settings(page).getByLabel('工作日');
  await box.fill(String(days));
  await box.press('Tab');
  await shownOn(page, step, `在 ${days} 个工作日内`);
  await saved(page);
}

describe('several people in one draft', () => {
  it('a comment on a step names a colleague, found by initials, and stands on the card', async () => {
    const { page } = chen;
    await page.goto(`${sceneOf(product)}/flow?step=n_expense`);
    await settings(page).getByRole('button', { name: '评论「审核生育医疗费用」' }).click();
    const words = comments(page).getByRole('textbox', { name: '评论「审核生育医疗费用」' });
    await words.pressSequentially('两天够吗 @lx');
    // The dictionary of pinyin comes with the first menu.
    await page
      .getByRole('menuitem', { name: /林晓/ })
      .or(page.getByRole('option', { name: /林晓/ }))
      .first()
      .waitFor();
    await words.press('Enter');
    await expect.poll(() => words.inputValue()).toContain('@林晓');
    await comments(page).getByRole('button', { name: '发送' }).click();
    await comments(page).getByText('@林晓').waitFor();
    await expect.poll(() => words.inputValue()).toBe('');
    await page
      .locator('[data-step-id="n_expense"]')
      .getByRole('button', { name: '「审核生育医疗费用」有 1 条评论未解决，点开看' })
      .waitFor();
  });

  it('the colleague has one message, whose link opens the step with the comment beside it', async () => {
    const { page } = lin;
    await page.goto(`${product.url}/studio`);
    await page.getByRole('link', { name: '消息，1 条未读' }).click();
    await expectNoBarriers(page);
    await picture(page, 'together-2-messages');
    await page.getByRole('link', { name: /陈立新.*审核生育医疗费用/ }).click();
    await comments(page).getByText('两天够吗').waitFor();
    await settings(page).getByRole('heading', { name: '审核生育医疗费用' }).waitFor();
    await page.getByRole('link', { name: '消息', exact: true }).waitFor();
    await comments(page).getByRole('button', { name: '标为已解决' }).click();
    await comments(page).getByText('未解决 0').waitFor();
  });

  it('two edit different steps: both keep what they did, and undo takes back only what is one’s own', async () => {
    await limit(chen.page, 'n_expense', 1);
    await limit(lin.page, 'n_guidance', 3);
    await shownOn(chen.page, 'n_guidance', '在 3 个工作日内');
    await shownOn(lin.page, 'n_expense', '在 1 个工作日内');

    await chen.page.getByRole('button', { name: /^撤销/ }).click();
    await shownOn(chen.page, 'n_expense', '在 2 个工作日内');
    await shownOn(chen.page, 'n_guidance', '在 3 个工作日内');
    await shownOn(lin.page, 'n_expense', '在 2 个工作日内');
    await shownOn(lin.page, 'n_guidance', '在 3 个工作日内');
  });

  it('what was done before a reload can be undone and redone after it', async () => {
    await limit(chen.page, 'n_papers', 4);
    await chen.page.reload();
    await shownOn(chen.page, 'n_papers', '在 4 个工作日内');
    await chen.page.getByRole('button', { name: '撤销：修改「核对父亲的纸质材料」' }).click();
    await shownOn(chen.page, 'n_papers', '在 1 个工作日内');
    await saved(chen.page);
    await chen.page.reload();
    await chen.page.getByRole('button', { name: '重做：修改「核对父亲的纸质材料」' }).click();
    await shownOn(chen.page, 'n_papers', '在 4 个工作日内');
    await saved(chen.page);
  });

  it('the history says who changed what, and any state of it comes back as one edit', async () => {
    const { page } = chen;
    await page.getByRole('link', { name: '谁改了什么' }).click();
    await page.getByRole('heading', { name: /林晓/ }).waitFor();
    await page
      .locator('.history-sitting')
      .filter({ hasText: '林晓' })
      .getByText(/由 \d+ 个工作日 改为 3 个工作日/)
      .waitFor();
    await expectNoBarriers(page);
    await picture(page, 'together-3-history');
    await page.goto(`${sceneOf(product)}?comments=all`);
    await comments(page).getByText('已解决 1').click();
    await comments(page).getByText('@林晓').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'together-1-comments');
    await page.goto(`${sceneOf(product)}/history`);

    await page.getByRole('button', { name: /恢复到 林晓/ }).click();
    await page
      .getByText(/已恢复到/)
      .first()
      .waitFor();
    await saved(page);
    await page.goto(`${sceneOf(product)}/flow`);
    await shownOn(page, 'n_papers', '在 1 个工作日内');
    await page.getByRole('button', { name: /^撤销：恢复/ }).click();
    await shownOn(page, 'n_papers', '在 4 个工作日内');
    await saved(page);
  });

  it('a subject in use is handed over before it goes, and comes back by undo', async () => {
    const { page } = chen;
    await page.goto(`${sceneOf(product)}/basics`);
    await page.getByRole('button', { name: '删除「母亲」' }).click();
    const asked = page.getByRole('dialog');
    await asked
      .getByText(/个问题/)
      .first()
      .waitFor();
    await expectNoBarriers(page);
    await picture(page, 'together-4-basics');
    await asked.getByRole('button', { name: '删除并一并修正' }).click();
    await expect.poll(() => page.getByRole('button', { name: '删除「母亲」' }).count()).toBe(0);
    await page.getByRole('button', { name: /^撤销：删除/ }).click();
    await page.getByRole('button', { name: '删除「母亲」' }).waitFor();
    await saved(page);
  });

  it('all of it can be read on a phone and in English', async () => {
    const narrow = await visit(browser, { viewport: phone });
    await signInToStaff(narrow.page, product, 'linxiao');
    await narrow.page.getByRole('button', { name: 'English' }).click();
    for (const [name, address] of [
      ['comments', `${sceneOf(product)}/flow?step=n_expense&comments=all`],
      ['history', `${sceneOf(product)}/history`],
      ['basics', `${sceneOf(product)}/basics`],
      ['messages', `${product.url}/studio/messages`],
    ] as const) {
      await narrow.page.goto(address);
      await narrow.page
        .getByRole('heading', { level: name === 'comments' ? 2 : 1, name: /comments|who changed|basics|messages/i })
        .first()
        .waitFor();
      await expectNoSidewaysScroll(narrow.page);
      await picture(narrow.page, `together-5-phone-${name}`);
    }
    await narrow.close();
  });
});
