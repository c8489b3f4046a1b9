import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-30 Structured Partial Join', () => {
  it('[CF30] WCP-30 Structured Partial Join: two of three let it go on, the third is ignored', () => {
    expect(follow(scenario, 'a [b c] b [c d] d [c] c completed')).toBe('followed');
  });

  it('[CF30] WCP-30 Structured Partial Join: one is not enough', () => {
    expect(follow(scenario, 'a d')).toMatch(/^d cannot happen/);
  });

  it('[CF30] WCP-30 Structured Partial Join: it goes on once', () => {
    expect(follow(scenario, 'a b c d d')).toMatch(/^d cannot happen/);
  });
});
