/** A matter through the real screens: applied for on a phone, decided at the desks that have it. */
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { desk, expectNoBarriers, expectNoSidewaysScroll, picture, signInToStaff, type Visitor, visit } from './pages.ts';
import { onward, primary, stepOf } from './portal-steps.ts';
import type { Product } from './product.ts';

/** An answer as a person gives it: text, the label of a choice, a file, an address, or rows of such by the label of their column. */
export type Typed =
  | string
  | { county: string; rest: string }
  | { file: { name: string; mimeType: string; buffer: Buffer } }
  | Record<string, string>[];

export async function answer(box: Locator, value: Typed): Promise<void> {
  if (typeof value === 'string') {
    const choice = box.getByLabel(value, { exact: true });
    if ((await box.locator('input[type=radio]').count()) > 0) await choice.check();
    else await answerControl(box.locator('select, textarea, input').first(), value);
  } else if ('county' in value) {
    await box.locator('select').selectOption({ label: value.county });
    await box.locator('textarea').fill(value.rest);
  } else if ('file' in value) {
    await box.locator('input[type=file]').setInputFiles(value.file);
    await box.getByRole('link', { name: value.file.name }).waitFor();
  } else {
    for (const [at, row] of value.entries()) {
      if (at > 0) await box.locator('.rows-add').click();
      for (const [label, cell] of Object.entries(row))
        await answerControl(box.locator('ol > li').nth(at).getByLabel(label, { exact: true }), cell);
    }
  }
}

async function answerControl(control: Locator, value: string): Promise<void> {
  const tag = await control.evaluate((element) => element.tagName);
  if (tag === 'SELECT') await control.selectOption({ label: value });
  else await control.fill(value);
}

/** Answers what the page asks, also what an answer opens; says which fields those were. */
export async function answerPage(page: Page, typed: Record<string, Typed>): Promise<string[]> {
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

/** Page after page of an open form, to the last look and the submission. */
export async function fillAndSubmit(page: Page, name: string, typed: Record<string, Typed>): Promise<void> {
  for (let section = 0; section < 8; section += 1) {
    await page.locator('h1').waitFor();
    if (stepOf(page) === 'check') break;
    await answerPage(page, typed);
    await expectNoSidewaysScroll(page);
    await picture(page, `${name}-1-${path.basename(stepOf(page) ?? '')}`);
    await onward(page);
  }
  await page.getByRole('heading', { name: '提交前再看一遍' }).waitFor();
  await expectNoBarriers(page);
  await expectNoSidewaysScroll(page);
  await picture(page, `${name}-2-check`);
  await page.getByLabel('我已看过，以上内容真实').check();
  await page.getByRole('button', { name: '提交' }).click();
}

/** From the card of the service to the receipt; the number of the case. */
export async function apply(page: Page, product: Product, service: string, typed: Record<string, Typed>): Promise<string> {
  await page.goto(`${product.url}/go/s/330424/${service}`);
  await page.getByRole('button', { name: '开始办理' }).click();
  await page.waitForURL((url) => url.pathname.includes('/go/a/'));
  await page.locator('h1').waitFor();
  if ((await page.locator('.consents').count()) > 0) {
    await primary(page).click();
    await page.waitForURL((url) => /\/go\/a\/[^/]+\/(?!consent)/.test(url.pathname));
  }
  await fillAndSubmit(page, service, typed);
  await page.getByRole('heading', { name: '已提交' }).waitFor();
  return (await page.locator('.receipt .number').textContent()) ?? '';
}

/** The desks of a product, each in a window of its own that stays open. */
export function createDesks(browser: Browser, product: () => Product) {
  const open = new Map<string, Visitor>();

  async function pageOf(username: string): Promise<Page> {
    const known = open.get(username);
    if (known) return known.page;
    const visitor = await visit(browser, { viewport: desk });
    open.set(username, visitor);
    await signInToStaff(visitor.page, product(), username);
    return visitor.page;
  }

  /** Opens the task of this name at the desk of an officer. */
  async function openTask(username: string, step: string): Promise<Page> {
    const page = await pageOf(username);
    const task = page.locator('a[data-task]').filter({ hasText: step }).first();
    // What came of another desk's decision may need a moment to arrive.
    await expect
      .poll(async () => {
        await page.goto(`${product().url}/work`);
        await page.locator('a[data-task], .state-title').first().waitFor();
        return task.count();
      })
      .toBeGreaterThan(0);
    await task.click();
    await page.locator('.decisions').waitFor();
    return page;
  }

  /** Opens it, fills its form in and decides; how it looks is kept. */
  async function decide(username: string, step: string, decision: string, typed: Record<string, string> = {}): Promise<void> {
    const page = await openTask(username, step);
    for (const [field, value] of Object.entries(typed)) await answer(page.locator(`.officer-field[data-field-key="${field}"]`), value);
    await picture(page, `desk-${username}-${step}`);
    const here = page.url();
    await page.locator('.decisions').getByRole('button', { name: decision, exact: true }).click();
    await page.waitForURL((url) => url.href !== here);
  }

  return {
    openTask,
    decide,
    close: () => Promise.all([...open.values()].map((visitor) => visitor.close())),
  };
}
