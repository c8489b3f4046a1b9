import type { PatternScenario } from '../follow.ts';

/** WCP-09 Structured Discriminator: `complex` `{ count: 1 }`, rest `ignore`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> some; fork -> b -> some; some -> c -> end',
};
