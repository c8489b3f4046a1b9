import { describe, expect, it } from 'vitest';
import { computedCell, rowsOf, typedCells } from './rows.ts';

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

describe('cells that are worked out', () => {
  const columns = [{ id: 'price' }, { id: 'count' }, { id: 'sum', computed: true }];

  it('are never sent back', () => {
    expect(typedCells({ price: 2, count: 3, sum: 6 }, columns)).toEqual({ price: 2, count: 3 });
  });

  it('are shown while they say what stands beside them, and not a moment longer', () => {
    const settled = { price: 2, count: 3, sum: 6 };

    expect(computedCell({ price: 2, count: 3 }, settled, columns, 'sum')).toBe(6);
    expect(computedCell({ price: 2, count: 4 }, settled, columns, 'sum')).toBeNull();
    expect(computedCell({ price: 2 }, undefined, columns, 'sum')).toBeNull();
  });
});
