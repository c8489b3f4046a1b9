import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-08 Multi-Merge', () => {
  it('[CF8] WCP-08 Multi-Merge: what follows runs once for every arrival', () => {
    expect(follow(scenario, 'a [b c] b [c c] c c completed')).toBe('followed');
  });

  it('[CF8] WCP-08 Multi-Merge: not before the second branch arrives a second time', () => {
    expect(follow(scenario, 'a c c')).toMatch(/^c cannot happen/);
  });

  it('[CF8] WCP-08 Multi-Merge: not more often than branches arrived', () => {
    expect(follow(scenario, 'a b c c c')).toMatch(/^c cannot happen/);
  });
});
