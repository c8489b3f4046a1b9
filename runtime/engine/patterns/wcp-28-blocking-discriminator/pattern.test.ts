import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-28 Blocking Discriminator', () => {
  it('[CF28] WCP-28 Blocking Discriminator: a second arrival waits until the round is over', () => {
    expect(follow(scenario, 'a [a b b c] a [b b c] b [b c c] b c c completed')).toBe('followed');
  });

  it('[CF28] WCP-28 Blocking Discriminator: it does not go on before', () => {
    expect(follow(scenario, 'a a c c')).toMatch(/^c cannot happen/);
  });

  it('[CF28] WCP-28 Blocking Discriminator: it goes on once for each round', () => {
    expect(follow(scenario, 'a a b b c c c')).toMatch(/^c cannot happen/);
  });
});
