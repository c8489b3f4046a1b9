/** What a department's keeper finds and does, used by the errand on forms. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { listed, openList } from './pages.ts';
import type { Product } from './product.ts';
import { staffClient } from './staff-client.ts';

export const formId = 'vaccination-record';
export const formPage = (product: Product, tab = '') => `${product.url}/studio/forms/${formId}${tab}`;

const zh = (text: string) => ({ 'zh-CN': text });

/** Three data elements of the department in the field standard. */
const shared = [
  { id: 'vaccinationSite', element: { code: 'CDC0901', name: zh('接种单位'), type: 'string', sensitivity: 1 } },
  { id: 'allergyHistory', element: { code: 'CDC0902', name: zh('过敏史'), type: 'text', sensitivity: 3 } },
  { id: 'firstDoseDate', element: { code: 'CDC0903', name: zh('首次接种日期'), type: 'date', sensitivity: 2 } },
];

/** Version 1 of the form, released by the second keeper and taken into the newborn scenario, which is live with it. */
export async function firstVersion(product: Product): Promise<void> {
  const [keeper, second, designer] = await Promise.all(['cdc.keeper', 'cdc.keeper2', 'designer'].map((name) => staffClient(product, name)));
  for (const entry of shared) await keeper!.send('POST', '/elements', { department: 'cdc', ...entry });
  await keeper!.send('POST', '/forms', { department: 'cdc', id: formId, name: { 'zh-CN': '预防接种证申领表', en: 'Vaccination record' } });
  const draft = await keeper!.send<{ rev: number; form: { sections: Record<string, unknown> } & Record<string, unknown> }>(
    'GET',
    `/forms/${formId}`,
  );
  const [section] = Object.keys(draft.form.sections);
  const field = { section, rank: 'V', subject: 'applicant', key: 'remark', type: 'text', label: { 'zh-CN': '备注', en: 'Remark' } };
  const form = { ...draft.form, fields: { q_remark: field } };
  const saved = await keeper!.send<{ rev: number }>('PUT', `/forms/${formId}`, { rev: draft.rev, form });
  const sent = await keeper!.send<{ rev: number }>('POST', `/forms/${formId}/submit`, {
    rev: saved.rev,
    notes: '第一版',
    commandId: crypto.randomUUID(),
  });
  await second!.send('POST', `/forms/${formId}/release`, { rev: sent.rev, commandId: crypto.randomUUID() });
  const scenario = await designer!.send<{ rev: number }>('GET', '/scenarios/newborn/draft');
  await designer!.send('POST', `/forms/${formId}/adopt`, { scenario: 'newborn', rev: scenario.rev, version: 1 });
}

export const labels = [
  '儿童姓名',
  '儿童身份证号',
  '出生日期',
  '出生证编号',
  '监护人姓名',
  '联系电话',
  '家庭住址',
  '接种单位',
  '过敏史',
  '首次接种日期',
  '说明原因',
  '监护人签名',
];

/** By its accessible name: the title of the chosen one is an input. */
export const field = (page: Page, label: string) => page.locator(`[data-field-key][aria-label^="${label}"]`);

/** Chooses an entry of a list by its words; the list is closed again afterwards. */
export async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).last().click();
  await (await listed(page, option)).click();
  await expect.poll(() => page.locator(openList).count()).toBe(0);
}

/** Waits until the server has what was changed. */
export async function formSaved(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.save-state').textContent(), { timeout: 20_000 }).toContain('已保存');
}

/** Titles of the questions in the order they stand in. */
export const order = (page: Page) =>
  page.locator('[data-field-key]').evaluateAll((items) => items.map((item) => (item.getAttribute('aria-label') ?? '').split('，')[0]!));
