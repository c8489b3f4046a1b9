import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-10 Arbitrary Cycles', () => {
  it('[CF10] WCP-10 Arbitrary Cycles: a loop is entered at one point and left at another', () => {
    expect(follow(scenario, 'fill=20 a b!refuse a b completed')).toBe('followed');
  });

  it('[CF10] WCP-10 Arbitrary Cycles: entered at the other, left at the first', () => {
    expect(follow(scenario, 'fill=5 b!refuse a!refuse refused')).toBe('followed');
  });

  it('[CF10] WCP-10 Arbitrary Cycles: a loop is entered where its entry leads', () => {
    expect(follow(scenario, 'fill=20 b')).toMatch(/^b cannot happen/);
  });

  it('[CF10] WCP-10 Arbitrary Cycles: a turn is not skipped', () => {
    expect(follow(scenario, 'fill=5 b!refuse b')).toMatch(/^b cannot happen/);
  });
});
