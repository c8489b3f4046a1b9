/** Steps of a citizen in the portal, as people take them: start, answer whatever is asked, move by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { idCheckDigit } from '../../runtime/outside/people.ts';
import type { Draft, JsonValue, Question } from '../../schemas/generated/api.ts';
import type { Product } from './product.ts';

export const primary = (page: Page): Locator => page.locator('main button.primary');

/** A call as the page itself makes it, with its session and token. */
export function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  return page.evaluate(
    async ([verb, address, content]) => {
      const session = (await (await fetch('/api/session')).json()) as { csrf: string };
      const response = await fetch(`/api${address}`, {
        method: verb as string,
        headers: { 'content-type': 'application/json', 'x-lianban-csrf': session.csrf },
        body: content === undefined ? undefined : JSON.stringify(content),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : undefined) as unknown };
    },
    [method, path, body] as const,
  ) as Promise<{ status: number; body: T }>;
}

export const draftId = (page: Page): string => new URL(page.url()).pathname.split('/')[3]!;
export const stepOf = (page: Page): string | undefined => new URL(page.url()).pathname.split('/')[4];
export const draftOf = async (page: Page): Promise<Draft> => (await call<Draft>(page, 'GET', `/drafts/${draftId(page)}`)).body;
export const questionsOf = (draft: Draft): Question[] => draft.sections.flatMap(({ fields }) => fields);

/** From the card of the service to the consents; `refuse` are names of data sources. Ends on the first page with a gap. */
export async function begin(page: Page, product: Product, region: string, refuse: string[] = []): Promise<void> {
  await page.goto(`${product.url}/go/s/${region}/newborn`);
  await page.getByRole('button', { name: '开始办理' }).click();
  await page.locator('.consents').waitFor();
  for (const name of refuse) await page.locator('.consents li').filter({ hasText: name }).getByLabel('不同意，我自己填').check();
  await primary(page).click();
  await page.waitForURL((url) => /\/go\/a\/[^/]+\/(?!consent)/.test(url.pathname));
  await page.locator('h1').waitFor();
}

/** 下一步, and the next page is there; fails with what the page says instead. */
export async function onward(page: Page): Promise<void> {
  const before = page.url();
  await primary(page).click();
  await Promise.race([
    page.waitForURL((url) => url.href !== before),
    page
      .locator('.errors')
      .waitFor()
      .then(async () => {
        throw new Error(`${before} says: ${await page.locator('.errors').innerText()}`);
      }),
  ]);
  await page.locator('h1').waitFor();
}

/** Answers every open question of the page; answers may open further ones. */
export async function fillPage(page: Page, given: Record<string, JsonValue> = {}): Promise<void> {
  const questions = new Map(questionsOf(await draftOf(page)).map((question) => [question.path, question]));
  const answered = new Set<string>();
  for (;;) {
    const paths = await page
      .locator('.question[data-field-key]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-field-key')!));
    const path = paths.find((one) => !answered.has(one));
    if (path === undefined) return;
    answered.add(path);
    await answer(page, questions.get(path)!, given[path]);
  }
}

async function answer(page: Page, question: Question, given: JsonValue | undefined): Promise<void> {
  const box = page.locator(`.question[data-field-key="${question.path}"]`);
  const radios = box.locator('input[type=radio]');
  if ((await radios.count()) > 0) {
    if ((await box.locator('input:checked').count()) > 0 && given === undefined) return;
    const saved = page.waitForResponse((response) => response.url().endsWith('/values'));
    await radios.first().check();
    // Which questions there are may hang on this answer.
    await saved;
    return;
  }
  const select = box.locator('select');
  if ((await select.count()) > 0) {
    if ((await select.inputValue()) === '') await select.selectOption({ index: 1 });
    return;
  }
  const input = box.locator('input, textarea');
  if (given === undefined && (await input.inputValue()) !== '') return;
  await input.fill(String(given ?? sample(question)));
}

/** A card number with its check digit (GB/T 19584, the Luhn sum). */
function luhn(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** An answer that passes the checks of its type. */
function sample(question: Question): string {
  switch (question.type) {
    case 'idCard':
      return `33042419940705003${idCheckDigit('33042419940705003')}`;
    case 'mobile':
      return '13800000009';
    case 'date':
      return '2026-11-11';
    case 'dateTime':
      return '2026-11-11T08:30';
    case 'bankCard':
      return luhn('621558000000000001');
    case 'uscc':
      return '91330424MA2B3C4D5Y';
    case 'money':
      return '5200.00';
    case 'integer':
    case 'number':
      return String(question.minimum ?? 1);
    default:
      return question.example ?? '方小满';
  }
}

/** Presses Tab until the control has the focus; on the way every stop must be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < 120; stop += 1) {
    await page.keyboard.press('Tab');
    await expectFocusShown(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${target}`);
}

/** WCAG 2.4.7 and 2.4.11: an outline, inside the window, and nothing on top of it. */
export async function expectFocusShown(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return undefined; // between page and browser
    const box = focused.getBoundingClientRect();
    const style = getComputedStyle(focused);
    const x = Math.min(Math.max(box.left + 2, 0), innerWidth - 1);
    const top = document.elementFromPoint(x + (box.width - 4) / 2, box.top + box.height / 2);
    return {
      what: `${focused.tagName} ${focused.innerText.slice(0, 20)} ${focused.id}`,
      outlined: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
      inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
      bare: top !== null && (focused.contains(top) || top.contains(focused)),
    };
  });
  if (found) expect(found).toEqual({ ...found, outlined: true, inside: true, bare: true });
}
