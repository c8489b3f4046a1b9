import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { callingItself } from './calling-itself.ts';
import { scenario } from './scenario.ts';

describe('WCP-22 Recursion', () => {
  it('[CF22] WCP-22 Recursion: the innermost does not call again', () => {
    expect(follow(scenario, '[b] b completed')).toBe('followed');
  });

  it('[CF22] WCP-22 Recursion: what calls waits for what it called', () => {
    expect(follow(scenario, 'a')).toMatch(/^a cannot happen/);
  });

  it('[CF22] WCP-22 Recursion: a case calls its own scenario until a condition ends it, and each goes on with what the inner one gave', () => {
    expect(callingItself(3)).toEqual({ cases: 4, trace: ['b', 'a', 'a', 'a'], scores: [null, 0, 1, 2] });
  });
});
