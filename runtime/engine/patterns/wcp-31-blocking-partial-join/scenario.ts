import type { PatternScenario } from '../follow.ts';

/** WCP-31 Blocking Partial Join: `complex` with a count, rest `block`. */
export const scenario: PatternScenario = {
  flow: 'start -> split -> fork; fork -> a -> some; fork -> b -> some; fork -> c -> some; some -> d -> end',
  nodes: { split: { count: '2' }, some: { activate: { count: 2 }, rest: 'block' } },
};
