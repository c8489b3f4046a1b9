/**
 * The studio, from a change to a published version: a limit is changed, a question added, undone and redone, the case
 * rehearsed with a moving clock, the version published; citizens then meet the new question, running cases do not.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
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
import { type Product, startProduct } from './product.ts';
import { addQuestion, card, changeLimit, expectOnCard, publishSecondVersion, rehearse, saved, sceneOf } from './studio-steps.ts';

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

describe('the studio', () => {
  it('changes the limit of a step in its sentence, and undoes and redoes it by keyboard', async () => {
    await changeLimit(page, product);

    await card(page, 'n_expense').focus();
    await page.keyboard.press('Control+z');
    await expectOnCard(page, 'n_expense', '在 2 个工作日内');
    await page.keyboard.press('Control+y');
    await expectOnCard(page, 'n_expense', '在 1 个工作日内');
    await saved(page);
    await expectNoBarriers(page);
    await picture(page, 'studio-1-steps');
  });

  it('keeps the change over a reload, and shows the same model as lanes', async () => {
    await page.reload();
    await expectOnCard(page, 'n_expense', '在 1 个工作日内');
    await page.goto(`${sceneOf(product)}/flow?view=lanes`);
    await page.locator('.react-flow__node').filter({ hasText: '填写联办申请' }).first().waitFor();
    await expectNoBarriers(page);
    await picture(page, 'studio-2-lanes');
  });

  it('tells at once that a step takes longer than its matter promises, and leads to the field', async () => {
    await page.goto(`${sceneOf(product)}/flow?step=n_cert`);
    const days = page.getByRole('complementary').getByLabel('工作日');
    await days.fill('30');
    await days.press('Tab');
    await page
      .getByRole('button', { name: /个问题|个建议|处问题|处建议|必须改|建议改/ })
      .first()
      .waitFor();
    await days.fill('1');
    await days.press('Tab');
    await page.getByRole('button', { name: '没有问题' }).waitFor();
  });

  it('adds a question to a form', async () => {
    await addQuestion(page, product);
    await page.goto(`${sceneOf(product)}/applicant`);
    await page.getByText('孩子的小名').first().waitFor();
    await picture(page, 'studio-4-applicant');
  });

  it('rehearses the case: the applicant submits, a desk decides, the clock moves, nothing leaves', async () => {
    await rehearse(page, product);
  });

  it('publishes version 2 with a note, once', async () => {
    await publishSecondVersion(page, product);
    await page.goto(`${sceneOf(product)}/versions`);
    await page.getByText('v2').first().waitFor();
    await picture(page, 'studio-7-versions');
  });

  it('gives citizens the new question from then on', async () => {
    const citizen = await visit(browser, { viewport: phone });
    await signInToPortal(citizen.page, product, 'mother');
    await citizen.page.goto(`${product.url}/go/s/330424/newborn`);
    await citizen.page.getByRole('button', { name: '开始办理' }).click();
    await citizen.page.getByRole('button', { name: '全部同意，继续' }).click();
    await citizen.page.getByRole('button', { name: '下一步' }).waitFor();
    const draft = /\/go\/a\/([^/]+)/.exec(citizen.page.url())![1]!;
    await citizen.page.goto(`${product.url}/go/a/${draft}/check`);
    await citizen.page.getByText('孩子的小名').first().waitFor();
    await citizen.close();
  });

  it('can be read and one step edited on a phone', async () => {
    const narrow = await visit(browser, { viewport: phone });
    await signInToStaff(narrow.page, product, 'designer');
    await narrow.page.goto(`${sceneOf(product)}/flow?step=n_expense`);
    await narrow.page.getByLabel('工作日').first().waitFor();
    await expectNoSidewaysScroll(narrow.page);
    await picture(narrow.page, 'studio-8-phone');
    await narrow.close();
  });
});
