import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-02 Parallel Split', () => {
  it('[CF2] WCP-02 Parallel Split: both branches are under way at once, in either order', () => {
    expect(follow(scenario, '[a b] b [a] a completed')).toBe('followed');
  });

  it('[CF2] WCP-02 Parallel Split: one branch does not do for the other', () => {
    expect(follow(scenario, 'a completed')).toMatch(/^completed cannot happen/);
  });

  it('[CF2] WCP-02 Parallel Split: a branch runs once', () => {
    expect(follow(scenario, 'a a')).toMatch(/^a cannot happen/);
  });
});
