import type { PatternScenario } from '../follow.ts';

/** WCP-37 Acyclic Synchronizing Merge: `inclusive` join. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> or1; or1 -{person.income > 10}-> a -> or2; or1 -{person.income > 5}-> b; or1 -*-> or2; b -[agree]-> or2; b -[refuse]-> end2; or2 -> c -> end',
};
