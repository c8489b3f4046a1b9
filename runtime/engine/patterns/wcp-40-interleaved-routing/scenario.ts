import type { PatternScenario } from '../follow.ts';

/** WCP-40 Interleaved Routing: `block` with `adHoc` `sequential`. */
export const scenario: PatternScenario = {
  flow: 'start -> block -> d -> end',
  nodes: { block: { adHoc: { order: 'sequential' } } },
  blocks: { block: 'a; b; c' },
};
