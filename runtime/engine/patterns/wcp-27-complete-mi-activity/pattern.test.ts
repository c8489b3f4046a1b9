import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-27 Complete Multiple Instance Activity', () => {
  it('[CF27] WCP-27 Complete Multiple Instance Activity: the rest is withdrawn and the case goes on as if all were done', () => {
    expect(follow(scenario, 'a [a a wait] wait [b] b completed')).toBe('followed');
  });

  it('[CF27] WCP-27 Complete Multiple Instance Activity: none can be done afterwards', () => {
    expect(follow(scenario, 'wait a')).toMatch(/^a cannot happen/);
  });

  it('[CF27] WCP-27 Complete Multiple Instance Activity: without it all are waited for', () => {
    expect(follow(scenario, 'a a b')).toMatch(/^b cannot happen/);
  });
});
