import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-29 Cancelling Discriminator', () => {
  it('[CF29] WCP-29 Cancelling Discriminator: the first branch goes on and the other is withdrawn', () => {
    expect(follow(scenario, '[a b] a [c] c completed')).toBe('followed');
  });

  it('[CF29] WCP-29 Cancelling Discriminator: wherever it was', () => {
    expect(follow(scenario, 'b a [c] c completed')).toBe('followed');
  });

  it('[CF29] WCP-29 Cancelling Discriminator: a withdrawn branch cannot be done', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });

  it('[CF29] WCP-29 Cancelling Discriminator: nor later steps of it', () => {
    expect(follow(scenario, 'b a b2')).toMatch(/^b2 cannot happen/);
  });
});
