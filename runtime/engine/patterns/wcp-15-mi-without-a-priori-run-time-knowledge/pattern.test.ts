import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-15 Multiple Instances without a Priori Run-Time Knowledge', () => {
  it('[CF15] WCP-15 Multiple Instances without a Priori Run-Time Knowledge: instances are added while others run', () => {
    expect(follow(scenario, '[a] add:a [a a] a add:a [a a] a a [b] b completed')).toBe('followed');
  });

  it('[CF15] WCP-15 Multiple Instances without a Priori Run-Time Knowledge: added ones are waited for', () => {
    expect(follow(scenario, 'add:a a b')).toMatch(/^b cannot happen/);
  });

  it('[CF15] WCP-15 Multiple Instances without a Priori Run-Time Knowledge: none is added once all are done', () => {
    expect(follow(scenario, 'a add:a')).toMatch(/^add:a cannot happen/);
  });
});
