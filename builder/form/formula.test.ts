import { describe, expect, it } from 'vitest';
import { feelValue, jsonValue, parseExpression } from '../../runtime/expression/index.ts';
import { type Formula, feelOfFormula, formulaOf } from './formula.ts';

const all: Formula[] = [
  { kind: 'sum', paths: ['shop.rent', 'shop.wages', 'shop.other'] },
  { kind: 'product', paths: ['shop.area', 'shop.price'] },
  { kind: 'difference', paths: ['shop.income', 'shop.costs'] },
  { kind: 'percent', path: 'shop.income', number: '3.5' },
  { kind: 'days', from: 'shop.start', to: 'shop.end' },
  { kind: 'later', path: 'shop.start', number: '30' },
  { kind: 'age', path: 'owner.birthDate' },
  { kind: 'birth', path: 'owner.idNumber' },
  { kind: 'copy', path: 'owner.name' },
  { kind: 'columnSum', path: 'shop.staff', column: 'wage' },
  { kind: 'rowCount', path: 'shop.staff' },
];

const values = {
  shop: {
    rent: feelValue('100', 'money'),
    wages: feelValue('20', 'money'),
    other: feelValue('3', 'money'),
    area: feelValue(12, 'number'),
    price: feelValue('50', 'money'),
    income: feelValue('1000', 'money'),
    costs: feelValue('400', 'money'),
    start: feelValue('2026-01-01', 'date'),
    end: feelValue('2026-01-31', 'date'),
    staff: [{ wage: feelValue('10', 'money') }, { wage: feelValue('15', 'money') }],
  },
  owner: { name: '林悦', idNumber: '330424199603120029', birthDate: feelValue('1996-03-12', 'date') },
  case: { submittedDate: feelValue('2026-11-20', 'date') },
};

describe('formulas as sentences', () => {
  it.each(all.map((formula) => [formula.kind, formula] as const))('%s is read back as it was written', (_kind, formula) => {
    expect(formulaOf(feelOfFormula(formula))).toEqual(formula);
  });

  it('gives what the sentence says', () => {
    const results = all.map((formula) => {
      const parsed = parseExpression(feelOfFormula(formula));
      if (!parsed.ok) return parsed.problems;
      const outcome = parsed.expression(values as never, { now: '2026-11-20T00:00:00Z' });
      return outcome.ok ? jsonValue(outcome.value) : outcome;
    });

    expect(results).toEqual([123, 600, 600, 35, 30, '2026-01-31', 30, '1996-03-12', '林悦', 25, 2]);
  });

  it('leaves anything else an expression', () => {
    for (const feel of ['a.b + 1', 'if a.b then 1 else 2', 'a.b + c.d * e.f', '']) expect(formulaOf(feel)).toBeUndefined();
  });
});
