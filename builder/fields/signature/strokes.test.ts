import { describe, expect, it } from 'vitest';
import { pathOf, signatureOf } from './strokes.ts';

describe('a signature', () => {
  it('is one line per stroke, in whole coordinates', () => {
    expect(
      pathOf([
        [
          [1.2, 2.6],
          [3, 4],
        ],
        [
          [9, 9],
          [10, 10],
        ],
      ]),
    ).toBe('M1 3L3 4M9 9L10 10');
  });
  it('keeps a dot as a dot', () => {
    expect(pathOf([[[5, 5]]])).toBe('M5 5L5 5');
  });
  it('reads back what it drew, and a typed name', () => {
    const drawn = { kind: 'drawn', path: 'M1 3L3 4', width: 600, height: 200 } as const;
    expect(signatureOf(drawn)).toEqual(drawn);
    expect(signatureOf({ kind: 'typed', name: '林悦' })).toEqual({ kind: 'typed', name: '林悦' });
  });
  it('shows no path that is more than lines', () => {
    expect(signatureOf({ kind: 'drawn', path: 'M0 0"/><script>', width: 1, height: 1 })).toBeUndefined();
    expect(signatureOf('林悦')).toBeUndefined();
    expect(signatureOf(null)).toBeUndefined();
  });
});
