import { describe, expect, it } from 'vitest';
import { rowsOf } from './rows.ts';

describe('rows of a table', () => {
  it('are the records of the value, and nothing else', () => {
    expect(rowsOf([{ name: '甲' }, 'x', null])).toEqual([{ name: '甲' }, {}, {}]);
    expect(rowsOf('text')).toEqual([]);
  });
  it('begin with as many as there must be', () => {
    expect(rowsOf(null, 2)).toEqual([{}, {}]);
    expect(rowsOf([{ name: '甲' }], 2)).toEqual([{ name: '甲' }, {}]);
  });
});
