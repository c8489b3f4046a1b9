import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-16 Deferred Choice', () => {
  it('[CF16] WCP-16 Deferred Choice: the event that comes first decides', () => {
    expect(follow(scenario, '[message:pay wait] message:pay [a] a completed')).toBe('followed');
  });

  it('[CF16] WCP-16 Deferred Choice: the deadline as well', () => {
    expect(follow(scenario, 'wait [b] b completed')).toBe('followed');
  });

  it('[CF16] WCP-16 Deferred Choice: the others are withdrawn', () => {
    expect(follow(scenario, 'message:pay wait')).toMatch(/^wait cannot happen/);
  });

  it('[CF16] WCP-16 Deferred Choice: nobody decides beforehand', () => {
    expect(follow(scenario, 'a')).toMatch(/^a cannot happen/);
  });
});
