import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-05 Simple Merge', () => {
  it('[CF5] WCP-05 Simple Merge: what follows begins after whichever branch was taken', () => {
    expect(follow(scenario, 'fill=20 a [c] c completed')).toBe('followed');
  });

  it('[CF5] WCP-05 Simple Merge: after the other as well', () => {
    expect(follow(scenario, 'fill=5 b [c] c completed')).toBe('followed');
  });

  it('[CF5] WCP-05 Simple Merge: it does not wait for the branch that was not taken', () => {
    expect(follow(scenario, 'fill=20 a b')).toMatch(/^b cannot happen/);
  });

  it('[CF5] WCP-05 Simple Merge: it does not begin twice', () => {
    expect(follow(scenario, 'fill=20 a c c')).toMatch(/^c cannot happen/);
  });
});
