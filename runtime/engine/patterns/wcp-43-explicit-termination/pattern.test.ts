import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-43 Explicit Termination', () => {
  it('[CF43] WCP-43 Explicit Termination: that end ends the case, whatever else is under way', () => {
    expect(follow(scenario, '[a b] a [] completed')).toBe('followed');
  });

  it('[CF43] WCP-43 Explicit Termination: another end does not', () => {
    expect(follow(scenario, 'b [a] a completed')).toBe('followed');
  });

  it('[CF43] WCP-43 Explicit Termination: what was under way is withdrawn', () => {
    expect(follow(scenario, 'a b')).toMatch(/^b cannot happen/);
  });

  it('[CF43] WCP-43 Explicit Termination: the other end leaves the rest alone', () => {
    expect(follow(scenario, 'b completed')).toMatch(/^completed cannot happen/);
  });
});
