/**
 * A whole one-thing service without a pointer: 企业注销一件事, as its counties run it (tax first, the registry after it, the rest at the
 * same time; a simplified deletion is made public before), from the list of scenarios to a rehearsed case. The focus is never set by
 * the test: it is where the product puts it, or where Tab, the arrows and Ctrl+K lead.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { desk, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';

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

const patient = { timeout: 90_000, interval: 100 };
let [keys, entries] = [0, 0];
async function press(key: string): Promise<void> {
  keys += 1;
  await page.keyboard.press(key);
}
async function type(text: string): Promise<void> {
  entries += 1;
  await page.keyboard.insertText(text);
}
const has = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement, undefined, { timeout: 1_000 }).catch(() => false);
const focused = (target: Locator) => expect.poll(() => has(target), patient).toBe(true);

/** Tab, or another key, until it has the focus; what has the focus can be seen. */
async function reach(target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let turn = 0; turn < 120 && !(await has(target)); turn += 1) await press(key);
  expect(await has(target), `${key} leads to ${target}`).toBe(true);
  expect(await target.evaluate((element) => element.getClientRects().length)).toBeGreaterThan(0);
}
/** Ctrl+K, and the name of a page or step. */
async function go(words: string): Promise<void> {
  await press('Control+k');
  const box = page.getByRole('dialog').getByRole('combobox');
  await focused(box);
  await type(words);
  await page.getByRole('dialog').getByRole('option').first().getByText(words).waitFor();
  await press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
const search = () => page.getByRole('combobox', { name: '输入汉字、拼音或首字母' });
const nameBox = () => page.getByRole('textbox', { name: '步骤名称' });
const stepItem = (name: string) => page.getByRole('treeitem', { name: new RegExp(`(^|，)${name}，`) }).first();
const settings = () => page.getByRole('complementary', { name: '设置' });

/** In the open menu of a place: what is looked for, chosen and named. */
async function add(what: string, name: string, typed = what): Promise<void> {
  await focused(search());
  await type(typed);
  await page.getByRole('option', { name: what, exact: true }).waitFor();
  await press('Enter');
  await focused(nameBox());
  await type(name);
}
/** The branch that has the focus gets its first step. */
async function fillBranch(what: string, name: string): Promise<void> {
  await press('a');
  await add(what, name);
  // Enter would go on to the next step of the line: there is none.
  await press('Enter');
  await focused(search());
  await press('Escape');
  await focused(stepItem(name));
}
/** Enter opens the settings of the step that has the focus; Esc leads back to it. */
async function limit(step: string, days: string): Promise<void> {
  await press('Enter');
  const box = settings().getByLabel('工作日');
  await reach(box);
  await press('Control+a');
  await type(days);
  await press('Tab');
  await press('Escape');
  await focused(stepItem(step));
}

describe('a whole scenario by keyboard', () => {
  const began = { at: 0 };

  it('begins in the list and is drawn: three steps, then three more at the same time, each with its limit', async () => {
    await page.goto(`${product.url}/studio`);
    began.at = performance.now();
    await reach(page.getByRole('button', { name: '新建场景' }).first());
    await press('Enter');
    await focused(page.getByRole('dialog').getByRole('textbox'));
    await type('企业注销一件事');
    await press('Enter');
    await page.waitForURL(/\/studio\/scenes\/[^/]+\/flow/);
    const first = page.getByRole('button', { name: '添加第一个办理步骤' });
    await first.waitFor();
    await expect.poll(() => first.isEnabled(), patient).toBe(true);
    await reach(first);
    await press('Enter');
    await focused(nameBox());
    await type('联办受理');
    await press('Enter');
    await add('税务局办理', '税务注销', 'swj');
    await press('Enter');
    // As people call it for short.
    await add('市场监督管理局办理', '企业注销登记', '市场监管局');
    await press('Enter');
    await add('同时办理', '其余注销');
    await press('Enter');
    await focused(stepItem('其余注销'));

    await press('Enter');
    await reach(settings().getByRole('button', { name: '添加一条分支' }));
    await press('Enter');
    const branches = page.locator('[data-branch-of]');
    await expect.poll(() => branches.count(), patient).toBe(3);
    await press('Escape');
    await focused(stepItem('其余注销'));
    await press('ArrowDown');
    await fillBranch('海关办理', '报关单位备案注销');
    await press('ArrowDown');
    await fillBranch('人力资源和社会保障局办理', '社会保险登记注销');
    await press('ArrowDown');
    await fillBranch('公安局办理', '企业印章注销');

    for (const step of ['社会保险登记注销', '报关单位备案注销']) {
      await reach(stepItem(step), 'ArrowUp');
      await limit(step, '1');
    }
    await reach(stepItem('税务注销'), 'ArrowUp');
    await limit('税务注销', '10');
    await picture(page, 'keyboard-1-flow');
  });

  it('asks one question more, and one of its answers goes a way of its own', async () => {
    await go('表单');
    await reach(page.getByPlaceholder('写问题，再点类型'));
    await type('注销方式');
    await reach(page.getByRole('button', { name: '单选' }));
    await press('Enter');
    await reach(page.getByRole('button', { name: '整列粘贴' }));
    await press('Enter');
    await focused(page.getByRole('textbox', { name: '每行一个选项' }));
    await press('Control+a');
    await type('一般注销\n简易注销');
    await reach(settings().getByRole('button', { name: '保存' }));
    await press('Enter');
    await reach(page.getByRole('button', { name: '选「简易注销」时单独走一条' }));
    await press('Enter');
    const editor = page.getByRole('dialog', { name: '按答案分支' });
    await reach(editor.getByRole('button', { name: '加 1 条分支' }));
    await press('Enter');
    const branch = page.getByRole('treeitem', { name: /^分支，简易注销/ });
    await focused(branch);
    await fillBranch('市场监督管理局办理', '公告二十日');
    await picture(page, 'keyboard-2-branch');
  });

  it('is rehearsed to its end and kept', async () => {
    await go('预演');
    await reach(page.getByRole('button', { name: '开始预演' }));
    await press('Enter');
    await reach(page.getByRole('button', { name: '按样例填好' }));
    await press('Enter');
    await reach(page.getByRole('button', { name: '提交申请' }));
    await press('Enter');
    const ended = page.locator('.persona-line').filter({ hasText: '办结' });
    for (let turn = 0; turn < 12; turn += 1) {
      const agree = page.getByRole('tabpanel').getByRole('button', { name: '同意', exact: true });
      await agree.or(page.getByRole('tabpanel').locator('.persona-none')).first().waitFor();
      if (!(await agree.isVisible())) break;
      const before = await page.locator('.history-list li').count();
      await reach(agree);
      await press('Enter');
      await expect.poll(() => page.locator('.history-list li').count(), patient).toBeGreaterThan(before);
    }
    await reach(page.getByRole('tab', { selected: true }), 'Shift+Tab');
    await reach(page.getByRole('tab', { name: '申请人' }), 'ArrowLeft');
    await press('Enter');
    await ended.waitFor();
    await reach(page.getByLabel('给这个样例起个名'));
    await type('一般注销');
    await press('Enter');
    await expect.poll(() => page.locator('.cases-badge').textContent(), patient).toMatch(/1\/1 通过/);
    await picture(page, 'keyboard-3-rehearsed');
    const minutes = (performance.now() - began.at) / 60_000;
    console.log(`by keyboard: ${keys} keys, ${entries} typed entries, 0 clicks, 0 lines of script, ${minutes.toFixed(1)} minutes`);
  });
});
