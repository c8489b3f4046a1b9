import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-41 Thread Merge', () => {
  it('[CF41] WCP-41 Thread Merge: so many threads of one branch become one', () => {
    expect(follow(scenario, 'a a [a] a [b] b completed')).toBe('followed');
  });

  it('[CF41] WCP-41 Thread Merge: fewer do not', () => {
    expect(follow(scenario, 'a a b')).toMatch(/^b cannot happen/);
  });

  it('[CF41] WCP-41 Thread Merge: what follows happens once', () => {
    expect(follow(scenario, 'a a a b b')).toMatch(/^b cannot happen/);
  });
});
