import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-34 Static Partial Join for Multiple Instances', () => {
  it('[CF34] WCP-34 Static Partial Join for Multiple Instances: enough are enough, the rest goes on without being waited for', () => {
    expect(follow(scenario, 'a [a a] a [a b] b [a] a completed')).toBe('followed');
  });

  it('[CF34] WCP-34 Static Partial Join for Multiple Instances: one is not enough', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });

  it('[CF34] WCP-34 Static Partial Join for Multiple Instances: what follows happens once', () => {
    expect(follow(scenario, 'a a a b b')).toMatch(/^b cannot happen/);
  });
});
