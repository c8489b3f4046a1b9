/**
 * Every kind of peer with each fault switched on, over HTTP: what the applicant, the desk and whoever keeps the data or the
 * machine read. The table in the README of the connectors is what this run saw: `LIANBAN_FAULT_TABLE=check` looks at every cell,
 * `LIANBAN_FAULT_TABLE=write` writes the table anew. Without it the cells are left out that wait for real time limits to pass.
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
const whole = process.env.LIANBAN_FAULT_TABLE;
const looked = whole ? cells : cells.filter(({ fault }) => fault !== '过慢');

beforeAll(async () => {
  site = await startFaultSite();
}, 300_000);
afterAll(() => site?.close());

describe('with each fault of each peer', () => {
  it.each(looked.map((cell) => [`${cell.kind}: ${cell.fault}`, cell] as const))(
    '%s people read what is and what to do',
    async (_, cell) => {
      const { kind, fault } = cell;
      const words = { kind, fault, ...(await cell.see(site)) };
      seen.push(words);

      expect(poorWords(words)).toEqual([]);
    },
  );

  it('the README of the connectors shows what was seen', async () => {
    const text = await readFile(readme, 'utf8');
    const table = tableOf(seen);
    if (whole === 'write') await writeFile(readme, text.replace(tableIn(text)!, table));
    const shown = tableIn(await readFile(readme, 'utf8'))!;

    if (whole) expect(shown).toBe(table);
    else expect(table.split('\n').filter((row) => !shown.includes(row))).toEqual([]);
  });
});
