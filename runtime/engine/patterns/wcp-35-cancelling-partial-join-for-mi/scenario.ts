import type { PatternScenario } from '../follow.ts';

/** WCP-35 Cancelling Partial Join for Multiple Instances: `each` with `until`, rest `cancel`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '3', order: 'parallel', until: 'each.done >= 2' } } },
};
