/** A county takes an upgrade of its template by keyboard, repairs what a decision broke, publishes, and gives one change back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpgradeOffer } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';
import { editDraft, local, openMaster, provincial, releaseTemplate } from './upgrade-steps.ts';

let product: Product;
let browser: Browser;
let county: Visitor;
let province: StaffClient;
let page: Page;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  province = await openMaster(product);
  await editDraft(province, provincial);
  await releaseTemplate(product, province, '放宽月龄，统一告知话术');
  await editDraft(await staffClient(product, 'designer'), local);
  county = await visit(browser, { viewport: desk });
  page = county.page;
  await signInToStaff(page, product, 'designer');
});
afterAll(async () => {
  await county?.close();
  await browser?.close();
  await product?.stop();
});

const counter = (words: string) => page.getByRole('heading', { name: words }).waitFor();
const current = () => page.locator('.upgrade-current');
const goTo = async (words: RegExp) => {
  for (let presses = 0; presses < 4 && (await current().filter({ hasText: words }).count()) === 0; presses += 1)
    await page.keyboard.press('j');
  await current().filter({ hasText: words }).waitFor();
};

describe('an upgrade', () => {
  it('is announced on the scenario, with why it was made and by when', async () => {
    await page.goto(`${product.url}/studio/scenes/newborn`);
    await page.getByRole('link', { name: /上游有新版 v2/ }).click();
    await page.getByText('为什么改：放宽月龄，统一告知话术').waitFor();
    await page.getByText('必须升级').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'upgrade-1-offer');
    await page.getByRole('button', { name: '看看改了什么' }).click();
    await counter('已定 0 / 共 3');
    await page.getByText(/只有上游改的 11 处，照收；只有本县改的 4 处，保留/).waitFor();
    await expectNoBarriers(page);
    await picture(page, 'upgrade-2-desk');
  });

  it('is decided by keyboard, and each decision is kept when the browser closes', async () => {
    // Focus stands on the first question: one key each.
    await goTo(/窗口/);
    await page.keyboard.press('1');
    await counter('已定 1 / 共 3');
    await goTo(/月龄/);
    await page.keyboard.press('1');
    await counter('已定 2 / 共 3');
    await county.close();
    county = await visit(browser, { viewport: desk });
    page = county.page;
    await signInToStaff(page, product, 'designer');
  });

  it('asks only what is new when a newer release came meanwhile', async () => {
    await editDraft(province, (scenario) => {
      scenario.params!.station = { ...scenario.params!.station!, value: '户籍所在乡镇卫生院' };
    });
    await releaseTemplate(product, province, '接种单位改为乡镇卫生院');
    await page.goto(`${product.url}/studio/scenes/newborn/upgrade`);
    await counter('已定 2 / 共 3');
    await page.getByRole('button', { name: '改升到 v3' }).click();
    await counter('已定 2 / 共 4');
    await picture(page, 'upgrade-3-newer');
    await goTo(/接种单位/);
    await page.keyboard.press('1');
    await counter('已定 3 / 共 4');
    await goTo(/已受理/);
    await page.keyboard.press('2');
    await counter('已定 4 / 共 4');
  });

  it('is drawn on the lanes', async () => {
    await page.getByRole('button', { name: '看流程图' }).click();
    await page.locator('.lane-mark-changed').first().waitFor();
    await expectNoBarriers(page);
    await picture(page, 'upgrade-4-picture');
    await page.getByRole('button', { name: '看清单' }).click();
  });

  it('fails a sample case, names the decision that does it, and passes when that is repaired', async () => {
    expect(await page.getByRole('button', { name: '完成升级' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '试跑样例' }).click();
    const cause = page.locator('.upgrade-cause').filter({ hasText: '月龄' }).first();
    await cause.waitFor();
    await picture(page, 'upgrade-5-failed');
    await cause.getByRole('button', { name: '看这处改动' }).click();
    await current().filter({ hasText: '月龄' }).waitFor();
    await page.keyboard.press('2');
    await page.getByText('上次试跑以后又有改动').waitFor();
    await page.getByRole('button', { name: '再试跑一次' }).click();
    await page.getByText(/个样例全部通过/).waitFor();
    await expectNoBarriers(page);
    await picture(page, 'upgrade-6-passed');
  });

  it('is finished in one step, which can be undone and made again', async () => {
    await page.getByRole('button', { name: '完成升级' }).click();
    await page.getByText('已是上游最新版 v3').waitFor();
    await page.getByRole('button', { name: '撤销整个升级' }).waitFor();
    await picture(page, 'upgrade-7-finished');
    const offer = await (await staffClient(product, 'designer')).send<UpgradeOffer>('GET', '/scenarios/newborn/upgrade');
    expect(offer).toMatchObject({ base: { version: 3 }, releases: [] });
  });

  it('is published, and one change of the county is offered upward', async () => {
    await page.goto(`${product.url}/studio/scenes/newborn/drift`);
    await page
      .getByText(/处不同/)
      .first()
      .waitFor();
    const row = page.locator('.upgrade-item').filter({ hasText: '浙里办' });
    await row.getByRole('checkbox').check();
    await row.getByLabel('保留理由').fill('群众都用浙里办');
    await page.keyboard.press('Enter');
    await expectNoBarriers(page);
    await picture(page, 'upgrade-8-drift');
    await page.getByRole('button', { name: '向上级推荐（1）' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('一句话说明').fill('提醒父亲到浙里办确认');
    await dialog.getByLabel('为什么值得全省都用').fill('电话咨询少了一半');
    await dialog
      .getByRole('button', { name: '推 荐' })
      .or(dialog.getByRole('button', { name: '推荐', exact: true }))
      .click();
    await page.getByRole('link', { name: '已推荐' }).waitFor();
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page);
    await picture(page, 'upgrade-9-drift-phone');
  });
});

describe('the province', () => {
  it('takes the change, releases it, and another county receives it', async () => {
    const zj = await visit(browser, { viewport: desk });
    await signInToStaff(zj.page, product, 'designer.zj');
    await zj.page.goto(`${product.url}/studio/proposals?side=received`);
    await zj.page.getByRole('link', { name: '提醒父亲到浙里办确认' }).click();
    await zj.page.getByText('电话咨询少了一半').waitFor();
    await expectNoBarriers(zj.page);
    await zj.page.getByRole('button', { name: '采纳到草稿' }).click();
    await zj.page.getByText('已采纳').first().waitFor();
    await picture(zj.page, 'upgrade-10-proposal');
    await releaseTemplate(product, province, '采纳海盐县的做法');

    await zj.page.goto(`${product.url}/studio/fleet/330000~family~newborn`);
    await zj.page.getByRole('row', { name: /海盐县/ }).waitFor();
    await expectNoBarriers(zj.page);
    await picture(zj.page, 'upgrade-11-fleet');
    await zj.close();

    const other = await visit(browser, { viewport: phone });
    await signInToStaff(other.page, product, 'designer.jj');
    await other.page.goto(`${product.url}/studio/scenes/newborn/upgrade`);
    await other.page.getByRole('button', { name: '看看改了什么' }).click();
    await other.page
      .getByText(/没有要您决定的改动|只有上游改的/)
      .first()
      .waitFor();
    await other.page.getByRole('button', { name: /上游改的/ }).click();
    await other.page
      .getByText(/浙里办/)
      .first()
      .waitFor();
    await other.page.getByRole('button', { name: '试跑样例' }).click();
    await other.page.getByText(/个样例全部通过/).waitFor();
    await other.page.getByRole('button', { name: '完成升级' }).click();
    await other.page.getByText('已是上游最新版 v4').waitFor();
    await expectNoSidewaysScroll(other.page);
    await picture(other.page, 'upgrade-12-other-county');
    await other.close();
  });
});
