import type { PatternScenario } from '../follow.ts';

/** WCP-41 Thread Merge: `threads`, mode `merge`. */
export const scenario: PatternScenario = {
  flow: 'start -> split -> a -> merge -> b -> end',
};
