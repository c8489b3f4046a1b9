import type { PatternScenario } from '../follow.ts';

/** WCP-20 Cancel Case: command `withdraw`; called cases are told by the effect `cancelChild`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> join; fork -> block -> join; fork -> call -> join; join -> end',
  blocks: { block: 'startB -> b -> endB' },
};
