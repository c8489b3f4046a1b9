import type { PatternScenario } from '../follow.ts';

/** WCP-03 Synchronization: `parallel` with several ways in. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> join; fork -> b -> join; join -> c -> end',
};
