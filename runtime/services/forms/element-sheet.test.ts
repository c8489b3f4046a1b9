import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataElement } from '../../../schemas/generated/documents.ts';
import { readElementRows, writeElementRows } from './element-sheet.ts';

/** What people write in names and hints, with the letters that sheets and lists use themselves. */
const words = fc
  .string({ unit: fc.constantFrom(...'姓名身份证号a1|\\,=+-"\'<&> '), minLength: 1, maxLength: 12 })
  .map((text) => `甲${text}乙`);
const text = fc.record({ 'zh-CN': words, en: words }, { requiredKeys: ['zh-CN'] });
const codes = fc.dictionary(
  fc.stringMatching(/^[A-Z0-9][A-Za-z0-9_.-]{0,5}$/),
  fc.record({ name: text, rank: fc.stringMatching(/^[a-z][0-9]{1,3}$/) }),
  { minKeys: 1, maxKeys: 5 },
);
const element: fc.Arbitrary<DataElement> = fc.record(
  {
    code: fc.stringMatching(/^[A-Z]{2}[0-9]{5}$/),
    name: text,
    type: fc.constantFrom('string', 'number', 'code', 'date'),
    sensitivity: fc.integer({ min: 1, max: 4 }),
    category: words,
    minimum: fc.integer({ min: -1000, max: 0 }),
    maximum: fc.integer({ min: 1, max: 1000 }),
    maxLength: fc.integer({ min: 1, max: 200 }),
    pattern: fc.constantFrom('[0-9]{6}', '[A-Z]+'),
    unit: text,
    codes,
    hint: text,
    example: words,
    source: words,
  },
  { requiredKeys: ['code', 'name', 'type', 'sensitivity'] },
);

describe('the field standard as a sheet', () => {
  it('comes back exactly as it went', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(element, { minLength: 1, maxLength: 5 }), async (elements) => {
        const rows = elements.map((one, at): [string, DataElement] => [`element${at}`, one]);
        const read = await readElementRows(await writeElementRows(rows));
        expect(read).toEqual(rows.map(([id, one], at) => ({ row: at + 2, id, element: one })));
      }),
      { numRuns: 15 },
    );
  });

  it('is refused as a whole when it is no workbook', async () => {
    expect(await readElementRows(new TextEncoder().encode('not a workbook'))).toBeUndefined();
  });
});
