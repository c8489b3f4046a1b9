/**
 * A release from the comparison to the way back [61, 70, 71, 73, 74]: what changed in sentences and on the picture, a department
 * agrees to its own part, two people publish at once, and two clicks bring the version before back.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReleasePage, ScenarioDraft } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';
import { sceneOf } from './studio-steps.ts';

let product: Product;
let browser: Browser;
let designer: Visitor;
let keeper: Visitor;
let page: Page;
let client: StaffClient;
const at = '/scenarios/newborn';

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  client = await staffClient(product, 'designer');
  const { rev, package: pkg } = await client.send<ScenarioDraft>('GET', `${at}/draft`);
  const item = Object.values(pkg.scenario.items).find(({ department }) => department === 'cdc')!;
  item.promisedDays += 1;
  pkg.scenario.layout = { ...pkg.scenario.layout, n_vaccination: { x: 900, y: 60 } };
  await client.send('PUT', `${at}/draft`, { rev, package: pkg });
  [designer, keeper] = await Promise.all([visit(browser, { viewport: desk }), visit(browser, { viewport: phone })]);
  page = designer.page;
  await signInToStaff(page, product, 'designer');
  await signInToStaff(keeper.page, product, 'cdc.keeper');
});
afterAll(async () => {
  await designer?.close();
  await keeper?.close();
  await browser?.close();
  await product?.stop();
});

describe('a release', () => {
  it('[61] is compared in sentences, counted, layout apart, and on the picture', async () => {
    await page.goto(`${sceneOf(product)}/versions?a=1`);

    await page
      .getByText(/办理时限.*由 \d+ 个工作日 改为 \d+ 个工作日|承诺.*由 \d+ 个工作日 改为 \d+ 个工作日/)
      .first()
      .waitFor();
    await page.getByText('新增 0、删去 0、修改 1').first().waitFor();
    await page.getByText('仅版面 1').first().waitFor();
    await expectNoBarriers(page);
    await picture(page, 'release-1-versions');
    await page.getByRole('tab', { name: '图上看' }).click();
    await page.locator('.react-flow__node').first().waitFor();
    await picture(page, 'release-2-picture');
  });

  it('is put back as the draft in one step, which undo takes back', async () => {
    await page.getByRole('tab', { name: '改了什么' }).click();
    await page.getByRole('button', { name: '恢复为草稿' }).first().click();
    await page.getByText('两边没有差别').first().waitFor();
    await page.getByRole('button', { name: /撤销/ }).first().click();
    await page.getByText('新增 0、删去 0、修改 1').first().waitFor();
    await page.getByText('已保存', { exact: false }).first().waitFor();
  });

  it('[74] waits for the departments whose part changes, and each sees that part only', async () => {
    await page.goto(`${sceneOf(product)}/release`);
    await page.getByRole('button', { name: '送会签' }).click();
    await page.getByText('0 方已同意，共 2 方').waitFor();
    expect(await page.getByRole('button', { name: '发布 v2' }).isDisabled()).toBe(true);
    await expectNoBarriers(page);
    await picture(page, 'release-3-signing');

    await keeper.page.goto(`${product.url}/studio/reviews`);
    await keeper.page.locator('.home-row a').first().click();
    await keeper.page.getByText('改到你的部分 1 处').waitFor();
    await expectNoBarriers(keeper.page);
    await expectNoSidewaysScroll(keeper.page);
    await picture(keeper.page, 'release-4-review-375');
    await keeper.page.getByRole('button', { name: '同意', exact: true }).click();
    await keeper.page.getByText('已签：已同意').waitFor();

    await page.reload();
    await page.getByText('1 方已同意，共 2 方').waitFor();
    await page.getByRole('button', { name: '撤回会签' }).click();
    await page.getByRole('button', { name: '送会签' }).waitFor();
  });

  it('[70, 71] names the open cases, is published once, and gives the code', async () => {
    const { running } = await client.send<ReleasePage>('GET', `${at}/release`);
    const open = running.reduce((sum, { count }) => sum + count, 0);
    const words = open === 0 ? '现在没有在办的事' : `${open} 件继续按原来的版本办完`;
    await page.getByText(words).first().waitFor();
    await page.getByRole('button', { name: '发布 v2' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /发布/ }).dblclick();
    await page.getByText('v2 已发布').first().waitFor();
    await page.getByRole('img', { name: '服务二维码，扫一扫打开' }).first().waitFor();

    const versions = await client.send<{ version: number }[]>('GET', `${at}/versions`);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    await expectNoBarriers(page);
    await picture(page, 'release-5-published');
  });

  it('[73] is rolled back in two clicks', async () => {
    await page.getByRole('button', { name: '退回 v1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '退回 v1' }).click();
    await expect.poll(async () => (await client.send<ReleasePage>('GET', `${at}/release`)).live, { timeout: 30_000 }).toBe(1);
    await page.getByText('线上 v1').first().waitFor();
    await picture(page, 'release-6-rolled-back');
  });

  it('is there for experts as JSON, and at the width of a phone', async () => {
    await page.goto(`${sceneOf(product)}/source?file=scenario.json`);
    await page.locator('.monaco-editor').first().waitFor();
    await page.locator('.view-line').filter({ hasText: 'lianban.scenario/1' }).first().waitFor();
    await expectNoBarriers(page);
    await picture(page, 'release-7-source');
    await page.setViewportSize(phone);
    await page.goto(`${sceneOf(product)}/release`);
    await page
      .getByRole('button', { name: /发布 v3/ })
      .first()
      .waitFor();
    await expectNoSidewaysScroll(page);
    await picture(page, 'release-8-phone');
  });
});
