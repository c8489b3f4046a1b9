import type { PatternScenario } from '../follow.ts';

/** WCP-10 Arbitrary Cycles: edges that lead back, to any node. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> x1; x1 -{person.income > 10}-> xA; x1 -*-> xB; xA -> a; a -[agree]-> xB; a -[refuse]-> endRefused; xB -> b; b -[refuse]-> xA; b -[agree]-> end',
};
