/** What every browser test does: open a page as somebody, look for barriers, keep a picture. */
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Product } from './product.ts';

export const phone = { width: 375, height: 667 };
export const desk = { width: 1366, height: 768 };

/** Pictures of the last run; looked at by people, never compared by machines. */
const pictures = path.join(import.meta.dirname, '../dist-e2e');

export interface Visitor {
  context: BrowserContext;
  page: Page;
  close(): Promise<void>;
}

/** Pages that are open, each with what went wrong on it so far: told when a test fails. */
export const openPages = new Map<Page, string[]>();

/** A window of its own for one person; errors on the page fail the test that closes it. */
export async function visit(browser: Browser, { viewport }: { viewport: { width: number; height: number } }): Promise<Visitor> {
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    // A list that is still unfolding moves away between the pressing and the letting go of a click quicker than any person's.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  const told: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('pageerror', (error) => told.push(error.message));
  page.on('requestfailed', (request) => told.push(`${request.failure()?.errorText} ${request.method()} ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) told.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  openPages.set(page, told);
  return {
    context,
    page,
    async close() {
      openPages.delete(page);
      await context.close();
      expect(problems).toEqual([]);
    },
  };
}

export async function signInToPortal(page: Page, product: Product, username: string): Promise<void> {
  await page.goto(`${product.url}/go/sign-in`);
  await page.getByLabel('账号').fill(username);
  await page.getByLabel('密码').fill(product.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('link', { name: '我的办件' }).waitFor();
}

export async function signInToStaff(page: Page, product: Product, username: string): Promise<void> {
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel('账号').fill(username);
  await page.locator('input[name=password]').fill(product.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('navigation', { name: '工作台' }).waitFor();
}

/**
 * No serious or critical violation of WCAG 2.2 AA; names each one with its place. What is found while something opens or closes is
 * looked at again.
 */
export async function expectNoBarriers(page: Page): Promise<void> {
  await fromTop(page, async () => {
    let found = await barriers(page);
    for (let look = 2; found.length > 0 && look <= 5; look += 1) {
      await page.waitForTimeout(500);
      found = await barriers(page);
    }
    expect(found).toEqual([]);
  });
}

async function barriers(page: Page): Promise<string[]> {
  await rest(page);
  for (const frame of page.frames()) if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: Axe };
    // Each target is compared with every tree item around it: in a long flow that takes half a minute, in a short one of the same parts none.
    const long = document.querySelectorAll('[role=treeitem] [role=treeitem]').length > 12;
    const rules = long ? { 'target-size': { enabled: false } } : {};
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, rules, resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
  }, standards);
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
interface Axe {
  run(root: Document, options: object): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
}
/**
 * axe itself, put into a page once: the builder around it opens a second page for every look and brings back all that is
 * right as well, which took most of the time.
 */
const { source: axeSource } = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))('axe-core') as {
  source: string;
};

/** Looks at the page scrolled to its top: the fixed header would lie across it, and what is half under it would be too small a target. */
async function fromTop(page: Page, look: () => Promise<unknown>): Promise<void> {
  const at = await page.evaluate(() => {
    const { scrollX, scrollY } = window;
    window.scrollTo(0, 0);
    return { left: scrollX, top: scrollY };
  });
  await look();
  await page.evaluate((to) => window.scrollTo(to), at);
}

/** Waits until it has done moving: a press between two places of it would miss it, and a drag goes by places on the screen. */
export async function lyingStill(target: Locator): Promise<void> {
  let [before, still] = ['', 0];
  await expect
    .poll(
      async () => {
        const now = JSON.stringify(await target.boundingBox());
        still = now === before ? still + 1 : 0;
        before = now;
        return still;
      },
      { interval: 50 },
    )
    .toBeGreaterThanOrEqual(3);
}

/** An entry of the list that is open, as soon as the list has found its place under its box. */
export async function listed(page: Page, words: string): Promise<Locator> {
  const entry = page.locator(`${openList} .ant-select-item-option`).filter({ hasText: words }).first();
  await entry.waitFor();
  await lyingStill(entry);
  return entry;
}
export const openList = '.ant-select-dropdown:not(.ant-select-dropdown-hidden)';

/** Waits until what is opening or closing has done so; endless movements (a spinner) are not waited for. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}

/** Nothing reaches beyond the right edge: people on phones never scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await fromTop(page, () => page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true }));
}
