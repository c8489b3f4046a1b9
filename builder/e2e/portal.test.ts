/** The portal on its own: by keyboard, with nothing on file, offline, twice, tampered with, enlarged, in both languages. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idCheckDigit } from '../../runtime/outside/people.ts';
import type { Draft, MyCase } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToPortal, signInToStaff, visit } from './pages.ts';
import { begin, call, draftId, draftOf, fillPage, onward, primary, questionsOf, stepOf, tabTo } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

const narrow = { width: 320, height: 568 };
let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function visitAs(username: string, viewport = phone) {
  const visitor = await visit(browser, { viewport });
  await signInToPortal(visitor.page, product, username);
  return visitor;
}

describe('by keyboard alone', () => {
  it('takes a mother from the first page to the receipt, the focus seen at every stop', async () => {
    const { page, close } = await visit(browser, { viewport: phone });
    const press = (key: string) => page.keyboard.press(key);
    let typed = 0;
    await page.goto(`${product.url}/go`);
    await tabTo(page, page.getByRole('link', { name: /新生儿出生一件事 海盐县/ }));
    await press('Enter');
    await tabTo(page, page.getByRole('button', { name: '开始办理' }));
    await press('Enter');
    await tabTo(page, page.getByLabel('账号'));
    await page.keyboard.type('mother');
    await tabTo(page, page.getByLabel('密码'));
    await page.keyboard.type(product.password);
    await press('Enter');
    await tabTo(page, page.getByRole('button', { name: '开始办理' }));
    await press('Enter');
    await page.locator('.consents').waitFor();
    await tabTo(page, page.getByRole('button', { name: '全部同意，继续' }));
    await press('Enter');
    await page.locator('[data-field-key="delivery.pickup"], .question').first().waitFor();

    for (let step = 0; step < 8 && stepOf(page) !== 'check'; step += 1) {
      const here = page.url();
      const radios = page.locator('.question input[type=radio]');
      if ((await radios.count()) > 0 && (await page.locator('.question').first().locator('input:checked').count()) === 0) {
        await tabTo(page, radios.first());
        await press('Space');
        await press('ArrowDown');
        await press('ArrowUp');
        expect(await radios.first().isChecked()).toBe(true);
      }
      const name = page.getByLabel('新生儿姓名');
      if ((await name.count()) > 0) {
        await tabTo(page, name);
        await page.keyboard.type('周小满');
        typed += 1;
      }
      await tabTo(page, page.getByRole('button', { name: '下一步' }));
      await press('Enter');
      await page.waitForURL((url) => url.href !== here);
      await page.locator('h1').waitFor();
    }
    await tabTo(page, page.getByLabel('我已看过，以上内容真实'));
    await press('Space');
    await tabTo(page, page.getByRole('button', { name: '提交' }));
    await press('Enter');
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    expect(typed).toBeLessThanOrEqual(3);
    await close();
  });
});

describe('with nothing on file', () => {
  it('asks everything, says what is missing, takes numbers as people write them, and submits', async () => {
    const { page, close } = await visitAs('newcomer', narrow);
    await begin(page, product, '330424');
    const first = await draftOf(page);
    expect(first.consents.filter((consent) => consent.granted).map(({ state }) => state)).not.toContain('fetched');
    // An identity number that ends in X, typed with spaces and a small x; a mobile number with dashes in full width.
    const ending = [...Array(1000).keys()].map((n) => `33042419940705${String(n).padStart(3, '0')}`).find((n) => idCheckDigit(n) === 'X')!;
    const given = {
      'father.idNumber': `${ending.slice(0, 6)} ${ending.slice(6, 14)} ${ending.slice(14)}x`,
      'father.mobile': '１３８－0000－0004',
    };
    for (let step = 0; step < 20 && stepOf(page) !== 'check'; step += 1) {
      await expectNoBarriers(page);
      await expectNoSidewaysScroll(page);
      const open = await page
        .locator('.question:not(:has(.optional)) input:not([type=radio])')
        .evaluateAll((all) => all.filter((one) => (one as HTMLInputElement).value === '').length);
      if (open > 0) {
        await primary(page).click();
        await page.locator('.errors').waitFor();
        expect(await page.title()).toMatch(/^错误：/);
        expect(await page.locator('.errors').evaluate((element) => element === document.activeElement)).toBe(true);
        await expectNoBarriers(page);
        const link = page.locator('.errors a').first();
        await link.click();
        expect(await page.evaluate(() => document.activeElement?.closest('.question.wrong') !== null)).toBe(true);
        // Whoever corrects it goes on typing: the summary does not take the focus back.
        await page.keyboard.type('11');
        expect(await page.evaluate(() => document.activeElement?.closest('.question.wrong') !== null)).toBe(true);
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Backspace');
      }
      await fillPage(page, given);
      await picture(page, `portal-newcomer-${step + 1}-${stepOf(page)}`);
      await onward(page);
    }
    expect(stepOf(page)).toBe('check');
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    await page.getByLabel('我已看过，以上内容真实').check();
    await primary(page).click();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    await expectNoBarriers(page);
    await close();
  });
});

describe('data of departments', () => {
  it('asks only what a refused source would have given, lets a wrong value be disputed, and shows officers both', async () => {
    const { page, close } = await visitAs('mother2');
    await begin(page, product, '330424');
    const whole = await draftOf(page);
    const required = (draft: Draft) =>
      questionsOf(draft).filter((one) => one.visible && one.mode === 'ask' && one.required && one.value === undefined);
    await page.goto(`${product.url}/go/a/${draftId(page)}/consent`);
    await page.locator('.consents').waitFor();
    await page.goto(`${product.url}/go/s/330424/newborn`);
    await begin(page, product, '330424', ['我的社会保障卡账户']);
    const refused = await draftOf(page);
    const source = refused.consents.find((consent) => consent.name['zh-CN'] === '我的社会保障卡账户')!;
    const before = new Set(required(whole).map(({ path }) => path));
    const added = required(refused)
      .filter(({ path }) => !before.has(path))
      .map(({ path }) => path);
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((path) => !source.fieldPaths?.includes(path))).toEqual([]);

    for (let step = 0; step < 10 && stepOf(page) !== 'check'; step += 1) {
      if (stepOf(page) === 'baby') {
        const born = page.locator('.known[data-field-key="baby.birthDate"]');
        await born.getByRole('button', { name: '数据有误' }).click();
        await born.getByLabel('正确的应该是').fill('2026-11-10');
        await born.getByLabel('说明哪里不对').fill('出生证明上是十一月十日');
        await expectNoBarriers(page);
      }
      await fillPage(page);
      await onward(page);
    }
    await page.getByText('您已申报更正').waitFor();
    await page.getByLabel('我已看过，以上内容真实').check();
    await primary(page).click();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    const caseNo = (await page.locator('.receipt .number').textContent())!;
    await close();

    const father = await visitAs('father2');
    expect(
      (await call(father.page, 'POST', `/my/consents/${caseNo}`, { decision: 'agree', commandId: crypto.randomUUID() })).status,
    ).toBeLessThan(300);
    await father.close();
    const officer = await visit(browser, { viewport: desk });
    await signInToStaff(officer.page, product, 'wj');
    const { body: tasks } = await call<{ rows: { id: string; caseNo: string }[] }>(officer.page, 'GET', '/tasks?state=todo');
    const shown = await Promise.all(
      tasks.rows
        .filter((row) => row.caseNo === caseNo)
        .map((row) =>
          call<{ groups: { fields: { path: string; value: unknown; declared?: unknown; differs: boolean }[] }[] }>(
            officer.page,
            'GET',
            `/tasks/${row.id}`,
          ),
        ),
    );
    const born = shown
      .flatMap(({ body }) => body.groups.flatMap(({ fields }) => fields))
      .find(({ path, differs }) => path === 'baby.birthDate' && differs);
    expect(born?.declared).toBe('2026-11-10');
    expect(born?.value).not.toBe('2026-11-10');
    await officer.close();
  });

  it('refuses a read-only value changed in the request, in words, and keeps the true one', async () => {
    const { page, close } = await visitAs('mother');
    await begin(page, product, '330424');
    const draft = await draftOf(page);
    const fixed = questionsOf(draft).find((one) => one.mode === 'shared' && !one.editable && one.type === 'date')!;
    const saved = await call<Draft>(page, 'PUT', `/drafts/${draft.id}/values`, { values: { [fixed.path]: '2020-01-01' }, rev: draft.rev });
    expect(questionsOf(await draftOf(page)).find(({ path }) => path === fixed.path)?.value).toBe(fixed.value);
    const submitted = await call<{ problems?: { path: string; code: string; message: { 'zh-CN': string } }[] }>(
      page,
      'POST',
      `/drafts/${draft.id}/submit`,
      {
        values: { [fixed.path]: '2020-01-01' },
        commandId: crypto.randomUUID(),
        declaration: true,
      },
    );
    expect([200, 422]).toContain(saved.status);
    expect(submitted.status).toBe(422);
    const problem = submitted.body.problems?.find(({ path }) => path === fixed.path);
    expect(problem?.code).toBe('field.readOnly');
    expect(problem?.message['zh-CN']).toMatch(/共享数据/);
    await close();
  });
});

describe('drafts', () => {
  it('are begun by a tap that comes before the answer of who is here', async () => {
    const { page, close } = await visitAs('mother2');
    let asked: () => void = () => {};
    const tapped = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await page.route('**/api/session', async (route) => {
      await tapped;
      await route.continue();
    });
    await page.goto(`${product.url}/go/s/330424/newborn`);
    await page.getByRole('button', { name: '开始办理' }).click();
    asked();

    await page.waitForURL(/\/go\/a\//);
    await close();
  });

  it('are opened on another device at the first unfinished item, with what was answered', async () => {
    const one = await visitAs('mother.jj');
    await begin(one.page, product, '331002');
    const first = stepOf(one.page)!;
    await fillPage(one.page);
    await onward(one.page);
    const second = stepOf(one.page)!;
    await one.close();

    const other = await visitAs('mother.jj');
    await other.page.goto(`${product.url}/go`);
    await other.page
      .getByRole('link', { name: /继续填写/ })
      .first()
      .click();
    await other.page.waitForURL(new RegExp(`/${second}$`));
    await other.page.goto(`${product.url}/go/a/${draftId(other.page)}/${first}?change=1`);
    await expect.poll(() => other.page.getByLabel('新生儿姓名').inputValue()).not.toBe('');
    await other.close();
  });

  it('keep what is typed when the session ends: sign in again in place, and it is sent', async () => {
    const { page, context, close } = await visitAs('mother');
    await begin(page, product, '330424');
    const here = page.url();
    await page.getByLabel('新生儿姓名').fill('周知夏');
    await context.clearCookies();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText('登录已过期').waitFor();
    await expectNoBarriers(page);
    await page.getByLabel('账号').fill('mother');
    await page.getByLabel('密码').fill(product.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.locator('.save-state[data-state=saved]').waitFor();
    expect(page.url()).toBe(here);
    expect(await page.getByLabel('新生儿姓名').inputValue()).toBe('周知夏');
    expect(questionsOf(await draftOf(page)).find(({ path }) => path === 'baby.name')?.value).toBe('周知夏');
    await onward(page);
    await close();
  });

  it('say when they are offline, keep the answers over a reload, and send them when the network is back', async () => {
    const { page, context, close } = await visitAs('mother');
    await begin(page, product, '330424');
    await context.setOffline(true);
    await page.getByLabel('新生儿姓名').fill('周离线');
    await page.keyboard.press('Tab');
    await page.getByText('网络断开，内容已存在本机').waitFor();
    await expectNoBarriers(page);
    await context.setOffline(false);
    await page.locator('.save-state[data-state=saved]').waitFor();
    expect(questionsOf(await draftOf(page)).find(({ path }) => path === 'baby.name')?.value).toBe('周离线');

    await page.route('**/values', (route) => route.abort());
    await page.getByLabel('新生儿姓名').fill('周重载');
    await page.keyboard.press('Tab');
    await page.getByText('网络断开，内容已存在本机').waitFor();
    await page.unroute('**/values');
    await page.reload();
    await page.getByLabel('新生儿姓名').waitFor();
    expect(await page.getByLabel('新生儿姓名').inputValue()).toBe('周重载');
    await onward(page);
    expect(questionsOf(await draftOf(page)).find(({ path }) => path === 'baby.name')?.value).toBe('周重载');
    await close();
  });

  it('become one case with one number, however often they are submitted and whatever reply is lost', async () => {
    const { page, close } = await visitAs('mother.jj');
    const countCases = async () => (await call<MyCase[]>(page, 'GET', '/my/cases')).body.length;
    const before = await countCases();
    await begin(page, product, '331002');
    for (let step = 0; step < 10 && stepOf(page) !== 'check'; step += 1) {
      await fillPage(page);
      await onward(page);
    }
    await page.getByLabel('我已看过，以上内容真实').check();
    let lost = 0;
    await page.route('**/submit', async (route) => {
      lost += 1;
      // The server hears it, the page never learns.
      await route.fetch();
      await route.abort();
    });
    await primary(page).click();
    await page.getByText('网络断开').waitFor();
    expect(lost).toBe(1);
    await page.unroute('**/submit');
    await primary(page).dblclick();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    const caseNo = await page.locator('.receipt .number').textContent();
    expect(await countCases()).toBe(before + 1);
    await page.reload();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    expect(await page.locator('.receipt .number').textContent()).toBe(caseNo);
    await close();
  });
});

describe('for everybody', () => {
  it('changes language and size in mid-page, keeping the place and what was typed', async () => {
    const { page, close } = await visitAs('mother');
    await begin(page, product, '330424');
    const here = page.url();
    await page.getByLabel('新生儿姓名').fill('周双语');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Next' }).waitFor();
    expect(page.url()).toBe(here);
    expect(await page.locator('[data-field-key="baby.name"] input').inputValue()).toBe('周双语');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expectNoBarriers(page);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '长辈版' }).click();
    expect(page.url()).toBe(here);
    expect(await page.getByLabel('新生儿姓名').inputValue()).toBe('周双语');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter(
          (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()) && element.checkVisibility(),
        )
        .map((element) => [element.textContent?.slice(0, 20), Number.parseFloat(getComputedStyle(element).fontSize)] as const)
        .filter(([, size]) => size < 18),
    );
    expect(small).toEqual([]);
    await expectNoBarriers(page);
    await expectNoSidewaysScroll(page);
    // The field that has the focus stays in sight when the keyboard of the phone takes half of the window.
    await page.setViewportSize({ width: phone.width, height: 340 });
    await page.getByLabel('新生儿姓名').focus();
    const box = (await page.getByLabel('新生儿姓名').boundingBox())!;
    expect(box.y >= 0 && box.y + box.height <= 340).toBe(true);
    await close();
  });

  it('has no barrier and no sideways scroll on any page: narrow, wide, in large print, at twice the text size', async () => {
    const { page, close } = await visitAs('mother');
    await begin(page, product, '330424');
    const draft = draftId(page);
    const pages = [
      '/go',
      '/go/s/330424/newborn',
      '/go/c',
      `/go/a/${draft}/consent`,
      `/go/a/${draft}/household?change=1`,
      `/go/a/${draft}/check`,
      '/go/nowhere',
    ];
    for (const address of pages) {
      await page.goto(`${product.url}${address}`);
      await page.locator('h1').waitFor();
      await page.locator('.skeleton').waitFor({ state: 'detached' });
      for (const viewport of [narrow, phone, desk]) {
        await page.setViewportSize(viewport);
        await expectNoSidewaysScroll(page);
      }
      await page.setViewportSize(phone);
      await expectNoBarriers(page);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await expectNoSidewaysScroll(page);
      // Large print reaches 30 px, the size the rules for the elderly ask for.
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '150%'));
      await page.getByRole('button', { name: '长辈版' }).click();
      await expectNoSidewaysScroll(page);
      await page.getByRole('button', { name: '标准版' }).click();
    }
    await close();
  });

  it('is read before its script is there: content in the HTML, at most 90 kB of script after it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: phone });
    const page = await context.newPage();
    await page.goto(`${product.url}/go`);
    await page
      .getByRole('link', { name: /新生儿出生一件事/ })
      .first()
      .click();
    await page.getByRole('link', { name: '开始办理' }).waitFor();
    await expectNoSidewaysScroll(page);
    // The script, and what the page has fetched along with it.
    const scripts = await page
      .locator('script[src], link[rel=modulepreload]')
      .evaluateAll((all) => all.map((one) => (one.getAttribute('src') ?? one.getAttribute('href'))!));
    await context.close();
    let transferred = 0;
    for (const src of scripts) {
      // As every browser of the last years asks.
      const { headers } = await fetch(product.url + src, { method: 'HEAD', headers: { 'accept-encoding': 'gzip, deflate, br' } });
      expect(headers.get('content-encoding')).toBe('br');
      transferred += Number(headers.get('content-length'));
    }
    expect(scripts.length).toBeGreaterThan(0);
    expect(transferred).toBeLessThanOrEqual(90_000);
  });
});
