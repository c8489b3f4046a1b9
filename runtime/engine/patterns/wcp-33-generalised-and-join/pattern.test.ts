import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-33 Generalised AND-Join', () => {
  it('[CF33] WCP-33 Generalised AND-Join: extra arrivals of a branch are remembered for the next round', () => {
    expect(follow(scenario, 'a [a b b] a [b b] b [b c] b [c c] c c completed')).toBe('followed');
  });

  it('[CF33] WCP-33 Generalised AND-Join: two of one branch do not make a pair', () => {
    expect(follow(scenario, 'a a c')).toMatch(/^c cannot happen/);
  });

  it('[CF33] WCP-33 Generalised AND-Join: it goes on once for each pair', () => {
    expect(follow(scenario, 'a b c c')).toMatch(/^c cannot happen/);
  });
});
