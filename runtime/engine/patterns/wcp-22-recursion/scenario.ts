import type { PatternScenario } from '../follow.ts';

/** WCP-22 Recursion: `call` naming the scenario itself; `start` with `values` and `parent`. */
export const scenario: PatternScenario = {
  flow: 'start -> x; x -{person.income > 0}-> call -> a -> end; x -*-> b -> end',
  nodes: {
    start: { given: ['person.income'] },
    call: { scenario: 'small', inputs: { 'person.income': 'person.income - 1' }, outputs: { 'person.score': 'person.income' } },
  },
};
