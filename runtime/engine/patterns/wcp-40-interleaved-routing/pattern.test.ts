import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-40 Interleaved Routing', () => {
  it('[CF40] WCP-40 Interleaved Routing: each once, in any order', () => {
    expect(follow(scenario, '[start:a start:b start:c] start:c [c] c start:a a start:b b [d] d completed')).toBe('followed');
  });

  it('[CF40] WCP-40 Interleaved Routing: never two at once', () => {
    expect(follow(scenario, 'start:a start:b')).toMatch(/^start:b cannot happen/);
  });

  it('[CF40] WCP-40 Interleaved Routing: none twice', () => {
    expect(follow(scenario, 'start:a a start:a')).toMatch(/^start:a cannot happen/);
  });

  it('[CF40] WCP-40 Interleaved Routing: none is left out', () => {
    expect(follow(scenario, 'start:a a start:b b d')).toMatch(/^d cannot happen/);
  });
});
