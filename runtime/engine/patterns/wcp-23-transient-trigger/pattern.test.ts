import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-23 Transient Trigger', () => {
  it('[CF23] WCP-23 Transient Trigger: a message lets the case go on that waits for it', () => {
    expect(follow(scenario, 'a [message:go] message:go [b] b completed')).toBe('followed');
  });

  it('[CF23] WCP-23 Transient Trigger: one that comes early is lost', () => {
    expect(follow(scenario, 'message:go')).toMatch(/^message:go cannot happen/);
  });

  it('[CF23] WCP-23 Transient Trigger: waiting begins at the step', () => {
    expect(follow(scenario, 'b')).toMatch(/^b cannot happen/);
  });
});
