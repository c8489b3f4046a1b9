import type { PatternScenario } from '../follow.ts';

/** WCP-11 Implicit Termination: the last token to reach an end ends the case. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> end1; fork -> b -> end2',
};
