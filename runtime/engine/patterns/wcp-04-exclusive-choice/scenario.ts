import type { PatternScenario } from '../follow.ts';

/** WCP-04 Exclusive Choice: `exclusive` with conditions. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> x; x -{person.income > 10}-> a -> end; x -*-> b -> end',
};
