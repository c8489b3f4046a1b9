import type { PatternScenario } from '../follow.ts';

/** WCP-39 Critical Section: `section`: one token of the case at a time. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> block1 -> join; fork -> block2 -> join; fork -> e -> join; join -> end',
  nodes: { block1: { section: 'seal' }, block2: { section: 'seal' } },
  blocks: { block1: 'start1 -> a -> b -> end1', block2: 'start2 -> c -> d -> end2' },
};
