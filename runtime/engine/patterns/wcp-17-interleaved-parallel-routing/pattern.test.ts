import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-17 Interleaved Parallel Routing', () => {
  it('[CF17] WCP-17 Interleaved Parallel Routing: one at a time, in an order the edges allow', () => {
    expect(follow(scenario, '[start:a start:b] start:a [a] a [start:b start:c] start:b b start:c c [d] d completed')).toBe('followed');
  });

  it('[CF17] WCP-17 Interleaved Parallel Routing: in another such order', () => {
    expect(follow(scenario, 'start:b b start:a a start:c c d completed')).toBe('followed');
  });

  it('[CF17] WCP-17 Interleaved Parallel Routing: never two at once', () => {
    expect(follow(scenario, 'start:a start:b')).toMatch(/^start:b cannot happen/);
  });

  it('[CF17] WCP-17 Interleaved Parallel Routing: not against the order of the edges', () => {
    expect(follow(scenario, 'start:c')).toMatch(/^start:c cannot happen/);
  });

  it('[CF17] WCP-17 Interleaved Parallel Routing: none is left out', () => {
    expect(follow(scenario, 'start:a a start:c c d')).toMatch(/^d cannot happen/);
  });
});
