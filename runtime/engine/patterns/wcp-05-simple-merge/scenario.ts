import type { PatternScenario } from '../follow.ts';

/** WCP-05 Simple Merge: `exclusive` with several ways in. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> x; x -{person.income > 10}-> a -> xM; x -*-> b -> xM; xM -> c -> end',
};
