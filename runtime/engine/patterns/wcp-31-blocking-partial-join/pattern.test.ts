import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-31 Blocking Partial Join', () => {
  it('[CF31] WCP-31 Blocking Partial Join: arrivals of the next round wait until this one is over', () => {
    expect(follow(scenario, 'a b [a b c c d] a b [c c d] c [c d d] c d d completed')).toBe('followed');
  });

  it('[CF31] WCP-31 Blocking Partial Join: they do not make it go on before', () => {
    expect(follow(scenario, 'a b a b d d')).toMatch(/^d cannot happen/);
  });

  it('[CF31] WCP-31 Blocking Partial Join: not more often than there are rounds', () => {
    expect(follow(scenario, 'a b a b c c d d d')).toMatch(/^d cannot happen/);
  });
});
