import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-04 Exclusive Choice', () => {
  it('[CF4] WCP-04 Exclusive Choice: one branch is chosen by data', () => {
    expect(follow(scenario, 'fill=20 [a] a completed')).toBe('followed');
  });

  it('[CF4] WCP-04 Exclusive Choice: the other one for other data', () => {
    expect(follow(scenario, 'fill=5 [b] b completed')).toBe('followed');
  });

  it('[CF4] WCP-04 Exclusive Choice: the branch that was not chosen cannot be done', () => {
    expect(follow(scenario, 'fill=20 b')).toMatch(/^b cannot happen/);
  });

  it('[CF4] WCP-04 Exclusive Choice: never both', () => {
    expect(follow(scenario, 'fill=20 a b')).toMatch(/^b cannot happen/);
  });
});
