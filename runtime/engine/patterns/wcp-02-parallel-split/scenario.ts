import type { PatternScenario } from '../follow.ts';

/** WCP-02 Parallel Split: `parallel` with several ways out. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> join; fork -> b -> join; join -> end',
};
