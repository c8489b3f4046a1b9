/**
 * A department keeper's errand, as a new user would go about it: paste a list of labels, correct types, accept what is known
 * already, write one rule, look through other eyes, move a question, send it to review; a second keeper reads whom it touches
 * and releases version 2.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { choose, field, firstVersion, formPage, formSaved, labels, order } from './forms-steps.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let keeper: Visitor;
let page: Page;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  await firstVersion(product);
  keeper = await visit(browser, { viewport: desk });
  page = keeper.page;
  await signInToStaff(page, product, 'cdc.keeper');
});
afterAll(async () => {
  await keeper?.close();
  await browser?.close();
  await product?.stop();
});

describe('a department keeper', () => {
  it('finds the forms of the department, drafts and live ones told apart', async () => {
    await page.goto(`${product.url}/studio/forms`);
    const row = page.getByRole('row').filter({ hasText: '预防接种证申领表' });
    await row.getByText('线上 v1').waitFor();
    await row.getByText('1 个场景').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'forms-1-library');
    await page.getByLabel('搜表单').fill('yfjz');
    await row.waitFor();
    await row.getByRole('link').click();
    await page.getByPlaceholder('写问题，再点类型').waitFor();
  });

  it('pastes twelve labels: types are guessed, what is known is referenced, and two types are corrected', async () => {
    await page.getByRole('button', { name: '粘贴一列问题' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox')
      .first()
      .fill(labels.map((label, i) => `${i + 1}. ${label}：`).join('\n'));
    await expect.poll(() => dialog.locator('.paste-list .chip').count()).toBeGreaterThanOrEqual(3);
    expect(await dialog.locator('.paste-list li').count()).toBe(12);
    await dialog.getByText('还在查字段标准里有没有').waitFor({ state: 'detached' });
    await choose(page, '「出生证编号」的类型', '一行字');
    await choose(page, '「说明原因」的类型', '一段话');
    await expectNoBarriers(page);
    await picture(page, 'forms-2-paste');
    await dialog.getByRole('button', { name: '添加 12 个问题' }).click();
    await expect.poll(() => page.locator('[data-field-key]').count()).toBe(13);

    await page.getByRole('button', { name: /^撤销/ }).click();
    await expect.poll(() => page.locator('[data-field-key]').count()).toBe(1);
    await page.getByRole('button', { name: /^重做/ }).click();
    await expect.poll(() => page.locator('[data-field-key]').count()).toBe(13);
    await formSaved(page);
  });

  it('is asked before the same thing is born twice', async () => {
    await page.getByPlaceholder('写问题，再点类型').fill('首次 接种日期：');
    await page.keyboard.press('Enter');
    const offer = page.getByRole('alertdialog');
    await offer.getByText('这张表里已经有「首次接种日期」').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('[data-field-key]').count()).toBe(13);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toContain('首次接种日期');
  });

  it('writes a rule as a sentence; the field carries it as a chip, the table of rules lists it', async () => {
    await field(page, '说明原因').click();
    const side = page.getByRole('complementary', { name: '问题的设置' });
    // Before that the panel still is of the question looked at last, and what is unfolded there does not stay so.
    await expect.poll(() => side.getByLabel('标题', { exact: true }).inputValue()).toBe('说明原因');
    await side.getByText('什么时候问、怎么算').click();
    await choose(page, '看哪一项', '出生证编号');
    await choose(page, '怎样比', '没有填写');
    const chip = field(page, '说明原因').getByText(/当.*出生证编号.*时显示/);
    await chip.waitFor();
    await expectNoBarriers(page);
    await picture(page, 'forms-3-rule');
    await page.getByRole('button', { name: '规则 1' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: '说明原因' })
      .getByText(/时显示/)
      .waitFor();
    await picture(page, 'forms-4-rules');
  });

  it('looks at the form as the officer, at the counter and on paper', async () => {
    for (const [view, name] of [
      ['审批人', 'officer'],
      ['窗口', 'counter'],
      ['打印', 'paper'],
      ['电脑', 'computer'],
    ] as const) {
      await page.locator('.view-bar').getByText(view, { exact: true }).click();
      await page.getByRole('region', { name: view }).waitFor();
      await expectNoBarriers(page);
      await picture(page, `forms-5-${name}`);
    }
    await page.locator('.view-bar').getByText('手机', { exact: true }).click();
    await expect.poll(() => page.locator('[data-field-key]').count()).toBe(13);
  });

  it('moves a question up two places by keyboard, by a typed place too; the focus stays on it', async () => {
    const before = await order(page);
    // Referenced, it is called as the field standard calls it.
    const telephone = before.find((label) => /电话|手机/.test(label))!;
    const at = before.indexOf(telephone);
    const item = field(page, telephone).first();
    await item.focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(async () => (await order(page)).indexOf(telephone)).toBe(at - 1);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(async () => (await order(page)).indexOf(telephone)).toBe(at - 2);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toContain(telephone);

    await item.getByLabel(/移到第几项/).fill('1');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await order(page))[0]).toBe(telephone);
    await page.getByRole('button', { name: /^撤销/ }).click();
    await expect.poll(async () => (await order(page)).indexOf(telephone)).toBe(at - 2);
    await formSaved(page);
  });

  it('counts what has no English and goes to it', async () => {
    const button = page.getByRole('button', { name: /^未翻译/ });
    const untranslated = async () => Number(((await button.textContent()) ?? '').replace(/\D/g, ''));
    const count = await untranslated();
    expect(count).toBeGreaterThan(0);
    await button.click();
    await page.locator('[data-english]:focus').fill('Child');
    await page.keyboard.press('Enter');
    await expect.poll(untranslated).toBe(count - 1);
    await formSaved(page);
  });

  it('sends it to review, and cannot release the own work', async () => {
    await page.getByRole('link', { name: '送审', exact: true }).click();
    await page.getByText(/1 个场景在用/).waitFor();
    await page.getByLabel('改了什么').fill('由一个问题改为十三个，接种单位等引用字段标准。');
    await expectNoBarriers(page);
    await picture(page, 'forms-6-submit');
    await page.getByRole('button', { name: '送审' }).last().click();
    await page.getByText('待审核').first().waitFor();
    expect(await page.getByRole('button', { name: /发布 v2/ }).count()).toBe(0);
    await page.getByText(/另一位管理员审核发布/).waitFor();
  });

  it('has it released by the second keeper, who reads whom it touches', async () => {
    const other = await visit(browser, { viewport: desk });
    await signInToStaff(other.page, product, 'cdc.keeper2');
    await other.page.goto(formPage(product, '/release'));
    await other.page.getByText(/1 个场景在用/).waitFor();
    await other.page.getByText('新生儿出生一件事').waitFor();
    await expectNoBarriers(other.page);
    await picture(other.page, 'forms-7-impact');
    await other.page.getByRole('button', { name: '发布 v2' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: /发布/ }).click();
    await other.page.getByText('线上 v2').waitFor();
    await other.page.goto(formPage(product, '/versions?a=1'));
    await other.page.getByRole('heading', { name: '和 v1 的差别' }).waitFor();
    await expectNoBarriers(other.page);
    await picture(other.page, 'forms-8-versions');
    await other.close();
  });

  it('reads the form and edits one question on a phone', async () => {
    const narrow = await visit(browser, { viewport: phone });
    await signInToStaff(narrow.page, product, 'cdc.keeper');
    await narrow.page.goto(formPage(product));
    await field(narrow.page, '说明原因').click();
    await narrow.page.getByRole('button', { name: '问题的设置' }).click();
    const drawer = narrow.page.getByRole('dialog');
    await drawer.getByLabel('标题', { exact: true }).fill('没有出生证的原因');
    await drawer.getByRole('button', { name: /关闭|Close/ }).click();
    await field(narrow.page, '没有出生证的原因').waitFor();
    await expectNoSidewaysScroll(narrow.page);
    await expectNoBarriers(narrow.page);
    await picture(narrow.page, 'forms-9-phone');
    await narrow.close();
  });
});
