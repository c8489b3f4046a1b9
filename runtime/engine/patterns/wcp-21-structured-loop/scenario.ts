import type { PatternScenario } from '../follow.ts';

/** WCP-21 Structured Loop: `loop` with `test` `before` or `after`, on a step or a block. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> c -> end',
  nodes: { a: { loop: { test: 'after', while: 'outcome.a = "refuse"' } }, b: { loop: { test: 'before', while: 'loop.round < 2' } } },
};
