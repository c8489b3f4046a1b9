import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-35 Cancelling Partial Join for Multiple Instances', () => {
  it('[CF35] WCP-35 Cancelling Partial Join for Multiple Instances: enough are enough, the rest is withdrawn', () => {
    expect(follow(scenario, 'a [a a] a [b] b completed')).toBe('followed');
  });

  it('[CF35] WCP-35 Cancelling Partial Join for Multiple Instances: a withdrawn one cannot be done', () => {
    expect(follow(scenario, 'a a a')).toMatch(/^a cannot happen/);
  });

  it('[CF35] WCP-35 Cancelling Partial Join for Multiple Instances: one is not enough', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });
});
