import type { PatternScenario } from '../follow.ts';

/** WCP-28 Blocking Discriminator: `complex` `{ count: 1 }`, rest `block`. */
export const scenario: PatternScenario = {
  flow: 'start -> split -> fork; fork -> a -> some; fork -> b -> some; some -> c -> end',
  nodes: { split: { count: '2' }, some: { rest: 'block' } },
};
