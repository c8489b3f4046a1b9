import type { PatternScenario } from '../follow.ts';

/** WCP-12 Multiple Instances without Synchronization: `each`, until `true`, rest `continue`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '3', order: 'parallel', until: 'true', rest: 'continue' } } },
};
