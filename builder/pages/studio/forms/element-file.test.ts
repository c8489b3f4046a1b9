import { describe, expect, it } from 'vitest';
import { base64Of, elementFormatOf } from './element-file.ts';

describe('a chosen file of data elements', () => {
  it('is known by its ending, whatever its letters', () => {
    expect(['字段标准.XLSX', 'elements.json', 'elements.csv', 'xlsx'].map(elementFormatOf)).toEqual(['xlsx', 'json', undefined, undefined]);
  });

  it('is sent byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 20_001 }, (_, at) => at % 256);

    expect(Buffer.from(await base64Of(new Blob([bytes])), 'base64').equals(Buffer.from(bytes))).toBe(true);
  });
});
