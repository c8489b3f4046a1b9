import type { PatternScenario } from '../follow.ts';

/** WCP-13 Multiple Instances with a Priori Design-Time Knowledge: `each` `times` a number. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '2', order: 'parallel' } } },
};
