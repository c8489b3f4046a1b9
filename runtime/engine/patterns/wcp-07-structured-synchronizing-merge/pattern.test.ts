import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-07 Structured Synchronizing Merge', () => {
  it('[CF7] WCP-07 Structured Synchronizing Merge: what follows waits for both branches that were taken', () => {
    expect(follow(scenario, 'fill=20 a [b] b [d] d completed')).toBe('followed');
  });

  it('[CF7] WCP-07 Structured Synchronizing Merge: and for one when one was taken', () => {
    expect(follow(scenario, 'fill=7 b [d] d completed')).toBe('followed');
  });

  it('[CF7] WCP-07 Structured Synchronizing Merge: it does not begin while a taken branch is under way', () => {
    expect(follow(scenario, 'fill=20 a d')).toMatch(/^d cannot happen/);
  });

  it('[CF7] WCP-07 Structured Synchronizing Merge: it begins once', () => {
    expect(follow(scenario, 'fill=20 a b d d')).toMatch(/^d cannot happen/);
  });
});
