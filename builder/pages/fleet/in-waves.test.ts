import { describe, expect, it } from 'vitest';
import { inWaves } from './in-waves.ts';

describe('waves of a release', () => {
  it('begin small and grow fourfold', () => {
    const regions = Array.from({ length: 90 }, (_, index) => String(index));
    expect(inWaves(regions, 5).map((wave) => wave.length)).toEqual([5, 20, 65]);
    expect(inWaves(regions, 5).flat()).toEqual(regions);
  });

  it('are none without regions, and one when all go first', () => {
    expect(inWaves([], 3)).toEqual([]);
    expect(inWaves(['a', 'b'], 9)).toEqual([['a', 'b']]);
  });
});
