import type { PatternScenario } from '../follow.ts';

/** WCP-15 Multiple Instances without a Priori Run-Time Knowledge: `each` with `addable`, command `addInstance`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end',
  nodes: { a: { each: { times: '1', order: 'parallel', addable: true } } },
};
