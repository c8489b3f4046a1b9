import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-24 Persistent Trigger', () => {
  it('[CF24] WCP-24 Persistent Trigger: a message that comes early is kept', () => {
    expect(follow(scenario, 'message:go [a] a [b] b completed')).toBe('followed');
  });

  it('[CF24] WCP-24 Persistent Trigger: one that comes late is taken at once', () => {
    expect(follow(scenario, 'a message:go b completed')).toBe('followed');
  });

  it('[CF24] WCP-24 Persistent Trigger: without one the case waits', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });

  it('[CF24] WCP-24 Persistent Trigger: it serves once', () => {
    expect(follow(scenario, 'message:go a b b')).toMatch(/^b cannot happen/);
  });
});
