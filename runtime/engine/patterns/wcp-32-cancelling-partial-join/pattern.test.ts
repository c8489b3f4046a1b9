import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-32 Cancelling Partial Join', () => {
  it('[CF32] WCP-32 Cancelling Partial Join: two of three let it go on, the third is withdrawn', () => {
    expect(follow(scenario, 'a b [d] d completed')).toBe('followed');
  });

  it('[CF32] WCP-32 Cancelling Partial Join: the third cannot be done', () => {
    expect(follow(scenario, 'a b c')).toMatch(/^c cannot happen/);
  });

  it('[CF32] WCP-32 Cancelling Partial Join: one is not enough', () => {
    expect(follow(scenario, 'a d')).toMatch(/^d cannot happen/);
  });
});
