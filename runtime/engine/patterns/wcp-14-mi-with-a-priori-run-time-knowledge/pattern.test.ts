import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-14 Multiple Instances with a Priori Run-Time Knowledge', () => {
  it('[CF14] WCP-14 Multiple Instances with a Priori Run-Time Knowledge: as many as the data say when the step begins', () => {
    expect(follow(scenario, 'fill=3 [a a a] a a a [b] b completed')).toBe('followed');
  });

  it('[CF14] WCP-14 Multiple Instances with a Priori Run-Time Knowledge: none is fine as well', () => {
    expect(follow(scenario, 'fill=0 [b] b completed')).toBe('followed');
  });

  it('[CF14] WCP-14 Multiple Instances with a Priori Run-Time Knowledge: fewer are not enough', () => {
    expect(follow(scenario, 'fill=3 a a b')).toMatch(/^b cannot happen/);
  });

  it('[CF14] WCP-14 Multiple Instances with a Priori Run-Time Knowledge: more cannot be done', () => {
    expect(follow(scenario, 'fill=1 a a')).toMatch(/^a cannot happen/);
  });
});
