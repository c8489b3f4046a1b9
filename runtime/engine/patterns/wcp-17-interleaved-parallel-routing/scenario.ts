import type { PatternScenario } from '../follow.ts';

/** WCP-17 Interleaved Parallel Routing: `block` with `adHoc` `sequential`; edges in it say what comes before what. */
export const scenario: PatternScenario = {
  flow: 'start -> block -> d -> end',
  nodes: { block: { adHoc: { order: 'sequential' } } },
  blocks: { block: 'a -> c; b' },
};
