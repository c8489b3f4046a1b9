import type { PatternScenario } from '../follow.ts';

/** WCP-32 Cancelling Partial Join: `complex` with a count, rest `cancel`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> d -> end',
  nodes: { some: { activate: { count: 2 }, rest: 'cancel' } },
};
