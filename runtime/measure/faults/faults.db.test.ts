/**
 * Every kind of peer with each fault switched on, over HTTP: what the applicant, the desk and whoever keeps the data or the
 * machine read. The table in the README of the connectors is what this run saw; `LIANBAN_FAULT_TABLE=write` writes it anew.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells } from './cells.ts';
import { type FaultSite, startFaultSite } from './site.ts';
import { poorWords, type SeenCell, tableIn, tableOf } from './table.ts';

const readme = path.join(import.meta.dirname, '../../connectors/README.md');
let site: FaultSite;
const seen: SeenCell[] = [];

beforeAll(async () => {
  site = await startFaultSite();
}, 300_000);
afterAll(() => site?.close());

describe('with each fault of each peer', () => {
  it.each(cells.map((cell) => [`${cell.kind}: ${cell.fault}`, cell] as const))('%s people read what is and what to do', async (_, cell) => {
    const { kind, fault } = cell;
    const words = { kind, fault, ...(await cell.see(site)) };
    seen.push(words);

    expect(poorWords(words)).toEqual([]);
  });

  it('the README of the connectors shows what was seen', async () => {
    const text = await readFile(readme, 'utf8');
    const table = tableOf(seen);
    if (process.env.LIANBAN_FAULT_TABLE === 'write') await writeFile(readme, text.replace(tableIn(text)!, table));

    expect(tableIn(await readFile(readme, 'utf8'))).toBe(table);
  });
});
