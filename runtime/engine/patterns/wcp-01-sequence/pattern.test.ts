import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-01 Sequence', () => {
  it('[CF1] WCP-01 Sequence: the second step begins when the first is done', () => {
    expect(follow(scenario, '[a] a [b] b completed')).toBe('followed');
  });

  it('[CF1] WCP-01 Sequence: the second step cannot come first', () => {
    expect(follow(scenario, 'b')).toMatch(/^b cannot happen/);
  });

  it('[CF1] WCP-01 Sequence: a step is not done twice', () => {
    expect(follow(scenario, 'a a')).toMatch(/^a cannot happen/);
  });
});
