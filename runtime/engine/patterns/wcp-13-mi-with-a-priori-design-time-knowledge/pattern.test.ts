import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-13 Multiple Instances with a Priori Design-Time Knowledge', () => {
  it('[CF13] WCP-13 Multiple Instances with a Priori Design-Time Knowledge: what follows waits for as many as the drawing says', () => {
    expect(follow(scenario, '[a a] a [a] a [b] b completed')).toBe('followed');
  });

  it('[CF13] WCP-13 Multiple Instances with a Priori Design-Time Knowledge: one is not enough', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });

  it('[CF13] WCP-13 Multiple Instances with a Priori Design-Time Knowledge: three are too many', () => {
    expect(follow(scenario, 'a a a')).toMatch(/^a cannot happen/);
  });
});
