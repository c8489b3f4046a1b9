/** What a designer does, used by every errand that begins in the studio. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectNoBarriers, listed, picture } from './pages.ts';
import type { Product } from './product.ts';

export const sceneOf = (product: Product) => `${product.url}/studio/scenes/newborn`;
export const card = (page: Page, step: string) => page.locator(`[data-step-id="${step}"]`).first();

export async function expectOnCard(page: Page, step: string, words: string): Promise<void> {
  await expect.poll(() => card(page, step).innerText(), { timeout: 20_000 }).toContain(words);
}

/** Waits until the server has what was changed. */
export async function saved(page: Page): Promise<void> {
  await page.getByText('已保存', { exact: false }).first().waitFor();
}

/** The step 审核生育医疗费用 gets one working day instead of two. */
export async function changeLimit(page: Page, product: Product): Promise<void> {
  await page.goto(`${sceneOf(product)}/flow?step=n_expense`);
  const days = page.getByRole('complementary').getByLabel('工作日');
  await days.waitFor();
  await expectOnCard(page, 'n_expense', '在 2 个工作日内');
  await days.fill('1');
  await days.press('Tab');
  await expectOnCard(page, 'n_expense', '在 1 个工作日内');
  await saved(page);
}

/** The application gets the question 孩子的小名. */
export async function addQuestion(page: Page, product: Product): Promise<void> {
  await page.goto(`${sceneOf(product)}/forms/newborn-application`);
  await page.getByPlaceholder('写问题，再点类型').waitFor();
  await page.getByPlaceholder('写问题，再点类型').fill('孩子的小名');
  await page.getByRole('button', { name: '一行字' }).click();
  // Something of nearly that name may be known; this is another question.
  const added = page.locator('[data-field-key][aria-label*="孩子的小名"]');
  const anew = page.getByRole('button', { name: '另外问' });
  await added.or(anew).first().waitFor();
  if (await anew.isVisible()) await anew.click();
  await added.waitFor();
  await saved(page);
  await expectNoBarriers(page);
  await picture(page, 'studio-3-form');
}

/** The applicant submits what the sample holds, and the clock moves a working day. */
export async function rehearse(page: Page, product: Product): Promise<void> {
  await page.goto(`${sceneOf(product)}/rehearse`);
  await page.getByRole('button', { name: '开始预演' }).waitFor();
  await page.getByText('预演，不发短信、不写库、不盖真章').waitFor();
  await page.getByRole('combobox', { name: '样例' }).click();
  await (await listed(page, '材料都在库里')).click();
  await page.getByRole('button', { name: '开始预演' }).click();
  await page.getByRole('button', { name: '确定并取数' }).click();
  await page.getByRole('button', { name: '按样例填好' }).click();
  // The question added a moment ago is asked here too; the sample knows nothing of it.
  await page.getByRole('textbox', { name: '孩子的小名' }).fill('满满');
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.getByRole('button', { name: '过一个工作日' }).click();
  await page.getByText('申请人提交').first().waitFor();
  await expect.poll(() => page.getByRole('button', { name: '回到这里' }).count()).toBeGreaterThan(1);
  await expectNoBarriers(page);
  await picture(page, 'studio-5-rehearsal');
}

export async function publishSecondVersion(page: Page, product: Product): Promise<void> {
  await page.goto(`${sceneOf(product)}/release`);
  await page.getByLabel('发布说明').fill('费用审核由 2 个工作日减为 1 个；申请表增加孩子的小名。');
  await expectNoBarriers(page);
  await picture(page, 'studio-6-release');
  await page.getByRole('button', { name: '发布 v2' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /发布/ }).click();
  await page.getByText('v2 已发布').first().waitFor();
}
