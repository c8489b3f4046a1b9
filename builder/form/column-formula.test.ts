import { describe, expect, it } from 'vitest';
import { formulaOf } from './formula.ts';
import { columnFormulaOf, columnsOfFormula } from './settings/column-formula.tsx';

describe('a column that is worked out, as a sentence', () => {
  it('is written once nothing is missing, and read back as it was chosen', () => {
    const made = [
      columnFormulaOf('product', ['price', 'count'], ''),
      columnFormulaOf('difference', ['all', 'paid'], ''),
      columnFormulaOf('percent', ['price'], '6'),
      columnFormulaOf('days', ['first', 'last'], ''),
      columnFormulaOf('later', ['first'], '30'),
      columnFormulaOf('copy', ['price'], ''),
    ];

    expect(made[0]).toBe('row.price * row.count');
    expect(made.map((feel) => formulaOf(feel!)?.kind)).toEqual(['product', 'difference', 'percent', 'days', 'later', 'copy']);
    expect(made.map((feel) => columnsOfFormula(formulaOf(feel!)))).toEqual([
      ['price', 'count'],
      ['all', 'paid'],
      ['price'],
      ['first', 'last'],
      ['first'],
      ['price'],
    ]);
  });

  it('is nothing while a part is missing', () => {
    expect(columnFormulaOf('product', ['price'], '')).toBeUndefined();
    expect(columnFormulaOf('percent', ['price'], '')).toBeUndefined();
    expect(columnFormulaOf('later', ['first'], '1.5')).toBeUndefined();
  });
});
