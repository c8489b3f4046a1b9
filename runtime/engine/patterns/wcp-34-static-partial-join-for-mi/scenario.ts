import type { PatternScenario } from '../follow.ts';

/** WCP-34 Static Partial Join for Multiple Instances: `each` with `until`, rest `continue`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '3', order: 'parallel', until: 'each.done >= 2', rest: 'continue' } } },
};
