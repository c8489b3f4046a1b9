import { describe, expect, it } from 'vitest';
import { chosenOf, levelsOf } from './levels.ts';

const codes = [
  { code: 'food', name: '食品' },
  { code: 'retail', name: '零售' },
  { code: 'hot', name: '热食', parent: 'food' },
  { code: 'cold', name: '冷食', parent: 'food' },
  { code: 'buffet', name: '自助', parent: 'hot' },
];
const names = (levels: { code: string }[][]) => levels.map((level) => level.map(({ code }) => code));

describe('a cascaded list', () => {
  it('offers the first level only until something is chosen', () => {
    expect(names(levelsOf(codes, []))).toEqual([['food', 'retail']]);
  });
  it('opens the next level under what was chosen, and none under an end', () => {
    expect(names(levelsOf(codes, ['food', 'hot']))).toEqual([['food', 'retail'], ['hot', 'cold'], ['buffet']]);
    expect(names(levelsOf(codes, ['retail']))).toEqual([['food', 'retail']]);
  });
  it('keeps a stored path as far as the list still has it', () => {
    expect(chosenOf(codes, ['food', 'hot', 'gone'])).toEqual(['food', 'hot']);
    expect(chosenOf(codes, ['hot'])).toEqual([]);
    expect(chosenOf(codes, null)).toEqual([]);
  });
});
