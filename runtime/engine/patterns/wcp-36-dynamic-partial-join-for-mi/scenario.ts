import type { PatternScenario } from '../follow.ts';

/** WCP-36 Dynamic Partial Join for Multiple Instances: `each` with `until` over what was given, and `addable`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '2', order: 'parallel', addable: true, until: 'each.outcomes.agree >= 2' } } },
};
