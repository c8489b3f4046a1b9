import type { PatternScenario } from '../follow.ts';

/** WCP-06 Multi-Choice: `inclusive` with conditions. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> or1; or1 -{person.income > 10}-> a -> or2; or1 -{person.income > 5}-> b -> or2; or1 -*-> c -> or2; or2 -> end',
};
