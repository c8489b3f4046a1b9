/**
 * Scripts, in a scenario that was never published or run: completed by what the step can see, checked while they are typed,
 * tried with a sample, left by keyboard; and a name of a value changed everywhere at once.
 */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioDraft, ScenarioPackage } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';

const scene = 'script-errand';
let product: Product;
let browser: Browser;
let client: StaffClient;
let designer: Visitor;
let page: Page;
const requests: { method: string; url: string }[] = [];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  client = await staffClient(product, 'designer');
  await client.send('POST', '/scenarios', { id: scene, name: { 'zh-CN': '脚本试验' } });
  const { rev } = await draft();
  // What the scenario is about is that of a template, but nothing of it is locked: it follows none.
  const { template: _, ...pkg } = (await client.send<ScenarioDraft>('GET', '/scenarios/newborn/draft')).package as ScenarioPackage;
  const { lineage: __, ...scenario } = pkg.scenario;
  pkg.scenario = { ...scenario, id: scene };
  // Every form calls the mother the applicant.
  for (const form of Object.values(pkg.forms))
    for (const field of Object.values(form.fields))
      if (field.subject === 'mother' && field.element === 'name') field.label = { 'zh-CN': '申请人姓名', en: 'Name of the applicant' };
  await client.send('PUT', `/scenarios/${scene}/draft`, { rev, package: pkg });
  designer = await visit(browser, { viewport: desk });
  page = designer.page;
  page.on('request', (request) => requests.push({ method: request.method(), url: request.url() }));
  await signInToStaff(page, product, 'designer');
});
afterAll(async () => {
  await designer?.close();
  await browser?.close();
  await product?.stop();
});

const draft = () => client.send<ScenarioDraft & { package: ScenarioPackage }>('GET', `/scenarios/${scene}/draft`);
const scriptNow = async () => (await draft()).package.scenario.scripts!.s_amount!;
/** The code editor's own files, as the build names them. */
const ofEditor = () => requests.filter(({ url }) => /\/assets\/(?:editor\.api|editor\.worker|ts\.worker)/.test(url));
const editor = () => page.locator('.monaco-editor').first();
const status = () => page.locator('.script-problems [role=status]').textContent();

/** What is to be seen, without what lies below: the sheet of a script lies over a long flow. */
const look = (name: string) => page.screenshot({ path: path.join(import.meta.dirname, `../dist-e2e/${name}.png`) });

/** Puts the cursor at the end of the first line of the function. */
async function intoFunction(): Promise<void> {
  await editor().locator('.view-line').filter({ hasText: 'export default function' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
}

describe('a script', () => {
  it('44: is completed by Chinese name, key, type, source and sensitivity, and its editor comes only now', async () => {
    await page.goto(`${product.url}/studio/scenes/${scene}/flow?step=n_amount`);
    await page.getByRole('button', { name: '打开脚本' }).waitFor();
    expect(ofEditor()).toEqual([]);
    await page.getByRole('button', { name: '打开脚本' }).click();
    await editor().waitFor();
    expect(ofEditor().length).toBeGreaterThan(0);
    await expect.poll(status).toBe('没有问题');

    await intoFunction();
    await page.keyboard.type('const who = ');
    await page.keyboard.insertText('申');
    const row = page.locator('.suggest-widget .monaco-list-row.focused').filter({ hasText: '申请人姓名' }).first();
    await row.waitFor();
    for (const part of ['mother.name', '一行字', '敏感 3 级', '人力资源和社会保障局']) expect(await row.textContent()).toContain(part);
    await look('script-1-completion');
    await page.keyboard.press('Enter');
    await page.keyboard.type(';');
    await expect.poll(async () => (await scriptNow()).source).toContain('const who = input.mother.name;');
    expect((await scriptNow()).reads).toContain('mother.name');
    await page.getByText('读取的数据（3）').waitFor();
  });

  it('says what is wrong in Chinese at its line, as the publication would, and F8 goes there', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.type('const wrong: number = who.length > 0 ? input.mother.nam : 1;');
    await expect.poll(() => page.locator('.script-problems').textContent()).toContain('“nam”');
    const [words = ''] = await page.locator('.script-problems li').allTextContents();
    expect(words).toContain('第 4 行');
    expect(words).toContain('是不是“name”');
    await page.keyboard.press('F8');
    await page.locator('.monaco-editor .peekview-widget, .monaco-editor .marker-widget').first().waitFor();
    await look('script-2-problem');
    await page.keyboard.press('Escape');
    await page.locator('.monaco-editor .marker-widget').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+K');
    await expect.poll(status).toBe('没有问题');
  });

  it('47: is tried with a sample: result, notes, time and what was read; nothing goes outside, nothing is kept', async () => {
    await intoFunction();
    await page.keyboard.type("console.log('基数', input.benefit.monthlyBase);");
    await expect.poll(async () => (await scriptNow()).source).toContain('console.log');
    await expect.poll(status).toBe('没有问题');
    const { rev } = await draft();
    requests.length = 0;

    await page.keyboard.press('Control+Enter');

    const answer = page.locator('.trial-answer');
    await answer.getByText('生育津贴金额').waitFor();
    const words = await answer.textContent();
    expect(words).toMatch(/用时 [\d.]+ 毫秒，上限 50 毫秒/);
    expect(words).toMatch(/记录\s*基数 [\d.]+/);
    for (const name of ['单位月平均缴费基数', '生育津贴天数', '申请人姓名', '敏感 3 级']) expect(words).toContain(name);
    expect(requests.filter(({ url }) => !url.startsWith(product.url))).toEqual([]);
    expect(requests.filter(({ url }) => url.endsWith('/script-run'))).toHaveLength(1);
    expect((await draft()).rev).toBe(rev);
    await expectNoBarriers(page);
    await answer.scrollIntoViewIfNeeded();
    await look('script-3-trial');
  });

  it('is left by keyboard: Esc, then Tab', async () => {
    await editor().locator('.view-line').first().click();
    const inside = () => page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null);
    await expect.poll(inside).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByText('现在按 Tab 离开编辑框').waitFor({ state: 'attached' });
    await page.keyboard.press('Tab');
    await expect.poll(inside).toBe(false);
  });

  it('is readable on a phone', async () => {
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page);
    await look('script-4-phone');
    await page.locator('.trial-result').scrollIntoViewIfNeeded();
    await look('script-4-phone-trial');
    await page.setViewportSize(desk);
  });
});

describe('a value', () => {
  it('46: renamed at its question is followed by scripts, rules and samples in one step to undo', async () => {
    const before = (await draft()).package;
    await page.goto(`${product.url}/studio/scenes/${scene}/forms/maternity-benefit?field=benefit_monthlyBase`);
    await page.locator('details[data-fold=key] > summary').click();
    await page.getByRole('button', { name: '改名' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('新名字').fill('days');
    await dialog.getByText('这个名字已经有别的数据用了').waitFor();
    await dialog.getByLabel('新名字').fill('payBase');
    await dialog.getByText('脚本').first().waitFor();
    await dialog.getByText('生育津贴金额').waitFor();
    await expectNoBarriers(page);
    await look('script-5-rename');
    await dialog.getByRole('button', { name: /改名，一起改/ }).click();
    await dialog.waitFor({ state: 'detached' });

    await expect.poll(async () => (await scriptNow()).source).toContain('input.benefit.payBase');
    const after = (await draft()).package;
    expect(after.scenario.scripts!.s_amount!.source).toContain('const { payBase: monthlyBase, days } = input.benefit;');
    expect(after.scenario.scripts!.s_amount!.reads).toContain('benefit.payBase');
    expect(JSON.stringify(after)).not.toContain('benefit.monthlyBase');
    await page.locator('h1').first().click();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await draft()).package).toEqual(before);
  });
});
