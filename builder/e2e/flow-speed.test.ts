/**
 * How quick the flow is when it is long: adding a step and choosing one among 200, dragging the lanes of 1,000. Figures are printed
 * and kept beside the pictures; nothing is asserted on time, only that the work was done.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { launchBrowser } from './chromium.ts';
import { desk, signInToStaff, type Visitor, visit } from './pages.ts';
import { type Figures, figure, keepFigures, measurePainted, watchKeys } from './painted.ts';
import { type Product, startProduct } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';

let product: Product;
let browser: Browser;
let designer: Visitor;
let page: Page;
const figures: Figures = {};
const measured = (name: string, times: number, act: (i: number) => Promise<void>) => measurePainted(page, figures, name, times, act);
const patient = { timeout: 120_000, interval: 200 };

/** A copy of the newborn scenario with this many desks more, one after the other behind its first step. */
async function longScenario(client: StaffClient, desks: number): Promise<string> {
  const { id } = await client.send<{ id: string }>('POST', '/scenarios', {
    name: { 'zh-CN': `${desks} 步` },
    from: { scenario: 'newborn' },
  });
  const draft = await client.send<{ rev: number; package: ScenarioPackage }>('GET', `/scenarios/${id}/draft`);
  const { scenario } = draft.package;
  const departments = Object.keys(scenario.departments);
  const start = Object.entries(scenario.nodes).find(([, node]) => node.kind === 'start')![0];
  const [first, { to: last }] = Object.entries(scenario.edges).find(([, edge]) => edge.from === start)!;
  let before = start;
  for (let i = 0; i < desks; i++) {
    const step = `n_long${i}`;
    scenario.nodes[step] = {
      kind: 'task',
      name: { 'zh-CN': `审查 ${i}`, en: `Review ${i}` },
      department: departments[i % departments.length]!,
      dueDays: 1,
      decisions: { agree: { name: { 'zh-CN': '同意', en: 'Agree' }, rank: 'F', effect: 'agree' } },
    };
    scenario.edges[`e_long${i}`] = { from: before, to: step, rank: 'F' };
    before = step;
  }
  scenario.edges[first] = { ...scenario.edges[first]!, from: before, to: last };
  await client.send('PUT', `/scenarios/${id}/draft`, { rev: draft.rev, package: draft.package });
  return id;
}

let scenes: { long: string; longest: string };
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const client = await staffClient(product, 'designer');
  scenes = { long: await longScenario(client, 200), longest: await longScenario(client, 1000) };
  designer = await visit(browser, { viewport: desk });
  page = designer.page;
  await signInToStaff(page, product, 'designer');
});
afterAll(async () => {
  await keepFigures('flow-speed', 'Milliseconds from input to the next painted picture; of the longest task while dragging', figures);
  await designer?.close();
  await browser?.close();
  await product?.stop();
});

const step = (name: string) => page.locator(`[data-step-id]`).filter({ hasText: name }).first();

describe('a flow of 200 steps', () => {
  it('shows a step that is added', async () => {
    await page.goto(`${product.url}/studio/scenes/${scenes.long}/flow`);
    await step('审查 100').waitFor();
    await watchKeys(page);
    const steps = page.locator('[data-step-id]');
    const before = await steps.count();
    await step('审查 100').focus();
    for (let i = 0; i < 5; i++) {
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')), patient).toBe('treeitem');
      await page.keyboard.press('a');
      const search = page.getByRole('combobox', { name: '输入汉字、拼音或首字母' });
      await search.fill('公安局');
      await page.getByRole('option', { name: '公安局办理' }).waitFor();
      await measured(`adding a step (${i + 1})`, 1, () => page.keyboard.press('Enter'));
      // The picture that was measured had it: nothing else was waited for.
      expect(await steps.count()).toBe(before + i + 1);
      const name = page.getByRole('textbox', { name: '步骤名称' });
      await name.waitFor();
      await name.press('Escape');
    }
  });

  it('chooses other steps one after the other', async () => {
    await step('审查 20').focus();
    await measured('choosing the next step by key', 20, async () => {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(40);
    });
  });

  it('takes a step back', async () => {
    await measured('undo by key', 5, async () => {
      await page.keyboard.press('Control+z');
      await page.waitForTimeout(100);
    });
  });
});

describe('lanes of 1,000 steps', () => {
  it('are dragged about', async () => {
    await page.goto(`${product.url}/studio/scenes/${scenes.longest}/flow?view=lanes`);
    await expect.poll(() => page.locator('.react-flow__node[data-item]').count(), patient).toBeGreaterThan(1);
    const pane = (await page.locator('.react-flow__pane').boundingBox())!;
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    const viewport = page.locator('.react-flow__viewport');
    const from = await viewport.getAttribute('style');
    for (let turn = 0; turn < 6; turn++) {
      // Nobody of a department stands in the lane of what goes by itself: the picture is dragged, not a step.
      const [x, y] = [pane.x + pane.width - 60, pane.y + 200];
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let moved = 0; moved < 20; moved++) {
        await page.mouse.move(x - moved * 40, y);
        await page.waitForTimeout(16);
      }
      await page.mouse.up();
    }
    expect(await viewport.getAttribute('style')).not.toBe(from);
    figures['long tasks while dragging'] = figure(await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks));
  });
});
