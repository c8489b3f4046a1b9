import { describe, expect, it } from 'vitest';
import type { ImportFields } from '../../../schemas/generated/api.ts';
import { firstMapping, formatOf, headOf, mappingProblems } from './import-file.ts';

const field = (id: string, isKey = false) => ({ id, name: { 'zh-CN': id }, type: 'string', isKey, sensitivity: 1 });
const fields = {
  resource: { id: 'ga/people', name: { 'zh-CN': '人口' } },
  fields: [field('idNumber', true), field('name')],
} as unknown as ImportFields;

describe('a file to bring in', () => {
  it('is known by the end of its name', () => {
    expect(['a.CSV', 'b.xlsx', 'c.ndjson', 'd.txt', 'e.pdf', 'noend'].map(formatOf)).toEqual([
      'csv',
      'xlsx',
      'jsonl',
      'csv',
      undefined,
      undefined,
    ]);
  });

  it('shows its beginning byte for byte, and no more than that', async () => {
    const long = new Blob([new Uint8Array(300 * 1024).fill(0xe4)]);

    expect(atob(await headOf(new Blob(['姓名'])))).toBe(unescape(encodeURIComponent('姓名')));
    expect(atob(await headOf(long))).toHaveLength(256 * 1024);
  });

  it('is mapped as the last one was, as far as its columns are still there', () => {
    const known: ImportFields = { ...fields, suggested: { format: 'csv', columns: { idNumber: '证件号', name: '旧姓名' } } };

    expect(firstMapping(known, ['证件号', '姓名'], { idNumber: '姓名', name: '姓名' })).toEqual({ idNumber: '证件号', name: '姓名' });
  });

  it('is not begun without a column for each key, nor with one column for two fields', () => {
    expect(mappingProblems(fields.fields, { name: '姓名' })).toEqual({ missing: ['idNumber'], twice: [], none: false });
    expect(mappingProblems(fields.fields, { name: 'a', idNumber: 'a' }).twice).toEqual(['a']);
    expect(mappingProblems(fields.fields, {}).none).toBe(true);
  });
});
