import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-19 Cancel Activity', () => {
  it('[CF19] WCP-19 Cancel Activity: a step at work is withdrawn', () => {
    expect(follow(scenario, '[a message:stop] message:stop [c] c completed')).toBe('followed');
  });

  it('[CF19] WCP-19 Cancel Activity: left alone it is done as usual', () => {
    expect(follow(scenario, 'a b completed')).toBe('followed');
  });

  it('[CF19] WCP-19 Cancel Activity: a withdrawn step cannot be done', () => {
    expect(follow(scenario, 'message:stop a')).toMatch(/^a cannot happen/);
  });

  it('[CF19] WCP-19 Cancel Activity: a step that is done cannot be withdrawn', () => {
    expect(follow(scenario, 'a message:stop')).toMatch(/^message:stop cannot happen/);
  });
});
