import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-03 Synchronization', () => {
  it('[CF3] WCP-03 Synchronization: what follows begins once, when both branches have arrived', () => {
    expect(follow(scenario, 'b [a] a [c] c completed')).toBe('followed');
  });

  it('[CF3] WCP-03 Synchronization: it does not begin after one branch', () => {
    expect(follow(scenario, 'a c')).toMatch(/^c cannot happen/);
  });

  it('[CF3] WCP-03 Synchronization: it does not begin twice', () => {
    expect(follow(scenario, 'a b c c')).toMatch(/^c cannot happen/);
  });
});
