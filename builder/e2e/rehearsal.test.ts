/**
 * The test bench (errand 59): a branch that no case reaches is named and gets a case; real cases are replayed without a word about a
 * person; on a phone nothing scrolls sideways.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { sceneOf } from './studio-steps.ts';

let product: Product;
let browser: Browser;
let designer: Visitor;
let page: Page;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  designer = await visit(browser, { viewport: desk });
  page = designer.page;
  await signInToStaff(page, product, 'designer');
});
afterAll(async () => {
  await designer?.close();
  await browser?.close();
  await product?.stop();
});

const patient = { timeout: 90_000, interval: 200 };
describe('the test bench', () => {
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
