import type { PatternScenario } from '../follow.ts';

/** WCP-14 Multiple Instances with a Priori Run-Time Knowledge: `each` `times`, `over` a list, or `departments`. */
export const scenario: PatternScenario = {
  flow: 'start -> fill -> a -> b -> end',
  nodes: { a: { each: { times: 'person.income', order: 'parallel' } } },
};
