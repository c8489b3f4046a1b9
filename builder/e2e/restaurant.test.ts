/**
 * 开办餐饮店一件事 on a phone: the person in charge of a firm answers a few questions, sees what applies, types what no
 * register holds, and five desks bring the certificates. The merged form and a department's part of it are looked at too.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usccCheckDigit } from '../../runtime/outside/people.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, listed, phone, picture, signInToPortal, signInToStaff, visit } from './pages.ts';
import { onward, stepOf } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let caseNo = '';

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const credit = '91330424MA7H5T8QX';
/** What the person types, by field; a text is the label of a choice, a list those of several. */
const typed: Record<string, string | string[]> = {
  'shop.kind': '已有企业开分店',
  'premises.area': '420',
  'food.items': ['热食（炒、煮、蒸、烤）', '冷食（凉菜、卤味）'],
  'shop.fuel': '管道天然气',
  'sign.wanted': '是',
  'boiler.used': '否',
  'shop.employees': '28',
  'shop.seats': '96',
  'shop.openOn': '2026-12-20',
  'food.online': '是',
  'food.kitchenArea': '110',
  'food.coldRoom': '是',
  'fire.mode': '告知承诺：先发证，20 个工作日内核查',
  'fire.decorated': '是',
  'sign.width': '3',
  'sign.height': '0.8',
  'sign.material': '亚克力',
  'sign.lighting': '内透光',
  'fume.stoves': '6',
  'fume.flue': '是',
  'fume.purifier': 'JD-YJ-12000',
  'fume.airflow': '12000',
  'fume.cleaning': '每两个月',
  'drain.waterPerDay': '9',
  'drain.sewagePerDay': '8',
  'delivery.pickup': '只要电子证照',
};
/** What officers type at their desks, by field. */
const results: Record<string, string> = { 'shop.uscc': `${credit}${usccCheckDigit(credit)}` };

async function answer(box: Locator, value: string | string[]): Promise<void> {
  if (Array.isArray(value)) {
    for (const label of value) await box.getByLabel(label, { exact: true }).check();
    return;
  }
  const choice = box.getByLabel(value, { exact: true });
  if ((await box.locator('input[type=radio]').count()) > 0) await choice.check();
  else if ((await box.locator('select').count()) > 0) await box.locator('select').selectOption({ label: value });
  else await box.locator('input, textarea').first().fill(value);
}

/** Answers what the page asks, also what an answer opens; says which fields those were. */
async function answerPage(page: Page): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const paths = await page
      .locator('.question[data-field-key]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-field-key')!));
    const path = paths.find((one) => !done.includes(one) && typed[one] !== undefined);
    if (path === undefined) return done;
    done.push(path);
    await answer(page.locator(`.question[data-field-key="${path}"]`), typed[path]!);
  }
}

/** Decides everything that waits at the desk of one officer, as far as it goes now. */
async function clearDesk(page: Page, decided: string[]): Promise<void> {
  for (let task = 0; task < 6; task += 1) {
    await page.goto(`${product.url}/work`);
    await page.locator('a[data-task], .state-title').first().waitFor();
    const first = page.locator('a[data-task]').filter({ hasNotText: '告知承诺事后核查' }).first();
    if ((await first.count()) === 0) return;
    const step = (await first.textContent()) ?? '';
    await first.click();
    await page.locator('.decisions').waitFor();
    for (const [path, value] of Object.entries(results)) {
      const input = page.locator(`.officer-field[data-field-key="${path}"] input`);
      if ((await input.count()) > 0) await input.fill(value);
    }
    for (const date of await page.locator('.officer-field input[type=date]').all())
      if ((await date.inputValue()) === '') await date.fill('2026-11-30');
    await picture(page, `restaurant-desk-${decided.length + 1}`);
    const here = page.url();
    await page.locator('.decisions button').first().click();
    await page
      .waitForFunction((url) => window.location.href !== url, here)
      .catch(() => {
        throw new Error(`The decision was not taken: ${step}`);
      });
    decided.push(step);
  }
}

describe('opening a restaurant, one application', () => {
  it('begins with a few questions that say what applies, before anybody signs in', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await page.goto(`${product.url}/go/s/330424/restaurant`);
    await page.getByRole('button', { name: '开始办理' }).click();
    await page.getByRole('heading', { name: '先问几个问题' }).waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'restaurant-1-fit');

    // Going on at once is told what is missing, and nothing is lost.
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.locator('.errors').waitFor();
    await answerPage(page);
    await page.locator('.fit li[data-applies="no"]').filter({ hasText: '固定污染源排污登记' }).waitFor();
    await expect.poll(() => page.locator('.fit li[data-applies="yes"]').count()).toBe(6);
    await page.getByText(/接着要您填写约 \d+ 项/).waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'restaurant-2-fit-answered');

    // A small electric eatery needs less: what falls away is said at once.
    await page.locator('[data-field-key="premises.area"] input').fill('46');
    await page.locator('.fit li[data-applies="no"]').filter({ hasText: '消防安全检查' }).waitFor();
    await close();
  });

  it('keeps the answers while the person in charge signs in, and asks only what no register holds', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await page.goto(`${product.url}/go/s/330424/restaurant/fit`);
    await page.getByRole('heading', { name: '先问几个问题' }).waitFor();
    await answerPage(page);
    await page.locator('.fit li[data-applies="yes"]').nth(5).waitFor();
    await page.getByRole('button', { name: '开始填写' }).click();
    await page.getByLabel('账号').fill('boss');
    await page.getByLabel('密码').fill(product.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: '先问几个问题' }).waitFor();
    expect(await page.locator('[data-field-key="premises.area"] input').inputValue()).toBe('420');
    await page.getByRole('button', { name: '开始填写' }).click();

    await page.getByRole('heading', { name: '同意查询这些信息' }).waitFor();
    await picture(page, 'restaurant-3-consents');
    await page.getByRole('button', { name: '全部同意，继续' }).click();
    await page.waitForURL((url) => /\/go\/a\/[^/]+\/(?!consent)/.test(url.pathname));

    const asked: string[] = [];
    for (let section = 0; section < 12; section += 1) {
      await page.locator('h1').waitFor();
      const step = stepOf(page);
      if (step === 'check') break;
      asked.push(...(await answerPage(page)));
      await expectNoSidewaysScroll(page);
      await picture(page, `restaurant-4-${step}`);
      await onward(page);
    }

    expect(asked.length).toBeLessThanOrEqual(20);
    await page.getByRole('heading', { name: '提交前再看一遍' }).waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'restaurant-5-check');
    await page.getByLabel('我已看过，以上内容真实').check();
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    caseNo = (await page.locator('.receipt .number').textContent()) ?? '';
    expect(caseNo).toMatch(/^LB330424/);
    await close();
  });

  it('says beside a question which departments need it, for which matter and by what law', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await page.goto(`${product.url}/go/s/330424/restaurant/fit`);
    const box = page.locator('[data-field-key="premises.area"]');
    await box.getByText('为什么要填').click();
    await box.getByText('公众聚集场所营业前消防安全检查').waitFor();
    await box.getByText('《中华人民共和国消防法》第十五条').waitFor();
    await expectNoBarriers(page);
    await picture(page, 'restaurant-6-why');
    await close();
  });

  it('is decided at the desks, with one inspection for two departments', async () => {
    const officers = await Promise.all(
      ['sc', 'cg', 'xf', 'zj'].map(async (username) => ({ username, visitor: await visit(browser, { viewport: desk }) })),
    );
    const decided: Record<string, string[]> = {};
    for (const { username, visitor } of officers) await signInToStaff(visitor.page, product, username);
    for (let round = 0; round < 5; round += 1) {
      for (const { username, visitor } of officers) {
        decided[username] ??= [];
        await clearDesk(visitor.page, decided[username]);
      }
      if (Object.values(decided).flat().length >= 7) break;
    }
    for (const { visitor } of officers) await visitor.close();

    const steps = Object.values(decided).flat();
    for (const step of ['核发营业执照', '审核食品经营许可', '核对消防告知承诺', '油烟净化设施备案', '审核排水许可'])
      expect(
        steps.some((one) => one.includes(step)),
        `${step} in ${steps}`,
      ).toBe(true);
    expect(steps.filter((one) => one.includes('一起勘验')).length).toBe(2);
  });

  it('ends with the certificates on the phone', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    await signInToPortal(page, product, 'boss');
    await expect
      .poll(
        async () => {
          await page.goto(`${product.url}/go/c/${caseNo}`);
          await page.locator('.line').waitFor();
          return page.getByRole('link', { name: /下载 PDF/ }).count();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBeGreaterThanOrEqual(6);
    await page.getByText('营业执照', { exact: true }).first().waitFor();
    await page.getByText('食品经营许可证', { exact: true }).first().waitFor();
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await picture(page, 'restaurant-7-certificates');
    await close();
  });

  it('shows the designer who asks what and why, and one department its own part', async () => {
    const { page, close } = await visit(browser, { viewport: desk });
    await signInToStaff(page, product, 'designer');
    await page.goto(`${product.url}/studio/scenes/restaurant/applicant`);
    await page.getByText('各部门表格一共').first().waitFor();
    await page.getByRole('cell').first().waitFor();
    await expectNoBarriers(page);
    await picture(page, 'restaurant-8-merged');

    await page.getByText('部门看到的').click();
    await page.getByLabel('部门', { exact: true }).click();
    await (await listed(page, '消防救援大队')).click();
    await page.getByText(/消防救援大队要 \d+ 项/).waitFor();
    await page.getByRole('row', { name: /安全出口数/ }).waitFor();
    expect(await page.getByRole('row', { name: /灶头数/ }).count()).toBe(0);
    await expectNoBarriers(page);
    await picture(page, 'restaurant-9-department');
    await close();
  });
});
