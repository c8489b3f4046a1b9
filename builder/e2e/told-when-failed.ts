/**
 * A browser test that fails leaves a picture of every open page and says what each page showed and was refused. An errand ends there:
 * its later steps would only wait for what did not happen.
 */
import { afterEach, beforeEach } from 'vitest';
import { openPages, picture } from './pages.ts';

beforeEach(({ task, skip }) => {
  if (task.suite?.tasks.some((step) => step.result?.state === 'fail')) skip('an earlier step failed');
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const name = task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
  for (const [number, [page, told]] of [...openPages].entries()) {
    if (page.isClosed()) continue;
    // The page may hang: that is no second failure.
    const file = `failed-${name}-${number + 1}`;
    await picture(page, file).catch((error: Error) => told.push(error.message));
    const shown = await page
      .locator('[role=alert], [role=status], [role=dialog]')
      .allInnerTexts()
      .catch((error: Error) => [error.message]);
    const lines = [`${file}.png ${page.url()}`, ...told.slice(-20), ...shown.filter((words) => words.trim()).map((words) => `> ${words}`)];
    console.error(lines.join('\n  '));
  }
});
