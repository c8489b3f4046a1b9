import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-26 Cancel Multiple Instance Activity', () => {
  it('[CF26] WCP-26 Cancel Multiple Instance Activity: all unfinished instances are withdrawn at once', () => {
    expect(follow(scenario, 'a [a a message:stop] message:stop [c] c completed')).toBe('followed');
  });

  it('[CF26] WCP-26 Cancel Multiple Instance Activity: none can be done afterwards', () => {
    expect(follow(scenario, 'message:stop a')).toMatch(/^a cannot happen/);
  });

  it('[CF26] WCP-26 Cancel Multiple Instance Activity: what would have followed does not', () => {
    expect(follow(scenario, 'a a message:stop b')).toMatch(/^b cannot happen/);
  });
});
