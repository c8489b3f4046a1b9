import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-25 Cancel Region', () => {
  it('[CF25] WCP-25 Cancel Region: steps of several branches are withdrawn together', () => {
    expect(follow(scenario, '[a c e] e!refuse [f] f completed')).toBe('followed');
  });

  it('[CF25] WCP-25 Cancel Region: what lies outside the region goes on', () => {
    expect(follow(scenario, 'c [a d e] e!refuse [d f] d f completed')).toBe('followed');
  });

  it('[CF25] WCP-25 Cancel Region: a withdrawn step cannot be done', () => {
    expect(follow(scenario, 'e!refuse a')).toMatch(/^a cannot happen/);
  });

  it('[CF25] WCP-25 Cancel Region: nor what would have followed', () => {
    expect(follow(scenario, 'a e!refuse b')).toMatch(/^b cannot happen/);
  });
});
