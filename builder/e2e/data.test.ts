/**
 * Shared data, as the people of it do it: a keeper of another county publishes a register, a designer takes a question from it
 * and applies in four presses, the steward reviews, the owner answers on a phone, the designer's open page lights up; a grant
 * is read, its reads are listed, and it is revoked with what that hits. Pictures of every station are left behind.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataApplicationList, DataGrantList, DataResourcePage, Draft } from '../../schemas/generated/api.ts';
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
import { call } from './portal-steps.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
const people: Record<string, Visitor> = {};
const register = '331002~ga~mobile';
const field = '/studio/scenes/newborn/forms/childcare-guidance?field=mother_mobile';

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
});
afterAll(async () => {
  for (const visitor of Object.values(people)) await visitor.close();
  await browser?.close();
  await product?.stop();
});

async function as(username: string, viewport = desk): Promise<Page> {
  people[username] ??= await visit(browser, { viewport });
  const { page } = people[username];
  if (page.url() === 'about:blank') await signInToStaff(page, product, username);
  return page;
}

async function ok<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await call<T>(page, method, path, body);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const spec = (name: string, element: string, sensitivity: number) => ({ name: { 'zh-CN': name }, element, sensitivity });

describe('shared data', () => {
  it('a keeper of another county publishes a register, and everybody can find and try it', async () => {
    const keeper = await as('ga.keeper.jj', phone);
    const document = {
      format: 'lianban.data-resource/1',
      id: 'ga/mobile',
      name: { 'zh-CN': '实名手机号库' },
      answers: { 'zh-CN': '一个人实名登记的手机号是多少' },
      owner: { region: '331002', department: 'ga' },
      sharing: 'conditional',
      connection: 'ga',
      operation: { method: 'POST', path: '/ga/mobile' },
      keys: { idNumber: spec('公民身份号码', 'idNumber', 4) },
      fields: { mobile: spec('手机号', 'mobile', 3), name: spec('姓名', 'name', 2), address: spec('住址', 'residenceAddress', 3) },
      cardinality: 'one',
      samples: [{ idNumber: '330424199603120029', mobile: '13800000001', name: '林晓' }],
    };
    const contact = { name: '高守信', phone: '0576-00000000' };
    const { rev } = await ok<DataResourcePage>(keeper, 'PUT', `/data/resources/${register}`, { rev: 0, document, contact });
    await ok(keeper, 'POST', `/data/resources/${register}/publish`, { rev, notes: '第一次发布' });

    const designer = await as('designer');
    await designer.goto(`${product.url}/studio/data?q=${encodeURIComponent('smsjh')}`);
    await designer.getByRole('link', { name: '实名手机号库' }).waitFor();
    await expectNoBarriers(designer);
    await picture(designer, 'data-1-catalogue');
    await designer.getByRole('link', { name: '实名手机号库' }).click();
    await designer.getByText('一个人实名登记的手机号是多少').waitFor();
    await designer.getByRole('button', { name: '试查' }).click();
    await designer.getByText('13800000001').waitFor();
    await expectNoBarriers(designer);
    await picture(designer, 'data-2-resource');
  });

  it('a designer takes a question from it and applies in four presses; an extra field needs its reason', async () => {
    const page = await as('designer');
    await page.goto(`${product.url}${field}`);
    let presses = 0;
    const press = async (name: string | RegExp) => {
      presses += 1;
      await page.getByRole('button', { name }).last().click();
    };
    await page.getByText('现在由申请人填写').waitFor();
    await press('从数据取');
    await page.getByRole('dialog').getByRole('searchbox').or(page.getByRole('dialog').getByRole('textbox')).first().fill('实名手机号');
    await page.getByRole('dialog').getByText('实名手机号库').waitFor();
    await picture(page, 'data-3-take');
    await press(/^手机号 /);
    const sheet = page.getByRole('dialog', { name: '申请数据' });
    await sheet.getByText('办理必需的 1 个字段').waitFor();
    await sheet.getByLabel('用来做什么').fill('育儿指导联系母亲');
    await sheet.getByLabel('法律依据').fill('《中华人民共和国母婴保健法》第十四条');
    await expectNoBarriers(page);
    await picture(page, 'data-4-application');

    await sheet.getByText(/还要别的字段/).click();
    await sheet.getByRole('checkbox', { name: /住址/ }).check();
    await sheet.getByRole('button', { name: '提交申请' }).click();
    await sheet.getByText('请写明理由').waitFor();
    await picture(page, 'data-5-reason');
    await sheet.getByRole('checkbox', { name: /住址/ }).uncheck();
    await press('提交申请');
    await sheet.waitFor({ state: 'hidden' });
    expect(presses).toBeLessThanOrEqual(4);
    await page.locator('[data-entry="source"]').getByText('待合规审查').waitFor();
    await picture(page, 'data-6-pending');
  });

  it('while it waits, samples stand in and publishing names the application', async () => {
    const page = await as('designer');
    await page.goto(`${product.url}/studio/scenes/newborn/flow`);
    await page.locator('.step-rights').getByText('待合规审查').first().waitFor();
    await picture(page, 'data-7-step');
    await page.goto(`${product.url}/studio/scenes/newborn/rehearse`);
    await page.getByText('样例（还没有授权）').first().waitFor();
    await page.goto(`${product.url}/studio/scenes/newborn/release`);
    const waiting = page.locator('.waiting-rights li').filter({ hasText: '实名手机号库' });
    await waiting.waitFor();
    expect(await waiting.innerText()).toMatch(/待合规审查[\s\S]*海盐县数据主管 在 \d{4}-\d\d-\d\d 前审查[\s\S]*申请 SJ\d+/);
    expect(await page.getByRole('button', { name: '发布 v2' }).isDisabled()).toBe(true);
    await picture(page, 'data-8-blocked');
    await page.goto(`${product.url}${field}`);
    await page.locator('[data-entry="source"]').getByText('待合规审查').waitFor();
  });

  it('the steward reviews, the owner answers at 375 px, and the open designer lights up', async () => {
    const designer = await as('designer');
    const loads: string[] = [];
    designer.on('framenavigated', (frame) => void loads.push(frame.url()));
    const steward = await as('steward');
    await steward.goto(`${product.url}/data`);
    await steward.getByRole('link', { name: /实名手机号库/ }).waitFor();
    await expectNoBarriers(steward);
    await picture(steward, 'data-9-review');
    await steward.getByRole('link', { name: /实名手机号库/ }).click();
    await steward.getByRole('button', { name: '审查通过' }).click();
    await steward.getByRole('button', { name: '通过', exact: true }).click();
    await steward.getByText('待提供部门答复').first().waitFor();

    const owner = await as('ga.keeper.jj', phone);
    await owner.goto(`${product.url}/studio/data/answers`);
    await owner.getByRole('link', { name: /实名手机号库/ }).waitFor();
    await expectNoSidewaysScroll(owner);
    await picture(owner, 'data-10-inbox-phone');
    await owner.getByRole('link', { name: /实名手机号库/ }).click();
    await owner.getByText('育儿指导联系母亲').waitFor();
    await owner.locator('[data-action="refuse"]').click();
    await owner.locator('.decision-form').getByRole('button', { name: '不予提供' }).click();
    await owner.getByText('请写明不予提供的理由和依据').waitFor();
    await owner.locator('[data-action="grant"]').click();
    await expectNoSidewaysScroll(owner);
    await expectNoBarriers(owner);
    await picture(owner, 'data-11-answer-phone');
    await owner.getByRole('button', { name: '授权 1 个字段（共申请 1 个）' }).click();
    await owner.locator('.application-state').getByText('已授权').waitFor();

    await designer.locator('[data-entry="source"] [data-right="granted"]').waitFor();
    expect(loads).toEqual([]);
    await picture(designer, 'data-12-lit');
  });

  it('reads are listed and handed over, and revoking shows what it hits before it is done', async () => {
    const mother = await visit(browser, { viewport: phone });
    people.mother = mother;
    await signInToPortal(mother.page, product, 'mother');
    const begun = await ok<Draft>(mother.page, 'POST', '/drafts', { region: '330424', scenario: 'newborn', commandId: 'data-test' });
    const grants = Object.fromEntries(begun.consents.map(({ id }) => [id, true]));
    await ok(mother.page, 'PUT', `/drafts/${begun.id}/consents`, { grants, rev: begun.rev });

    const designer = await as('designer');
    const { rows } = await ok<DataGrantList>(designer, 'GET', '/data/grants?box=held');
    const population = rows.find(({ id }) => id === 'newborn/ga-population')!;
    const owner = await as(population.resource.key.startsWith('331002') ? 'ga.keeper.jj' : 'ga.keeper');
    await owner.goto(`${product.url}/studio/data/grants/${population.key}`);
    await owner.getByRole('table').getByText('姓名').first().waitFor();
    await expectNoBarriers(owner);
    await picture(owner, 'data-13-reads');
    const [file] = await Promise.all([owner.waitForEvent('download'), owner.getByRole('link', { name: '导出表格' }).click()]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    await owner.getByRole('button', { name: '验证记录' }).click();
    await expect.poll(() => owner.locator('.data-bar [role=status]').innerText(), { timeout: 30_000 }).toContain('记录完整');

    await owner.locator('[data-action="revoke"]').click();
    await owner
      .locator('.impact')
      .getByText(/影响 [1-9]\d* 个线上场景/)
      .waitFor();
    await expectNoBarriers(owner);
    await picture(owner, 'data-14-impact');
    await owner.getByRole('button', { name: '收回授权' }).click();
    await owner.getByText('请写明理由，对方会看到').waitFor();
    await owner.locator('.decision-form').getByLabel('理由').fill('人口库停用，改由新库提供');
    await owner.getByRole('button', { name: '收回授权' }).click();
    await owner.locator('.application-state').getByText('已收回').first().waitFor();
  });

  it('grants, quality and requests are pages of their own, and a person without the role is told who gives it', async () => {
    const designer = await as('designer');
    for (const [path, name] of [
      ['requests', '我们申请的'],
      ['grants', '数据授权'],
      ['quality', '数据质量'],
    ] as const) {
      await designer.goto(`${product.url}/studio/data/${path}`);
      await designer.getByRole('heading', { level: 1, name }).waitFor();
      await designer.locator('.skeleton').waitFor({ state: 'detached' });
      await expectNoBarriers(designer);
      await picture(designer, `data-15-${path}`);
    }
    const { rows } = await ok<DataApplicationList>(designer, 'GET', '/data/applications?box=mine');
    expect(rows[0]).toMatchObject({ state: 'granted', asked: 1, extra: 0 });

    const officer = await as('wj');
    await officer.goto(`${product.url}/studio/data`);
    await officer.getByText('请联系本地管理员', { exact: false }).waitFor();
    await picture(officer, 'data-16-forbidden');
  });
});
