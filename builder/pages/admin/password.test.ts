import { describe, expect, it } from 'vitest';
import { makePassword, secureRandom } from './password.ts';

describe('makePassword', () => {
  it('has fourteen signs of all four kinds, whatever is drawn', () => {
    for (const random of [() => 0, (below: number) => below - 1, secureRandom]) {
      const password = makePassword(random);
      expect(password).toHaveLength(14);
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(password).toMatch(kind);
    }
  });
  it('holds nothing that is read wrongly', () => {
    for (let n = 0; n < 50; n += 1) expect(makePassword(secureRandom)).not.toMatch(/[ilo0O1I]/);
  });
  it('draws every number below the limit and none beyond', () => {
    const drawn = new Set(Array.from({ length: 300 }, () => secureRandom(5)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
