import type { PatternScenario } from '../follow.ts';

/** WCP-33 Generalised AND-Join: `parallel` join: it counts edges and keeps the rest. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> splitA -> a -> join; fork -> splitB -> b -> join; join -> c -> end',
  nodes: { splitA: { count: '2' }, splitB: { count: '2' } },
};
