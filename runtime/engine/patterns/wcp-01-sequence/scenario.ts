import type { PatternScenario } from '../follow.ts';

/** WCP-01 Sequence: an edge. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
};
