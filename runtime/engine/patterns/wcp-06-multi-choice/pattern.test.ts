import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-06 Multi-Choice', () => {
  it('[CF6] WCP-06 Multi-Choice: every branch that fits is taken', () => {
    expect(follow(scenario, 'fill=20 [a b] a b completed')).toBe('followed');
  });

  it('[CF6] WCP-06 Multi-Choice: one when one fits', () => {
    expect(follow(scenario, 'fill=7 [b] b completed')).toBe('followed');
  });

  it('[CF6] WCP-06 Multi-Choice: the default when none fits', () => {
    expect(follow(scenario, 'fill=1 [c] c completed')).toBe('followed');
  });

  it('[CF6] WCP-06 Multi-Choice: a branch whose condition fails cannot be done', () => {
    expect(follow(scenario, 'fill=7 a')).toMatch(/^a cannot happen/);
  });

  it('[CF6] WCP-06 Multi-Choice: the default does not run beside others', () => {
    expect(follow(scenario, 'fill=20 c')).toMatch(/^c cannot happen/);
  });
});
