import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-12 Multiple Instances without Synchronization', () => {
  it('[CF12] WCP-12 Multiple Instances without Synchronization: what follows begins beside the instances', () => {
    expect(follow(scenario, '[a a a b] b [a a a] a a a completed')).toBe('followed');
  });

  it('[CF12] WCP-12 Multiple Instances without Synchronization: there are no more instances than were asked for', () => {
    expect(follow(scenario, 'a a a a')).toMatch(/^a cannot happen/);
  });

  it('[CF12] WCP-12 Multiple Instances without Synchronization: the case does not end before them', () => {
    expect(follow(scenario, 'b completed')).toMatch(/^completed cannot happen/);
  });
});
