import type { PatternScenario } from '../follow.ts';

/** WCP-29 Cancelling Discriminator: `complex` `{ count: 1 }`, rest `cancel`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> some; fork -> b -> b2 -> some; some -> c -> end',
  nodes: { some: { rest: 'cancel' } },
};
