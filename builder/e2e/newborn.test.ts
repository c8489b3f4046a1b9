/**
 * 新生儿出生一件事, the whole errand: the reform office changes a limit, adds a question, rehearses and publishes; a mother applies on a phone, her husband consents, five departments decide at their
 * desks, one asks for a correction, certificates come out, the case is rated. Pictures of every station are left behind.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idCheckDigit } from '../../runtime/outside/people.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToPortal, signInToStaff, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { addQuestion, changeLimit, publishSecondVersion, rehearse } from './studio-steps.ts';

let product: Product;
let browser: Browser;
let caseNo: string;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const babyId = `33042420260401001${idCheckDigit('33042420260401001')}`;
/** What officers type at their desks, by field. */
const results: Record<string, string> = {
  'birth.certificateNumber': 'Y330000123',
  'baby.idNumber': babyId,
  'benefit.approvedExpense': '5200.00',
};

async function nextPage(page: Page): Promise<void> {
  const before = page.url();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.waitForFunction((url) => window.location.href !== url, before);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Decides everything that waits at the desks of one officer; answers the names of the steps. */
async function clearDesk(page: Page): Promise<string[]> {
  const steps: string[] = [];
  for (let task = 0; task < 8; task += 1) {
    await page.goto(`${product.url}/work`);
    await page.locator('a[data-task], .state-title').first().waitFor();
    const first = page.locator('a[data-task]').first();
    if ((await first.count()) === 0) return steps;
    steps.push((await first.textContent()) ?? '');
    await first.click();
    await page.locator('.decisions').waitFor();
    for (const [path, value] of Object.entries(results)) {
      const input = page.locator(`.officer-field[data-field-key="${path}"] input`);
      if ((await input.count()) > 0) await input.fill(value);
    }
    for (const date of await page.locator('.officer-field input[type=date]').all())
      if ((await date.inputValue()) === '') await date.fill('2026-12-01');
    await picture(page, `desk-${steps.length}-${steps.at(-1)}`);
    const here = page.url();
    await page.locator('.decisions button').first().click();
    await page
      .waitForFunction((url) => window.location.href !== url, here)
      .catch(() => {
        throw new Error(`The decision was not taken: ${steps.at(-1)}`);
      });
  }
  return steps;
}

describe('having a baby, one application', () => {
  it('is changed in the studio first: a limit, a question, a rehearsal, a new version', async () => {
    const { page, close } = await visit(browser, { viewport: desk });
    await signInToStaff(page, product, 'designer');
    await changeLimit(page, product);
    await addQuestion(page, product);
    await rehearse(page, product);
    await publishSecondVersion(page, product);
    await close();
  });

  it('is applied for on a phone, with the new question and three answers when everything is on file', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await page.goto(`${product.url}/go`);
    await page
      .getByRole('link', { name: /新生儿出生一件事/ })
      .first()
      .waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'go-1-home');
    await signInToPortal(page, product, 'mother');
    await page.goto(`${product.url}/go/s/330424/newborn`);
    await page.getByRole('button', { name: '开始办理' }).waitFor();
    await expectNoBarriers(page);
    await picture(page, 'go-2-service');
    await page.getByRole('button', { name: '开始办理' }).click();

    await page.getByRole('heading', { name: '同意查询这些信息' }).waitFor();
    await expectNoBarriers(page);
    await picture(page, 'go-3-consent');
    await page.getByRole('button', { name: '全部同意，继续' }).click();

    // The gaps, in whatever order they are asked.
    const last = page.getByRole('heading', { name: '提交前再看一遍' });
    for (let number = 4; number < 9; number += 1) {
      await page.locator('.question').or(last).first().waitFor();
      if (await last.isVisible()) break;
      const [pickUp, pet, name] = ['到政务服务中心领取', '孩子的小名', '新生儿姓名'].map((label) => page.getByLabel(label));
      const follow = page.locator('[data-field-key="household.follow"] input').first();
      if (await pickUp!.isVisible()) await pickUp!.check();
      if (await pet!.isVisible()) await pet!.fill('满满');
      if (await name!.isVisible()) await name!.fill('周小满');
      if (await follow.isVisible()) await follow.check();
      await expectNoBarriers(page);
      await expectNoSidewaysScroll(page);
      await picture(page, `go-${number}-gaps`);
      await nextPage(page);
    }

    await page.getByRole('heading', { name: '提交前再看一遍' }).waitFor();
    await expect.poll(() => page.getByText('来自').count()).toBeGreaterThan(20);
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'go-6-check');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('请先勾选').waitFor();
    await page.getByLabel('我已看过，以上内容真实').check();
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    caseNo = (await page.locator('.receipt .number').textContent()) ?? '';
    expect(caseNo).toMatch(/^LB330424\d{8}\d{5}$/);
    await expectNoBarriers(page);
    await picture(page, 'go-7-receipt');
    await close();
  });

  it('waits for the father, who agrees from his own account', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'father');
    await page.goto(`${product.url}/go`);
    await page.getByRole('link', { name: /申请人 林知夏/ }).click();
    await page.getByRole('heading', { name: '请您确认' }).waitFor();
    await expectNoBarriers(page);
    await picture(page, 'go-8-father');
    await page.getByRole('button', { name: '同意', exact: true }).click();
    await page.getByRole('heading', { name: '已收到您的决定' }).waitFor();
    await close();
  });

  it('goes back to the mother for one correction and on again', async () => {
    const officer = await visit(browser, { viewport: desk });
    await signInToStaff(officer.page, product, 'wj');
    await officer.page.goto(`${product.url}/work`);
    await officer.page.locator('a[data-task]').filter({ hasText: '签发出生医学证明' }).click();
    await officer.page.getByRole('button', { name: '一次性告知补正' }).click();
    await officer.page.getByLabel('哪一项').selectOption({ label: '新生儿姓名' });
    await officer.page.getByLabel('问题和要求').fill('姓名请与父母双方确认一致后重新填写');
    await picture(officer.page, 'work-supplement');
    await officer.page.getByRole('button', { name: '发出补正告知' }).click();
    await officer.page.waitForURL(/\/work(\/t\/|$|\?)/);
    await officer.close();

    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'mother');
    await page.goto(`${product.url}/go/c/${caseNo}`);
    // Told twice: what to do now, and the paper that tells it.
    await page.locator('.must').getByText('姓名请与父母双方确认一致后重新填写').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'go-9-must-do');
    await page.getByRole('link', { name: '去补充' }).click();
    await page.getByLabel('新生儿姓名').fill('周小满');
    expect(await page.locator('.question input, .question select, .question textarea').count()).toBe(1);
    await page.getByRole('button', { name: '提交补充' }).click();
    await page.waitForURL(new RegExp(`/go/c/${caseNo}$`));
    await close();
  });

  it('is decided by five departments in parallel, each at its own desk', async () => {
    const seen: Record<string, string[]> = {};
    const officers = await Promise.all(
      ['wj', 'cdc', 'ga', 'rs', 'yb'].map(async (username) => ({ username, visitor: await visit(browser, { viewport: desk }) })),
    );
    for (const { username, visitor } of officers) await signInToStaff(visitor.page, product, username);
    for (let round = 0; round < 6; round += 1) {
      for (const { username, visitor } of officers) seen[username] = [...(seen[username] ?? []), ...(await clearDesk(visitor.page))];
      if (round > 1 && (seen.rs ?? []).length > 0 && (seen.yb ?? []).length > 3) break;
    }
    for (const { visitor } of officers) await visitor.close();

    expect(Object.keys(seen).filter((username) => seen[username]!.length === 0)).toEqual([]);
    expect(seen.ga).toContain('办理出生登记');
  });

  it('ends with certificates to download and a rating', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'mother');
    await expect
      .poll(
        async () => {
          await page.goto(`${product.url}/go/c/${caseNo}`);
          await page.locator('.line').waitFor();
          return page.locator('.line').getAttribute('data-status');
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe('completed');
    const links = page.getByRole('link', { name: /下载 PDF/ });
    await expect.poll(() => links.count()).toBeGreaterThanOrEqual(6);
    const [download] = await Promise.all([page.waitForEvent('download'), links.first().click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).subarray(0, 5).toString()).toBe('%PDF-');

    await page.getByLabel('非常满意', { exact: true }).check();
    await page.getByRole('button', { name: '提交评价' }).click();
    await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'go-10-done');
    await close();
  });
});
