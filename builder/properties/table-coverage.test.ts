import { describe, expect, it } from 'vitest';
import type { DecisionTable, TableRow } from '../../schemas/generated/documents.ts';
import { rowGaps } from './table-coverage.ts';

const zh = { 'zh-CN': '列' };
const row = (rank: string, when: string, then: string): TableRow => ({
  rank,
  when: when ? { c: when } : ({} as TableRow['when']),
  // biome-ignore lint/suspicious/noThenProperty: the schema's word for the outputs of a row; it is never awaited
  then: then ? { o: then } : ({} as TableRow['then']),
});
const table = (rows: [string, string][], more: Partial<DecisionTable> = {}): DecisionTable => ({
  name: zh,
  hitPolicy: 'FIRST',
  inputs: { c: { name: zh, rank: 'V', expression: 'a.b', type: 'string' } },
  outputs: { o: { name: zh, rank: 'V', path: 'a.c', type: 'number' } },
  rows: Object.fromEntries(rows.map(([when, then], i) => [`r${i + 1}`, row(String(i + 1), when, then)])),
  ...more,
});

describe('gaps of a rule table', () => {
  it('are none when the last rule takes the rest', () => {
    expect(
      rowGaps(
        table([
          ['"x"', '1'],
          ['', '2'],
        ]),
      ),
    ).toEqual([]);
  });

  it('tell that a case may match no rule', () => {
    expect(rowGaps(table([['"x"', '1']]))).toEqual([{ code: 'noDefault', rows: [] }]);
    expect(rowGaps(table([['"x"', '1']], { hitPolicy: 'COLLECT' }))).toEqual([]);
  });

  it('tell rules that never count, rules that say the same and rules without a result', () => {
    expect(
      rowGaps(
        table([
          ['-', '1'],
          ['"x"', '2'],
        ]),
      ),
    ).toEqual([{ code: 'hidden', rows: ['r2'] }]);
    expect(
      rowGaps(
        table([
          ['"x"', '1'],
          ['"x"', '2'],
          ['', '3'],
        ]),
      ),
    ).toEqual([{ code: 'same', rows: ['r1', 'r2'] }]);
    expect(rowGaps(table([['', '']]))).toEqual([{ code: 'empty', rows: ['r1'] }]);
  });
});
