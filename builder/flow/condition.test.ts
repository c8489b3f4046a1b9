import { describe, expect, it } from 'vitest';
import { feelOfRows, rowsOf } from './condition.ts';

describe('conditions as rows', () => {
  it.each([
    'mother.county = "330000"',
    'mother.days >= 98 and mother.married = true',
    'mother.region in ("330000", "110000") or father.name = null',
    'list contains(matter.items, "card")',
    'not(list contains(matter.items, "card"))',
    'baby.birthday > date("2026-01-31")',
    'mother.note = "this and that"',
  ])('read %s and write it back unchanged', (source) => {
    const rows = rowsOf(source);

    expect(rows).toBeDefined();
    expect(feelOfRows(rows!)).toBe(source);
  });

  it.each(['count(x) > 2', 'a.b = 1 and c.d = 2 or e.f = 3', 'not(a.b = 1)', 'a.b + 1 = c.d', 'precheck.reasons = []'])(
    'leave %s an expression',
    (source) => {
      expect(rowsOf(source)).toBeUndefined();
    },
  );
});
