import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-42 Thread Split', () => {
  it('[CF42] WCP-42 Thread Split: one becomes so many of the same branch', () => {
    expect(follow(scenario, '[a a a] a a a completed')).toBe('followed');
  });

  it('[CF42] WCP-42 Thread Split: not one more', () => {
    expect(follow(scenario, 'a a a a')).toMatch(/^a cannot happen/);
  });

  it('[CF42] WCP-42 Thread Split: the case waits for all', () => {
    expect(follow(scenario, 'a a completed')).toMatch(/^completed cannot happen/);
  });
});
