import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-39 Critical Section', () => {
  it('[CF39] WCP-39 Critical Section: the second begins when the first is over', () => {
    expect(follow(scenario, '[a e] a [b e] b [c e] c e d completed')).toBe('followed');
  });

  it('[CF39] WCP-39 Critical Section: not beside it', () => {
    expect(follow(scenario, 'c')).toMatch(/^c cannot happen/);
  });

  it('[CF39] WCP-39 Critical Section: not in the middle of it', () => {
    expect(follow(scenario, 'a c')).toMatch(/^c cannot happen/);
  });
});
