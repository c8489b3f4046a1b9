import type { PatternScenario } from '../follow.ts';

/** WCP-30 Structured Partial Join: `complex` with a count, rest `ignore`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> d -> end',
  nodes: { some: { activate: { count: 2 } } },
};
