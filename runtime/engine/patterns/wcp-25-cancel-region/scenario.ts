import type { PatternScenario } from '../follow.ts';

/** WCP-25 Cancel Region: `cancel` naming the steps. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> b -> end1; fork -> c -> d -> end2; fork -> e; e -[refuse]-> cancel -> f -> end3; e -[agree]-> end4',
  nodes: { cancel: { nodes: ['a', 'b', 'c'] } },
};
