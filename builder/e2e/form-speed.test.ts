/**
 * How quick the form designer is with 300 questions: from a key to the next painted picture, moving a question, choosing another
 * one. Figures are printed and kept beside the pictures; nothing is asserted on time, only that the work was done.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { order } from './forms-steps.ts';
import { desk, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Figures, keepFigures, measurePainted, watchKeys } from './painted.ts';
import { type Product, startProduct } from './product.ts';
import { staffClient } from './staff-client.ts';

const count = 300;
const types = ['string', 'date', 'code', 'mobile', 'money', 'text', 'address', 'idCard', 'boolean', 'integer'] as const;
const codes = { a: { name: { 'zh-CN': '甲' }, rank: 'F' }, b: { name: { 'zh-CN': '乙' }, rank: 'V' } };

let product: Product;
let browser: Browser;
let keeper: Visitor;
let page: Page;
const figures: Figures = {};
const measured = (name: string, times: number, act: (i: number) => Promise<void>) => measurePainted(page, figures, name, times, act);

/** Ten sections of thirty questions of every common type; each tenth is shown under a condition. */
async function longForm(): Promise<void> {
  const client = await staffClient(product, 'cdc.keeper');
  await client.send('POST', '/forms', { department: 'cdc', id: 'long-form', name: { 'zh-CN': '三百问' } });
  const draft = await client.send<{ rev: number; form: Record<string, unknown> }>('GET', '/forms/long-form');
  const rank = (n: number) => `M${String(n).padStart(4, '0')}V`;
  const sections = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`s${i}`, { title: { 'zh-CN': `第 ${i + 1} 部分` }, rank: rank(i) }]),
  );
  const fields = Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const type = types[i % types.length]!;
      const base = {
        section: `s${Math.floor(i / 30)}`,
        rank: rank(i),
        subject: 'applicant',
        key: `k${i}`,
        type,
        label: { 'zh-CN': `问题 ${i + 1}` },
      };
      return [
        `q${i}`,
        { ...base, ...(type === 'code' ? { codes } : {}), ...(i % 10 === 9 ? { visibleWhen: `applicant.k${i - 1} = true` } : {}) },
      ];
    }),
  );
  await client.send('PUT', '/forms/long-form', { rev: draft.rev, form: { ...draft.form, sections, fields } });
}

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  await longForm();
  keeper = await visit(browser, { viewport: desk });
  page = keeper.page;
  await signInToStaff(page, product, 'cdc.keeper');
  await page.goto(`${product.url}/studio/forms/long-form`);
  await page
    .locator('[data-field-key]')
    .nth(count - 1)
    .waitFor({ state: 'attached' });
  await watchKeys(page);
});
afterAll(async () => {
  await keepFigures('form-speed', `${count} questions, milliseconds from input to the next painted picture`, figures);
  await keeper?.close();
  await browser?.close();
  await product?.stop();
});

describe('the form designer with 300 questions', () => {
  it('shows what is typed in the settings', async () => {
    await page.locator('[data-field-key="q150"]').click();
    const input = page.getByRole('complementary', { name: '问题的设置' }).getByLabel('标题', { exact: true });
    await input.click();
    await page.keyboard.press('End');
    await measured('typing a title in the settings', 40, () => page.keyboard.press('x'));
    expect(await input.inputValue()).toBe(`问题 151${'x'.repeat(40)}`);
  });

  it('shows what is typed in place', async () => {
    const input = page.locator('[data-field-key="q150"] .phone-label-input');
    await input.click();
    await measured('typing a title in place', 40, () => page.keyboard.press('y'));
    expect(await input.inputValue()).toContain('y'.repeat(40));
  });

  it('keeps a title and draws it everywhere', async () => {
    for (const [i, field] of ['q10', 'q100', 'q200', 'q290'].entries()) {
      await page.locator(`[data-field-key="${field}"]`).click();
      await page.locator(`[data-field-key="${field}"] .phone-label-input`).fill(`新标题 ${i}`);
      await measured(`keeping a title (${i + 1})`, 1, () => page.keyboard.press('Enter'));
      await expect.poll(() => page.locator(`[data-field-key="${field}"]`).getAttribute('aria-label')).toContain(`新标题 ${i}`);
    }
  });

  it('moves a question', async () => {
    await page.locator('[data-field-key="q155"]').focus();
    await measured('moving a question by key', 20, async () => {
      await page.keyboard.press('Alt+ArrowUp');
      await page.waitForTimeout(60);
    });
    expect((await order(page)).indexOf('问题 156')).toBeLessThan(155);
  });

  it('chooses other questions one after the other', async () => {
    await page.locator('[data-field-key="q30"]').focus();
    await measured('choosing the next question by key', 30, async () => {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(40);
    });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-field-key'))).toBe('q60');
  });

  it('takes a change back', async () => {
    await measured('undo by key', 10, async () => {
      await page.keyboard.press('Control+z');
      await page.waitForTimeout(60);
    });
    await page.getByRole('button', { name: /^重做/ }).waitFor();
  });
});
