/**
 * The flow as a new designer meets it (errands 17, 19, 20, 22, 23, 25, 31, 32, 35): a scenario from blank to a rehearsal that comes to
 * its end, every click, typed entry and key counted; branches from the flow, the question and the answer; moving, deleting, both views.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import { launchBrowser } from './chromium.ts';
import {
  desk,
  expectNoBarriers,
  expectNoSidewaysScroll,
  listed,
  lyingStill,
  phone,
  picture,
  signInToStaff,
  type Visitor,
  visit,
} from './pages.ts';
import { type Product, startProduct } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';

let product: Product;
let browser: Browser;
let designer: Visitor;
let page: Page;
/** The scenario made in the first test; the others go on with it. */
let scene = '';
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  designer = await visit(browser, { viewport: desk });
  page = designer.page;
  await signInToStaff(page, product, 'designer');
});
afterAll(async () => {
  await designer?.close();
  await browser?.close();
  await product?.stop();
});

const patient = { timeout: 90_000, interval: 200 };
/** Clicks, typed entries and keys since the last time somebody began to count. */
let actions = { clicks: 0, typed: 0, keys: 0 };
const begin = () => {
  actions = { clicks: 0, typed: 0, keys: 0 };
};
const counted = () => actions.clicks + actions.typed + actions.keys;
async function click(target: Locator): Promise<void> {
  actions.clicks += 1;
  await target.click();
}
async function type(text: string): Promise<void> {
  actions.typed += 1;
  await page.keyboard.insertText(text);
}
async function press(key: string): Promise<void> {
  actions.keys += 1;
  await page.keyboard.press(key);
}
const focused = (target: Locator) =>
  expect.poll(() => target.evaluate((element) => element === document.activeElement), patient).toBe(true);
const tab = (name: string) => page.getByRole('navigation', { name: '场景的各页' }).getByRole('link', { name, exact: true });
const stepItem = (name: string) => page.getByRole('treeitem', { name: new RegExp(`(^|，)${name}，`) }).first();
const nameBox = () => page.getByRole('textbox', { name: '步骤名称' });
const search = () => page.getByRole('combobox', { name: '输入汉字、拼音或首字母' });
const card = (name: string) => page.locator('.step > .card').filter({ hasText: name }).first();

/** From the name of a step just added: on to the next one, of this department. */
async function next(department: string): Promise<void> {
  await press('Enter');
  await focused(search());
  await type(department.replace('力资源和', '').replace('会保障局', ''));
  await page.getByRole('option', { name: `${department}办理` }).waitFor();
  await press('Enter');
  await focused(nameBox());
}

let client: Promise<StaffClient> | undefined;
/** The draft as the server has it. */
async function draftNow(): Promise<ScenarioPackage> {
  client ??= staffClient(product, 'designer');
  return (await (await client).send<{ package: ScenarioPackage }>('GET', `/scenarios/${scene}/draft`)).package;
}
/** Waits until the server has the draft that is meant. */
const saved = (meant: (pkg: ScenarioPackage) => boolean) => expect.poll(async () => meant(await draftNow()), patient).toBe(true);
const flow = (more = '') => `${product.url}/studio/scenes/${scene}/flow${more}`;
/** Names of the steps from top to bottom. */
const order = () => page.locator('.step > .card .card-name').allInnerTexts();

/**
 * Drags as a hand does: a little way first. Were the page scrolled to the target between the press and the first move, the browser
 * would take what lies under the pointer by then.
 */
async function drag(source: Locator, target: Locator): Promise<void> {
  await source.scrollIntoViewIfNeeded();
  await lyingStill(source);
  await source.hover();
  const { x, y, width, height } = (await source.boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 4, y + height / 2 + 4, { steps: 4 });
  await target.hover();
  // The second one for a target that moved as the drag began.
  await target.hover();
  await page.mouse.up();
}

describe('a scenario from blank', () => {
  it('[17] one button adds the first step with the focus in its name; three departments follow by keyboard', async () => {
    await page.goto(`${product.url}/studio`);
    begin();
    await click(page.getByRole('button', { name: '新建场景' }).first());
    await focused(page.getByRole('dialog').getByRole('textbox'));
    await type('人才落户一件事');
    await press('Enter');
    await page.waitForURL(/\/studio\/scenes\/[^/]+\/flow/);
    scene = /scenes\/([^/]+)\/flow/.exec(page.url())![1]!;
    const first = page.getByRole('button', { name: '添加第一个办理步骤' });
    await first.waitFor();
    await expect.poll(() => first.isEnabled(), patient).toBe(true);
    await picture(page, 'flow-1-blank');
    await expectNoBarriers(page);
    await click(first);
    await focused(nameBox());
    await type('牵头受理');
    await next('公安局');
    await next('人力资源和社会保障局');
    await press('Escape');
    await focused(stepItem('人力资源和社会保障局办理'));

    expect(await page.getByRole('treeitem', { name: /办理，可以决定|个工作日内办理/ }).count()).toBe(3);
    await picture(page, 'flow-2-three');
  });

  it('[19] a second form asks a question, and an answer gets a branch of its own from its row', async () => {
    await click(tab('表单'));
    await click(page.getByRole('button', { name: '添加表单' }).first());
    await focused(page.getByRole('dialog').getByRole('textbox').first());
    await type('落户申请表');
    await press('Enter');
    await focused(page.getByPlaceholder('写问题，再点类型'));
    await type('学历');
    await click(page.getByRole('button', { name: '单选' }));
    await click(page.getByRole('button', { name: '整列粘贴' }));
    await focused(page.getByRole('textbox', { name: '每行一个选项' }));
    await page.keyboard.press('Control+a');
    await type('本科\n硕士\n博士');
    await click(page.getByRole('complementary', { name: '设置' }).getByRole('button', { name: '保存' }));
    await picture(page, 'flow-3-question');
    await click(page.getByRole('button', { name: '选「博士」时单独走一条' }));
    const editor = page.getByRole('dialog', { name: '按答案分支' });
    await editor.getByText('当 申请人的学历 是 博士 时').waitFor();
    await picture(page, 'flow-4-editor');
    await expectNoBarriers(page);
    await click(editor.getByRole('button', { name: '加 1 条分支' }));

    const branch = page.getByRole('treeitem', { name: /^分支，博士/ });
    await focused(branch);
    await press('a');
    await focused(search());
    await type('税务局');
    await page.getByRole('option', { name: '税务局办理' }).waitFor();
    await press('Enter');
    await focused(nameBox());
    await press('Escape');
    const branches = page.locator('[data-branch-of]');
    await expect.poll(() => branches.count()).toBe(2);
    expect(await branches.last().getAttribute('aria-label')).toContain('其余情况');
    expect(await branches.last().getByRole('button', { name: '删除这条分支' }).count()).toBe(0);
    await picture(page, 'flow-5-branch');
  });

  it('is rehearsed to its end, kept and green: at most 45 actions from blank', async () => {
    await click(page.getByRole('link', { name: '预演' }).last());
    await click(page.getByRole('button', { name: '开始预演' }));
    await click(page.getByRole('button', { name: '按样例填好' }));
    await click(page.getByRole('button', { name: '提交申请' }));
    const ended = page.locator('.persona-line').filter({ hasText: '办结' });
    for (let turn = 0; turn < 8; turn += 1) {
      const agree = page.getByRole('tabpanel').getByRole('button', { name: '同意', exact: true });
      await agree.or(page.getByRole('tabpanel').locator('.persona-none')).first().waitFor();
      if (!(await agree.isVisible())) break;
      const before = await page.locator('.history-list li').count();
      await click(agree);
      await expect.poll(() => page.locator('.history-list li').count(), patient).toBeGreaterThan(before);
    }
    await page.getByRole('tab', { name: '申请人' }).click();
    await ended.waitFor();
    await click(page.getByLabel('给这个样例起个名'));
    await type('博士落户');
    await press('Enter');
    await expect.poll(() => page.locator('.cases-badge').innerText(), patient).toMatch(/1\/1 通过/);
    await picture(page, 'flow-6-rehearsed');

    const { clicks, typed, keys } = actions;
    console.log(`blank to rehearsed: ${counted()} actions (${clicks} clicks, ${typed} typed entries, ${keys} keys)`);
    expect(counted()).toBeLessThanOrEqual(45);
  });
});

describe('branches', () => {
  it('[20] a branch is built by pointer in at most 6 clicks, two in at most 9; each shows its share of the cases', async () => {
    await page.goto(flow());
    await stepItem('公安局办理').waitFor();
    begin();
    await click(page.getByRole('button', { name: '在「公安局办理」之后添加' }));
    const byAnswer = page.getByRole('option', { name: '按答案分支' });
    // What was used of late joins the top of the list.
    await lyingStill(byAnswer);
    await click(byAnswer);
    const editor = page.getByRole('dialog', { name: '按答案分支' });
    await click(editor.getByRole('combobox', { name: '看哪个问题' }));
    await click(await listed(page, '学历'));
    await click(editor.getByRole('checkbox', { name: '本科' }));
    expect(counted()).toBeLessThanOrEqual(5);
    await click(editor.getByRole('checkbox', { name: '硕士' }));
    await click(editor.getByRole('button', { name: '加 2 条分支' }));
    expect(counted()).toBeLessThanOrEqual(9);
    console.log(`two branches: ${counted()} clicks`);

    const own = page.getByRole('treeitem', { name: /^分支，本科/ });
    await focused(own);
    expect(await own.innerText()).toContain('当 申请人的学历 是 本科 时');
    await expect.poll(() => own.getAttribute('aria-label'), patient).toContain('1 个样例里 1 个走这里');
    const other = page.getByRole('treeitem', { name: /^分支，硕士/ });
    await expect.poll(() => other.getAttribute('aria-label'), patient).toContain('1 个样例都没走这里');
    await picture(page, 'flow-7-shares');
    await expectNoBarriers(page);
  });

  it('[22] a multi-select question parts the flow too, from the question and from the split, in the same editor', async () => {
    await page.goto(`${product.url}/studio/scenes/${scene}/forms`);
    await page.getByPlaceholder('写问题，再点类型').fill('要办哪些事');
    await page.getByRole('button', { name: '多选' }).click();
    await page.getByRole('button', { name: '按答案分支' }).click();
    const editor = page.getByRole('dialog', { name: '按答案分支' });
    await editor.getByRole('checkbox', { name: '选项一', checked: true }).waitFor();
    await editor.getByText('符合的都走').click();
    await editor.getByText('当 申请人的要办哪些事 包含 选项一 时').waitFor();
    await editor.getByRole('button', { name: '加 1 条分支' }).click();
    await focused(page.getByRole('treeitem', { name: /^分支，选项一/ }));

    await page.getByRole('button', { name: '加一条分支' }).first().click();
    await editor.getByText(/已有分支「(选项一|博士)」/).waitFor();
    await page.keyboard.press('Escape');
    await editor.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^撤销：/ }).click();
    await expect.poll(() => page.getByRole('treeitem', { name: /^分支，选项一/ }).count()).toBe(0);
  });
});

describe('steps that are there', () => {
  it('[23] move alike by keys, by menu and by drag, and it is said', async () => {
    await page.goto(flow());
    const step = stepItem('牵头受理');
    await step.waitFor();
    const before = await order();

    await step.focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(order).not.toEqual(before);
    const moved = await order();
    await expect.poll(() => page.getByText('「牵头受理」已推后一步').count()).toBeGreaterThan(0);
    await focused(stepItem('牵头受理'));
    await page.keyboard.press('Control+z');
    await expect.poll(order).toEqual(before);

    await page.getByRole('button', { name: '「牵头受理」的更多操作' }).click();
    const later = page.getByRole('menuitem', { name: /推后一步/ });
    await lyingStill(later);
    await later.click();
    await expect.poll(order).toEqual(moved);
    await focused(stepItem('牵头受理'));
    await page.keyboard.press('Control+z');
    await expect.poll(order).toEqual(before);

    await drag(card('牵头受理'), page.getByRole('button', { name: '在「公安局办理」之后添加' }));
    await expect.poll(order).toEqual(moved);
    await expect.poll(() => page.getByText('「牵头受理」已移到新位置').count()).toBeGreaterThan(0);
    await expectNoBarriers(page);
    await stepItem('牵头受理').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(order).toEqual(before);
  });

  it('[25] deleting a split with steps in it asks which branch to keep; undo brings back the very same model', async () => {
    await page.locator('.save-state.save-saved').waitFor();
    const before = await draftNow();
    await page.getByRole('button', { name: '删除「符合哪种情况」' }).first().click();
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /保留「博士」/ })
      .waitFor();
    await picture(page, 'flow-8-keep');
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click();
    await expect.poll(() => page.getByRole('treeitem', { name: /^分支，博士/ }).count()).toBe(0);
    await saved(({ scenario }) => Object.keys(scenario.nodes).length < Object.keys(before.scenario.nodes).length);

    await stepItem('牵头受理').focus();
    await page.keyboard.press('Control+z');
    await page.getByRole('treeitem', { name: /^分支，博士/ }).waitFor();
    await expect.poll(async () => JSON.stringify(await draftNow()), patient).toBe(JSON.stringify(before));
  });

  it('[32] a step without a limit is told on its card and in the list; F8 goes to the field, one entry mends it', async () => {
    await page.goto(flow());
    await stepItem('公安局办理').focus();
    await page.keyboard.press('Enter');
    const days = page.getByRole('complementary', { name: '设置' }).getByLabel('工作日');
    await days.fill('');
    await days.press('Tab');
    const told = card('公安局办理').getByText(/没有办理时限/);
    await told.waitFor();
    await page.getByRole('button', { name: /个问题$/ }).click();
    await page
      .getByRole('region', { name: '问题清单' })
      .getByText(/「公安局办理」没有办理时限/)
      .waitFor();
    await stepItem('公安局办理').focus();
    await page.keyboard.press('F8');
    await focused(days);
    await page.keyboard.insertText('4');
    await page.keyboard.press('Enter');
    await told.waitFor({ state: 'detached' });
    await expect.poll(() => card('公安局办理').innerText()).toContain('在 4 个工作日内');
  });
});

describe('two views of one flow', () => {
  it('[31] keeps the selection, names the lanes; Tab follows the flow, Enter opens, Esc returns', async () => {
    const id = await stepItem('公安局办理').getAttribute('data-step-id');
    await page.goto(flow(`?step=${id}`));
    await page.locator('.ant-segmented-item').filter({ hasText: '泳道' }).click();
    const node = page.locator(`.react-flow__node[data-item="${id}"]`);
    await node.waitFor();
    await expect.poll(() => node.getAttribute('class')).toContain('selected');
    for (const lane of ['申请人', '改革办', '公安局', '税务局'])
      await page
        .getByRole('button', { name: `在「${lane}」加步骤` })
        .first()
        .waitFor({ state: 'attached' });

    const names = await page
      .locator('.react-flow__node[data-item]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(names.findIndex((name) => name.includes('填写申请'))).toBeLessThan(names.findIndex((name) => name.includes('公安局办理')));
    await node.press('Enter');
    const panel = page.getByRole('complementary', { name: '设置' });
    await expect.poll(() => panel.evaluate((element) => element.contains(document.activeElement)), patient).toBe(true);
    await page.keyboard.press('Escape');
    await focused(node);
    await expectNoBarriers(page);
    await picture(page, 'flow-9-lanes');
    await page.locator('.ant-segmented-item').filter({ hasText: '步骤' }).click();
    await expect.poll(() => page.locator(`[data-step-id="${id}"]`).getAttribute('aria-selected')).toBe('true');
  });

  it('are free of barriers in English and at 200 % text', async () => {
    await page.goto(flow());
    await page.getByRole('button', { name: 'English' }).click();
    for (const view of ['steps', 'lanes']) {
      await page.goto(flow(`?view=${view}`));
      await page.locator('[data-item]').first().waitFor();
      await expectNoBarriers(page);
      await picture(page, `flow-10-en-${view}`);
      // Text twice as large, as a browser's own zoom of text makes it.
      await page.addStyleTag({ content: 'html { font-size: 200%; } body { zoom: 2; }' });
      await expectNoBarriers(page);
      await expectNoSidewaysScroll(page);
      await picture(page, `flow-11-large-${view}`);
    }
    await page.goto(flow());
    await page.getByRole('button', { name: '中文' }).click();
  });

  it('[35] on a phone the scenario is read, and the limit of one step changed and saved', async () => {
    const narrow = await visit(browser, { viewport: phone });
    await signInToStaff(narrow.page, product, 'designer');
    await narrow.page.goto(flow());
    await narrow.page.getByRole('button', { name: '设置「公安局办理」' }).click();
    await expectNoSidewaysScroll(narrow.page);
    const days = narrow.page.getByRole('complementary', { name: '设置' }).getByLabel('工作日');
    await days.fill('3');
    await days.press('Enter');
    await picture(narrow.page, 'flow-12-phone');
    await saved(({ scenario }) => Object.values(scenario.nodes).some((node) => node.kind === 'task' && node.dueDays === 3));
    await narrow.page.getByRole('button', { name: '关闭' }).click();
    await expectNoSidewaysScroll(narrow.page);
    await expectNoBarriers(narrow.page);
    await picture(narrow.page, 'flow-13-phone-read');
    await narrow.close();
  });
});

describe('a template', () => {
  it('is rehearsed for the first time within 5 clicks and 90 seconds', async () => {
    await page.goto(`${product.url}/studio`);
    begin();
    const started = performance.now();
    await click(page.getByRole('link', { name: '模板市场' }).first());
    await page.waitForURL(/\/studio\/gallery/);
    await click(page.getByRole('link', { name: /新生儿/ }).first());
    await click(page.getByRole('button', { name: '试办一次' }).first());
    await page.getByText('已办结').first().waitFor();
    console.log(`template to its first rehearsal: ${counted()} clicks, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect(counted()).toBeLessThanOrEqual(5);
  });
});
