/** A province releases a template from its screens and arranges the market; administrators take in files and change departments. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedPackage, TemplateGallery } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import { desk, expectNoBarriers, expectNoSidewaysScroll, phone, picture, signInToStaff, visit } from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { staffClient } from './staff-client.ts';
import { editDraft, openMaster, provincial, templateKey } from './upgrade-steps.ts';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  await editDraft(await openMaster(product), provincial);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function as(who: string, errand: (page: Page) => Promise<void>): Promise<void> {
  const visitor = await visit(browser, { viewport: desk });
  await signInToStaff(visitor.page, product, who);
  await errand(visitor.page);
  await visitor.close();
}

describe('the market of a province', () => {
  it('releases a template: why, whether it must be taken, a word on one change, and whom it reaches', async () => {
    await as('designer.zj', async (page) => {
      await page.goto(`${product.url}/studio/scenes/newborn/release`);
      await page.getByRole('link', { name: '发布为模板' }).click();
      await page.getByRole('heading', { name: /改了什么（1\d 处）/ }).waitFor();
      await page
        .getByText(/陈|浙江|改于/)
        .first()
        .waitFor();
      await page.getByText(/个县区在用/).waitFor();
      await expectNoBarriers(page);
      await page.getByRole('button', { name: '提交 v2 待放行' }).click();
      await page.getByText('请写明为什么改，各县要看').waitFor();
      await page.keyboard.type('统一告知话术，放宽月龄');
      await page.getByRole('radio', { name: /必须升级/ }).check();
      await page.getByRole('button', { name: /^给这一处加说明.*月龄/ }).click();
      await page.getByLabel('给各县的说明').fill('依据省里的新规定');
      await picture(page, 'market-1-release');
      await page.getByRole('button', { name: '提交 v2 待放行' }).click();
      await page.getByText('已提交，请另一位同事放行').waitFor();
      await page.getByText(/这是您自己提交的/).waitFor();
      await expectNoBarriers(page);
    });
    await as('designer2.zj', async (page) => {
      await page.setViewportSize(phone);
      await page.goto(`${product.url}/studio/scenes/newborn/template`);
      await page.getByText('说明：依据省里的新规定').waitFor();
      await page.getByRole('button', { name: '放行 v2' }).waitFor();
      await expectNoSidewaysScroll(page);
      await expectNoBarriers(page);
      await picture(page, 'market-2-review-phone');
      await page.getByRole('button', { name: '放行 v2' }).click();
      await page.getByText('已放行 v2').waitFor();
    });
    await as('designer', async (page) => {
      await page.goto(`${product.url}/studio/scenes`);
      await page.getByRole('link', { name: /上游有新版 v2/ }).waitFor();
      await picture(page, 'market-3-list');
      await page.getByRole('button', { name: /新建/ }).first().click();
      await page.getByRole('dialog').getByRole('link', { name: '从模板市场选一个' }).waitFor();
    });
  });

  it('arranges the gallery by its lists and says how binding a template is', async () => {
    await as('designer.zj', async (page) => {
      await page.goto(`${product.url}/studio/tracks`);
      await page.getByLabel('六大跑道 第 1 项', { exact: true }).fill('党建引领');
      await page.getByRole('button', { name: '党建引领 下移' }).click();
      await page.getByRole('button', { name: '保存清单' }).click();
      await page.getByText('清单已保存').waitFor();
      expect(await page.getByLabel('六大跑道 第 2 项', { exact: true }).inputValue()).toBe('党建引领');
      await page.getByRole('button', { name: /^归类「新生儿/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: '党建引领' }).check();
      await dialog.getByLabel('使用要求').or(dialog.getByRole('combobox')).first().selectOption('required');
      await dialog.getByRole('button', { name: '保存归类' }).click();
      await page.getByText('归类已保存').waitFor();
      await expectNoBarriers(page);
      await picture(page, 'market-4-tracks');
    });
    const county = await staffClient(product, 'designer');
    const { rows } = await county.send<TemplateGallery>('GET', '/templates?track=lanes/party');
    expect(rows.find(({ key }) => key === templateKey)?.level).toBe('required');
  });

  it('shows what a county always decides alike, and forgets it', async () => {
    const county = await staffClient(product, 'designer');
    await county.send('PUT', '/scenarios/newborn/remembered-choices', { key: 'scenario/params/counter/value', take: 'ours' });
    await as('designer', async (page) => {
      await page.goto(`${product.url}/studio/scenes/newborn/remembered`);
      await page.getByText('总用本县').waitFor();
      await expectNoBarriers(page);
      await picture(page, 'market-5-remembered');
      await page.getByRole('button', { name: /^忘掉/ }).click();
      await page.getByText('还没有一直这样定的改动').waitFor();
    });
  });
});

describe('an administrator', () => {
  it('looks at a signed file before it comes in, and is told in words when it was tampered with', async () => {
    const files = path.join(os.tmpdir(), `lianban-market-${product.pid}`);
    const [whole, tampered] = [`${files}.json`, `${files}-tampered.json`];
    await as('designer.zj', async (page) => {
      await page.goto(`${product.url}/studio/gallery/${templateKey}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: '导出签名文件' }).first().click(),
      ]);
      await download.saveAs(whole);
    });
    const file = JSON.parse(await readFile(whole, 'utf8')) as SignedPackage;
    (file.documents['scenario.json'] as { name: object }).name = { 'zh-CN': '改过的名称' };
    await writeFile(tampered, JSON.stringify(file));
    await as('admin', async (page) => {
      await page.goto(`${product.url}/admin/packages`);
      await page.getByLabel('选择文件', { exact: true }).and(page.locator('input')).setInputFiles(tampered);
      await page.getByText('内容与签名时不一致，请向发布方重新索取。').waitFor();
      await picture(page, 'market-6-tampered');
      await page.getByLabel('选择文件', { exact: true }).and(page.locator('input')).setInputFiles(whole);
      await page.getByText('签名有效，内容没有被改动').waitFor();
      await page.getByText('还不认识的发布方').waitFor();
      await page.getByText('为什么改', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: '导入 v2' }).isDisabled()).toBe(true);
      await expectNoBarriers(page);
      await picture(page, 'market-7-preview');
      await page.getByRole('button', { name: '核对指纹并添加' }).click();
      await page.getByLabel('对方告知的指纹').fill(file.manifest.publisher.fingerprint.toUpperCase());
      await page.getByRole('button', { name: '核对无误，添加' }).click();
      await page.getByRole('heading', { name: '可信的发布方（1）' }).waitFor();
      await page.getByText('还不认识的发布方').waitFor({ state: 'detached' });
    });
  });

  it('merges a department after seeing what that touches, and takes it back', async () => {
    await as('admin', async (page) => {
      await page.goto(`${product.url}/admin/organisations`);
      await page.getByRole('button', { name: '合并 公安局', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByText(/个步骤/)
        .first()
        .waitFor();
      await expectNoBarriers(page);
      await picture(page, 'market-8-merge');
      await dialog.getByRole('combobox').selectOption({ index: 1 });
      await dialog.getByRole('button', { name: /合\s?并/ }).click();
      await page
        .getByText(/已并入/)
        .first()
        .waitFor();
      await page.setViewportSize(phone);
      await expectNoSidewaysScroll(page);
      await picture(page, 'market-9-departments-phone');
      await page.getByRole('button', { name: '撤销「公安局」的合并' }).click();
      await page.getByText(/恢复独立/).waitFor();
    });
  });
});
