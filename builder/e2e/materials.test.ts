/**
 * Materials, end to end: a photo is uploaded at 375 px while the signal breaks off, one that is not what it seems is refused, the
 * desk looks at it in place and asks for another, the certificate goes into the wallet and is offered to the next matter, and
 * the person sees and deletes what is kept. Pictures of every station.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { largePicture, pdfWithScript, picture as photo } from '../../runtime/files/testing/samples.ts';
import { leasePath, shopPackage } from '../../runtime/services/materials/testing/shop.ts';
import type { CaseStarted, ScenarioDraft, TaskList } from '../../schemas/generated/api.ts';
import { launchBrowser } from './chromium.ts';
import {
  desk,
  expectNoBarriers,
  expectNoSidewaysScroll,
  phone,
  picture,
  signInToPortal,
  signInToStaff,
  type Visitor,
  visit,
} from './pages.ts';
import { call, primary } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

const region = '330424';
let product: Product;
let browser: Browser;
let designer: Page;
let citizen: Page;
let officer: Page;
let caseNo = '';
const open: Visitor[] = [];

async function person(viewport: { width: number; height: number }): Promise<Page> {
  const visitor = await visit(browser, { viewport });
  open.push(visitor);
  return visitor.page;
}
async function ok<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await call<T>(page, method, path, body);
  expect([path, answer.status, answer.status < 300 ? '' : JSON.stringify(answer.body)]).toEqual([path, answer.status, '']);
  return answer.body;
}

/** The small scenario at desks that the demo has people for. */
function localPackage(id: string, name: string, change: (pkg: ScenarioPackage) => void = () => {}): ScenarioPackage {
  return JSON.parse(
    JSON.stringify(
      shopPackage(id, (pkg) => {
        pkg.scenario.name = { 'zh-CN': name, en: name };
        const labels: Record<string, string> = {
          idNumber: '身份号码',
          name: '店主姓名',
          mobile: '手机号码',
          shopName: '店名',
          credit: '企业信用等级',
        };
        for (const [field, label] of Object.entries(labels)) pkg.forms.apply!.fields[field]!.label = { 'zh-CN': label, en: field };
        change(pkg);
      }),
    ).replaceAll('"health"', '"wj"'),
  ) as ScenarioPackage;
}

async function publish(page: Page, pkg: ScenarioPackage): Promise<void> {
  const { id, name } = pkg.scenario;
  const made = await ok<ScenarioDraft>(page, 'POST', '/scenarios', { id, region, name });
  const saved = await ok<ScenarioDraft>(page, 'PUT', `/scenarios/${id}/draft?region=${region}`, { rev: made.rev, package: pkg });
  await ok(page, 'POST', `/scenarios/${id}/publish?region=${region}`, { rev: saved.rev, notes: '首发', commandId: `publish-${id}` });
}

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  designer = await person(desk);
  await signInToStaff(designer, product, 'designer');
  await publish(designer, localPackage('shop-permit', '开早点铺'));
  await publish(
    designer,
    localPackage('second-shop', '开分店', (pkg) => {
      pkg.scenario.materials!.m_lease!.name = { 'zh-CN': '主店许可证', en: 'Permit of the main shop' };
      pkg.scenario.materials!.m_lease!.accepts[0] = { kind: 'licence', licence: 'shop-permit' };
      pkg.forms.apply!.fields.lease!.label = { 'zh-CN': '主店许可证', en: 'Permit of the main shop' };
    }),
  );
  citizen = await person(phone);
  await signInToPortal(citizen, product, 'newcomer');
});
afterAll(async () => {
  for (const visitor of open) await visitor.close();
  await browser?.close();
  await product?.stop();
});

const slot = (page: Page) => page.locator(`[data-field-key="${leasePath}"]`);

/** Opens the form of a service and answers all but its material. */
async function begin(page: Page, scenario: string): Promise<void> {
  await page.goto(`${product.url}/go/s/${region}/${scenario}`);
  await page.getByRole('button', { name: '开始办理' }).click();
  await page.waitForURL((url) => /\/go\/a\/[^/]+\/\w+/.test(url.pathname));
  await slot(page).waitFor();
  const name = page.getByLabel('店主姓名');
  if ((await name.count()) > 0 && (await name.inputValue()) === '') await name.fill('新来者');
  const mobile = page.getByLabel('手机号码');
  if ((await mobile.count()) > 0 && (await mobile.inputValue()) === '') await mobile.fill('13800000009');
  await page.getByLabel('店名').fill('早点铺');
}

async function handIn(page: Page): Promise<string> {
  await primary(page).click();
  await page.waitForURL(/\/check$/);
  await page.getByRole('checkbox').check();
  await primary(page).click();
  await page.waitForURL(/\/go\/c\/LB/);
  return new URL(page.url()).pathname.split('/')[3]!;
}

describe('the list of materials in the studio', () => {
  it('takes a new material, its ways and the field that fills it, by the page alone', async () => {
    await designer.goto(`${product.url}/studio/scenes/second-shop/materials`);
    await designer.getByRole('heading', { name: '主店许可证' }).waitFor();
    await designer.getByRole('button', { name: '添加材料' }).click();
    const sheet = designer.locator('section.sheet').filter({ hasText: '新材料' });
    await sheet.getByLabel('名称', { exact: true }).fill('平面图');
    await designer.keyboard.press('Tab');
    const plan = designer.locator('section.sheet').filter({ has: designer.getByRole('heading', { name: '平面图' }) });
    await plan.getByRole('checkbox', { name: '沿用以前交过的' }).check();
    await plan.getByLabel('有效天数').fill('90');
    await designer.keyboard.press('Tab');
    await plan.getByRole('checkbox', { name: '告知承诺' }).check();
    await picture(designer, 'studio-materials');
    await expectNoBarriers(designer);
    const draft = () => ok<ScenarioDraft>(designer, 'GET', `/scenarios/second-shop/draft?region=${region}`);
    await expect
      .poll(
        async () => Object.values((await draft()).package.scenario.materials ?? {}).find(({ name }) => name['zh-CN'] === '平面图')?.accepts,
      )
      .toEqual([
        { kind: 'upload', types: ['pdf', 'jpeg', 'png'], maxBytes: 10_485_760 },
        { kind: 'earlier', days: 90 },
        { kind: 'promise', text: { 'zh-CN': '我承诺所述情况属实，并承担相应责任。' } },
      ]);
  });
});

describe('a material at 375 px', () => {
  it('is refused in words when it is not what it seems', async () => {
    await begin(citizen, 'shop-permit');
    await picture(citizen, 'material-empty');
    const input = slot(citizen).locator('input[type=file]');
    await input.setInputFiles({ name: '合同.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html><script>alert(1)</script></html>') });
    await slot(citizen).getByRole('alert').filter({ hasText: '不支持这种文件' }).waitFor();
    await input.setInputFiles({ name: '合同.pdf', mimeType: 'application/pdf', buffer: await pdfWithScript() });
    await slot(citizen).getByRole('alert').filter({ hasText: 'PDF 里有脚本或附件' }).waitFor();
    await picture(citizen, 'material-refused');
    await expectNoSidewaysScroll(citizen);
    while ((await slot(citizen).locator('.file-failed').count()) > 0)
      await slot(citizen).locator('.file-failed').first().getByRole('button', { name: '移除' }).click();
  });

  it('survives losing the signal, and goes on where it stopped', async () => {
    const bytes = await largePicture(700, 500);
    expect(bytes.length).toBeGreaterThan(900_000);
    const places: string[] = [];
    let cut = 2;
    await citizen.route(/\/api\/uploads\/[0-9a-f-]{36}$/, async (route) => {
      const request = route.request();
      if (request.method() !== 'PATCH') return route.continue();
      places.push(request.headers()['upload-offset'] ?? '');
      // The second piece breaks off twice on its way.
      if (places.length > 1 && cut > 0) {
        cut -= 1;
        return route.abort('connectionreset');
      }
      return route.continue();
    });
    await slot(citizen).locator('input[type=file]').setInputFiles({ name: '租赁合同.png', mimeType: 'image/png', buffer: bytes });
    await slot(citizen).locator('progress').waitFor();
    await picture(citizen, 'material-uploading');
    await slot(citizen).getByRole('link', { name: '租赁合同.png' }).waitFor();
    await citizen.unroute(/\/api\/uploads\/[0-9a-f-]{36}$/);

    expect(places.slice(0, 4)).toEqual(['0', '262144', '262144', '262144']);
    expect(new Set(places).size).toBe(Math.ceil(bytes.length / 262_144));
    await picture(citizen, 'material-uploaded');
    await expectNoBarriers(citizen);
    caseNo = await handIn(citizen);
  });

  it('is looked at by the desk in place, and sent back alone', async () => {
    officer = await person(desk);
    await signInToStaff(officer, product, 'wj');
    const { rows } = await ok<TaskList>(officer, 'GET', '/tasks');
    const task = rows.find((row) => row.caseNo === caseNo)!;
    await officer.goto(`${product.url}/work/t/${task.id}`);
    const field = officer.locator(`[data-field-key="${leasePath}"]`);
    await field.getByText('本次上传').waitFor();
    await field.getByRole('button', { name: /查看/ }).click();
    const viewer = officer.getByRole('dialog');
    await viewer.getByRole('img').waitFor();
    await expect.poll(() => viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(700);
    await picture(officer, 'material-viewer');
    await expectNoBarriers(officer);
    await officer.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });

    await officer.getByRole('button', { name: '一次性告知补正' }).click();
    await officer.getByLabel('哪一项').selectOption({ label: '房屋租赁合同' });
    await officer.locator('form.supplement textarea').fill('缺少出租人签字的一页');
    await picture(officer, 'material-defect');
    await officer.getByRole('button', { name: '发出补正告知' }).click();
    await officer.getByRole('button', { name: '发出补正告知' }).waitFor({ state: 'detached' });
  });

  it('is put right on the phone: the same again is refused, another is taken', async () => {
    await citizen.goto(`${product.url}/go/c/${caseNo}/fix`);
    await slot(citizen).getByRole('link', { name: '租赁合同.png' }).waitFor();
    await primary(citizen).click();
    await citizen.getByRole('alert').filter({ hasText: '请换一份材料' }).waitFor();
    await picture(citizen, 'material-same');
    await slot(citizen).locator('.file-stored').getByRole('button', { name: /移除/ }).click();
    await slot(citizen)
      .locator('input[type=file]')
      .setInputFiles({ name: '签字页.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await slot(citizen).getByRole('link', { name: '签字页.jpg' }).waitFor();
    await primary(citizen).click();
    await citizen.waitForURL(new RegExp(`/go/c/${caseNo}$`));
  });
});

describe('a licence', () => {
  it('goes into the wallet when it is issued', async () => {
    const { rows } = await ok<TaskList>(officer, 'GET', '/tasks');
    const task = rows.find((row) => row.caseNo === caseNo)!;
    const { rev } = await ok<{ rev: number }>(officer, 'GET', `/tasks/${task.id}`);
    await ok(officer, 'POST', `/tasks/${task.id}/complete`, { rev, decision: 'agree', commandId: 'materials-agree' });
    for (let turn = 0; turn < 100; turn += 1) {
      const wallet = await ok<{ rows: object[] }>(citizen, 'GET', '/my/licences');
      if (wallet.rows.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await citizen.goto(`${product.url}/go/wallet`);
    await citizen.getByRole('heading', { name: /卫生许可证/ }).waitFor();
    await citizen.getByText('有效', { exact: true }).first().waitFor();
    await picture(citizen, 'wallet');
    await expectNoSidewaysScroll(citizen);
    await expectNoBarriers(citizen);
  });

  it('is offered to the next matter and used with one tap', async () => {
    await begin(citizen, 'second-shop');
    const offer = slot(citizen).locator('.offers li').filter({ hasText: '卫生许可证' });
    await offer.waitFor();
    await picture(citizen, 'material-offered');
    await expectNoBarriers(citizen);
    await offer.getByRole('button', { name: /使用这份/ }).click();
    await slot(citizen)
      .getByText(/电子证照，编号 .*免提交/)
      .waitFor();
    await slot(citizen)
      .getByRole('button', { name: /不用这份/ })
      .waitFor();
    await picture(citizen, 'material-used');
    const second = await handIn(citizen);
    expect(second).not.toBe(caseNo);
  });
});

describe('my data', () => {
  it('shows what is kept and who looked, gives a copy, deletes a draft and says why the rest is kept', async () => {
    const { id } = await ok<CaseStarted>(citizen, 'POST', '/drafts', { region, scenario: 'shop-permit', commandId: 'materials-draft' });
    await citizen.goto(`${product.url}/go/c`);
    await citizen.getByRole('link', { name: '我的数据' }).click();
    await citizen.getByRole('heading', { name: '我的数据', exact: true }).waitFor();
    const one = citizen.locator('.my-case').filter({ hasText: caseNo });
    await one.locator('summary').click();
    await one.getByText('卫生健康局：办理时查看').first().waitFor();
    await picture(citizen, 'my-data');
    await expectNoSidewaysScroll(citizen);
    await expectNoBarriers(citizen);

    await one.getByRole('button', { name: /申请删除/ }).click();
    await one.getByRole('button', { name: '确认删除' }).click();
    await one.getByText(/办件档案依照/).waitFor();
    const draft = citizen.locator('.my-case').filter({ hasText: '还没有提交' });
    await draft.first().locator('summary').click();
    await draft
      .first()
      .getByRole('button', { name: /申请删除/ })
      .click();
    await picture(citizen, 'my-data-delete');
    await draft.first().getByRole('button', { name: '确认删除' }).click();
    await expect.poll(async () => (await call(citizen, 'GET', `/drafts/${id}`)).status).toBe(404);

    const [file] = await Promise.all([citizen.waitForEvent('download'), citizen.getByRole('link', { name: '打印版（PDF）' }).click()]);
    expect(file.suggestedFilename()).toBe('我的数据.pdf');
  });
});
