import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-18 Milestone', () => {
  it('[CF18] WCP-18 Milestone: the step can be done while the review is open', () => {
    expect(follow(scenario, '[receive] receive [extra review] extra review completed')).toBe('followed');
  });

  it('[CF18] WCP-18 Milestone: it is withdrawn when the review is over', () => {
    expect(follow(scenario, 'receive review completed')).toBe('followed');
  });

  it('[CF18] WCP-18 Milestone: not before the review is open', () => {
    expect(follow(scenario, 'extra')).toMatch(/^extra cannot happen/);
  });

  it('[CF18] WCP-18 Milestone: not after it is over', () => {
    expect(follow(scenario, 'receive review extra')).toMatch(/^extra cannot happen/);
  });
});
