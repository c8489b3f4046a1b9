import type { PatternScenario } from '../follow.ts';

/** WCP-42 Thread Split: `threads`, mode `split`. */
export const scenario: PatternScenario = {
  flow: 'start -> split -> a -> end',
};
