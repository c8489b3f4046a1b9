/**
 * Two templates of service through the real screens: a complaint is dispatched by its table, done, rated as not satisfying,
 * done once more and rated again; a retired person hands in at home what the other county decides, with a scan that goes there
 * and an original by courier.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture as photo } from '../../runtime/files/testing/samples.ts';
import { launchBrowser } from './chromium.ts';
import { expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToPortal, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { answerPage, apply, createDesks } from './template-steps.ts';

let product: Product;
let browser: Browser;
let desks: ReturnType<typeof createDesks>;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  desks = createDesks(browser, () => product);
});
afterAll(async () => {
  await desks?.close();
  await browser?.close();
  await product?.stop();
});

/** The case page, as soon as it says this. */
async function waitForWords(page: Page, caseNo: string, words: string | RegExp): Promise<void> {
  await expect
    .poll(async () => {
      await page.goto(`${product.url}/go/c/${caseNo}`);
      await page.locator('.line').waitFor();
      return page.locator('main').getByText(words).count();
    })
    .toBeGreaterThan(0);
}

/** What the person is asked on the way: opened from the page of the case, at 375 px. */
async function rate(page: Page, caseNo: string, name: string, answers: Record<string, string>): Promise<void> {
  await waitForWords(page, caseNo, '请反映人继续填写');
  await page.locator('section.must a.primary').click();
  await page.waitForURL((url) => url.pathname.endsWith('/fix'));
  await page.locator('.question').first().waitFor();
  await answerPage(page, answers);
  await expectNoBarriers(page);
  await expectNoSidewaysScroll(page);
  await picture(page, name);
  await page.locator('main .bar button.primary').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/fix'));
}

describe('people call', () => {
  it('goes by its table to one department, comes back once, and ends satisfied', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'newcomer');
    const caseNo = await apply(page, product, 'people-call', {
      'demand.kind': '投诉',
      'demand.topic': '噪声、油烟',
      'demand.words': '楼下夜宵店凌晨两点还在营业，油烟很大',
      'demand.danger': '否',
      'demand.town': '武原街道',
      'demand.place': '枣园中路 18 号楼下',
      'demand.photos': { file: { name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo() } },
      'demand.reveal': '否',
    });
    expect(caseNo).toMatch(/^LB330424/);

    const officer = await desks.openTask('cg', '办理简单件');
    await officer.getByText('楼下夜宵店凌晨两点还在营业，油烟很大').first().waitFor();
    // Whoever does not want to be called is not: the desk has no number.
    expect(await officer.getByText('承办单位看到的电话').count()).toBe(0);
    await desks.decide('cg', '办理简单件', '办结并答复', { 'result.reply': '已约谈经营者，22:00 后停业', 'result.measures': '约谈' });
    await rate(page, caseNo, 'people-call-rate', { 'rating.satisfied': '不满意', 'rating.comment': '凌晨还是有声音' });
    await desks.decide('cg', '退回再办一次', '再次答复', { 'again.reply': '连续三晚夜查，已停业整改', 'again.measures': '夜查' });
    await rate(page, caseNo, 'people-call-rate-again', { 'rating.satisfied': '满意' });

    await expect
      .poll(async () => {
        await page.goto(`${product.url}/go/c/${caseNo}`);
        await page.locator('.line').waitFor();
        return page.getByRole('link', { name: /下载 PDF/ }).count();
      })
      .toBeGreaterThan(0);
    await waitForWords(page, caseNo, '已办结');
    await page.getByText('群众诉求答复意见书').first().waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'people-call-3-done');
    await close();
  });
});

describe('an application from another county', () => {
  it('is taken in near home, decided where the person is insured, with scan and original sent there', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'elder');
    const caseNo = await apply(page, product, 'remote-application', {
      'matter.kind': '外地看病报销',
      'matter.homeRegion': '椒江区',
      'matter.scans': { file: { name: '发票.jpg', mimeType: 'image/jpeg', buffer: await photo() } },
      'delivery.pickup': '在收件窗口领',
    });
    await desks.decide('zw', '核对原件，代收', '收件', {
      'accept.checked': '身份证、发票原件与扫描件一致',
      'accept.homeCounter': '台州市椒江区政务服务中心异地通办窗口',
    });
    await desks.decide('zw.jj', '签收原件', '原件齐全', { 'original.received': '发票原件 6 张，完好' });
    const officer = await desks.openTask('yb.jj', '属地审批');
    await officer.locator('[data-field-key="matter.scans"]').getByRole('button', { name: /查看/ }).click();
    await picture(officer, 'remote-application-scan');
    await officer.keyboard.press('Escape');
    await desks.decide('yb.jj', '属地审批', '同意', { 'result.reply': '准予报销 3200.00 元' });

    await desks.decide('zw', '打印结果交给申请人', '已交付');
    await waitForWords(page, caseNo, '已办结');
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'remote-application-3-done');
    await close();
  });
});
