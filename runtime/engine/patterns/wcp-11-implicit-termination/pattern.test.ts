import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-11 Implicit Termination', () => {
  it('[CF11] WCP-11 Implicit Termination: the case ends when nothing is left to do', () => {
    expect(follow(scenario, 'a [b] b completed')).toBe('followed');
  });

  it('[CF11] WCP-11 Implicit Termination: not while something is', () => {
    expect(follow(scenario, 'a completed')).toMatch(/^completed cannot happen/);
  });

  it('[CF11] WCP-11 Implicit Termination: nothing follows an end', () => {
    expect(follow(scenario, 'a b a')).toMatch(/^a cannot happen/);
  });
});
