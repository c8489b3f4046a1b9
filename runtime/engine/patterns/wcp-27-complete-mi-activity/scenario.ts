import type { PatternScenario } from '../follow.ts';

/** WCP-27 Complete Multiple Instance Activity: `cancel` with `complete`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> b -> join; fork -> wait -> cancel -> join; join -> end',
  nodes: { a: { each: { times: '3', order: 'parallel' } }, cancel: { nodes: ['a'], complete: true } },
};
