import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-21 Structured Loop', () => {
  it('[CF21] WCP-21 Structured Loop: tested after a turn and before one', () => {
    expect(follow(scenario, '[a] a!refuse [a] a [b] b [b] b [c] c completed')).toBe('followed');
  });

  it('[CF21] WCP-21 Structured Loop: not left while its condition holds', () => {
    expect(follow(scenario, 'a!refuse b')).toMatch(/^b cannot happen/);
  });

  it('[CF21] WCP-21 Structured Loop: no turn more than that', () => {
    expect(follow(scenario, 'a b b b')).toMatch(/^b cannot happen/);
  });
});
