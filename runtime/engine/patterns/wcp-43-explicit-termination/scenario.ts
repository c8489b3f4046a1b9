import type { PatternScenario } from '../follow.ts';

/** WCP-43 Explicit Termination: `end` with `terminate`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> a -> endAll; fork -> b -> end',
  nodes: { endAll: { terminate: true } },
};
