import { describe, expect, it } from 'vitest';
import { follow } from '../follow.ts';
import { scenario } from './scenario.ts';

describe('WCP-20 Cancel Case', () => {
  it('[CF20] WCP-20 Cancel Case: the whole case is withdrawn, blocks and all', () => {
    expect(follow(scenario, '[a b call] a withdraw [] withdrawn')).toBe('followed');
  });

  it('[CF20] WCP-20 Cancel Case: nothing can be done any more', () => {
    expect(follow(scenario, 'withdraw a')).toMatch(/^a cannot happen/);
  });

  it('[CF20] WCP-20 Cancel Case: nor inside its blocks', () => {
    expect(follow(scenario, 'withdraw b')).toMatch(/^b cannot happen/);
  });
});
