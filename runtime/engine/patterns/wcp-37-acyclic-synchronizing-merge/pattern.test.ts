import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-37 Acyclic Synchronizing Merge', () => {
  it('[CF37] WCP-37 Acyclic Synchronizing Merge: it waits for a branch that may come', () => {
    expect(follow(scenario, 'fill=20 a [b] b [c] c completed')).toBe('followed');
  });

  it('[CF37] WCP-37 Acyclic Synchronizing Merge: and no longer when that took another way', () => {
    expect(follow(scenario, 'fill=20 a b!refuse [c] c completed')).toBe('followed');
  });

  it('[CF37] WCP-37 Acyclic Synchronizing Merge: it does not go on while the other may come', () => {
    expect(follow(scenario, 'fill=20 a c')).toMatch(/^c cannot happen/);
  });

  it('[CF37] WCP-37 Acyclic Synchronizing Merge: it goes on once', () => {
    expect(follow(scenario, 'fill=20 a b c c')).toMatch(/^c cannot happen/);
  });
});
