import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-38 General Synchronizing Merge', () => {
  it('[CF38] WCP-38 General Synchronizing Merge: it waits for a branch that goes round', () => {
    expect(follow(scenario, 'fill=20 a b!refuse [b] b [c] c completed')).toBe('followed');
  });

  it('[CF38] WCP-38 General Synchronizing Merge: not before the branch has left its loop', () => {
    expect(follow(scenario, 'fill=20 a b!refuse c')).toMatch(/^c cannot happen/);
  });

  it('[CF38] WCP-38 General Synchronizing Merge: it goes on once', () => {
    expect(follow(scenario, 'fill=20 a b c c')).toMatch(/^c cannot happen/);
  });
});
