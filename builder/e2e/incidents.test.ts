/** Failures at phone width and by keyboard, in both languages: the list and the choices are what the server says. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.ts';
import { expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let operator: Visitor;
const acts: unknown[] = [];
const id = '0190aaaa-0000-7000-8000-000000000001.i1';
const row = {
  id,
  caseNo: 'LB3304242026092800001',
  region: '330424',
  regionName: '海盐县',
  scenarioName: { 'zh-CN': '出生一件事', en: 'Having a baby' },
  step: { 'zh-CN': '算生育津贴', en: 'Maternity benefit' },
  cause: { 'zh-CN': '计算超时：脚本在规定时间内没有算完。', en: 'The calculation took too long.' },
  at: '2026-09-28T01:00:00.000Z',
  tries: 3,
};
const choices = {
  retry: true,
  end: true,
  steps: [{ id: 'n_benefit', name: { 'zh-CN': '核定津贴', en: 'Benefit' } }],
  outcomes: [],
  values: [{ path: 'benefit.amount', name: { 'zh-CN': '津贴金额', en: 'Amount' }, type: 'money', filled: false }],
};

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  operator = await visit(browser, { viewport: phone });
  await signInToStaff(operator.page, product, 'operator');
  await serve(operator.page);
});
afterAll(async () => {
  await operator?.close();
  await browser?.close();
  await product?.stop();
});

/** A calculation cannot be made to fail on demand: the page is tried against the contract of the API. */
async function serve(page: Page): Promise<void> {
  const json = (body: object) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(body) });
  await page.route('**/api/incidents?*', (route) =>
    route.fulfill(json({ rows: acts.length > 0 ? [] : [row], total: acts.length > 0 ? 0 : 1, page: 1, pageSize: 50 })),
  );
  const input = [{ name: { 'zh-CN': '缴费基数', en: 'Base' }, value: '7******', masked: true }];
  await page.route(`**/api/incidents/${id}`, (route) => route.fulfill(json({ ...row, input, choices })));
  await page.route(`**/api/incidents/${id}/act`, (route) => {
    acts.push(route.request().postDataJSON());
    return route.fulfill(
      json({ done: { 'zh-CN': '已按填写的内容跳过这一步，办件继续。', en: 'The step was left with these values; the case goes on.' } }),
    );
  });
}

describe('failures on a phone', () => {
  it('are found from the lists of an operator, opened and dealt with by keyboard alone', async () => {
    const { page } = operator;
    await page.goto(`${product.url}/work`);
    await page.getByRole('link', { name: '异常处理' }).focus();
    await page.keyboard.press('Enter');
    const line = page.getByRole('button', { name: /算生育津贴/ });
    await line.waitFor();
    await expectNoSidewaysScroll(page);

    await line.focus();
    await page.keyboard.press('Enter');
    await page.getByText('7******').waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'incident-phone');

    await page.getByLabel('重试', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByLabel('津贴金额').focus();
    await page.keyboard.type('26');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('请写明理由。').waitFor();
    await page.getByLabel(/^理由/).fill('核对过工资单');
    await page.getByRole('button', { name: '按填写的内容跳过这一步' }).press('Enter');
    await page.getByText('没有需要处理的异常。').waitFor();

    expect(acts).toMatchObject([{ action: 'skip', reason: '核对过工资单', values: { 'benefit.amount': '26.00' } }]);
  });
});
