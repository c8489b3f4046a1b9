import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-09 Structured Discriminator', () => {
  it('[CF9] WCP-09 Structured Discriminator: the first branch lets it go on, the second is ignored', () => {
    expect(follow(scenario, 'a [b c] c [b] b completed')).toBe('followed');
  });

  it('[CF9] WCP-09 Structured Discriminator: also when the second comes first', () => {
    expect(follow(scenario, 'b a [c] c completed')).toBe('followed');
  });

  it('[CF9] WCP-09 Structured Discriminator: it does not begin a second time', () => {
    expect(follow(scenario, 'a b c c')).toMatch(/^c cannot happen/);
  });

  it('[CF9] WCP-09 Structured Discriminator: it does not begin before a branch arrives', () => {
    expect(follow(scenario, 'c')).toMatch(/^c cannot happen/);
  });
});
