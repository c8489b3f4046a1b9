import type { PatternScenario } from '../follow.ts';

/** WCP-08 Multi-Merge: `exclusive` as a merge after a `parallel` fork. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> xM; fork -> b -> xM; xM -> c -> end',
};
