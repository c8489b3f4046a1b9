import type { PatternScenario } from '../follow.ts';

/** WCP-38 General Synchronizing Merge: `inclusive` join: it looks at what can still come. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> or1; or1 -{person.income > 10}-> a -> or2; or1 -{person.income > 5}-> xB; or1 -*-> or2; xB -> b; b -[agree]-> or2; b -[refuse]-> xB; or2 -> c -> end',
};
