import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-36 Dynamic Partial Join for Multiple Instances', () => {
  it('[CF36] WCP-36 Dynamic Partial Join for Multiple Instances: one is added while they run, and the condition sees it', () => {
    expect(follow(scenario, 'a!refuse [a] add:a [a a] a [a] a [b] b completed')).toBe('followed');
  });

  it('[CF36] WCP-36 Dynamic Partial Join for Multiple Instances: without it all are waited for', () => {
    expect(follow(scenario, 'a!refuse a [b] b completed')).toBe('followed');
  });

  it('[CF36] WCP-36 Dynamic Partial Join for Multiple Instances: what was given does not suffice', () => {
    expect(follow(scenario, 'a!refuse add:a a b')).toMatch(/^b cannot happen/);
  });

  it('[CF36] WCP-36 Dynamic Partial Join for Multiple Instances: none is added once it went on', () => {
    expect(follow(scenario, 'a a add:a')).toMatch(/^add:a cannot happen/);
  });
});
