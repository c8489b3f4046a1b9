/** How long after an input its picture is painted: noted in the page, printed and kept beside the pictures, never asserted. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Milliseconds, by what was done. */
export type Figures = Record<string, { median: number; p95: number; most: number; times: number }>;

type Noting = Window & { noted: number[] };

/** From now on every key and press notes how long the picture after it took. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: number[] = [];
    Object.assign(window, { noted });
    for (const kind of ['keydown', 'pointerdown'] as const)
      window.addEventListener(
        kind,
        () => {
          const from = performance.now();
          // The frame after the input is drawn; the message comes once it is on its way to the screen.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => noted.push(performance.now() - from);
            port2.postMessage(undefined);
          });
        },
        { capture: true },
      );
  });
}

export async function measurePainted(
  page: Page,
  figures: Figures,
  name: string,
  times: number,
  act: (i: number) => Promise<void>,
): Promise<void> {
  await page.evaluate(() => (window as unknown as Noting).noted.splice(0));
  for (let i = 0; i < times; i++) await act(i);
  await expect.poll(() => page.evaluate(() => (window as unknown as Noting).noted.length)).toBeGreaterThanOrEqual(times);
  figures[name] = figure(await page.evaluate(() => (window as unknown as Noting).noted));
}

export function figure(all: number[]): Figures[string] {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), most: at(1), times: sorted.length };
}

export async function keepFigures(file: string, title: string, figures: Figures): Promise<void> {
  const folder = path.join(import.meta.dirname, '../dist-e2e');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${file}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
  console.log(`\n${title}:`);
  console.table(figures);
}
