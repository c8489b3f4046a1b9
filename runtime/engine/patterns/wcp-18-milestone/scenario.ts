import type { PatternScenario } from '../follow.ts';

/** WCP-18 Milestone: `catch` and `boundary` of a condition over `at.node`. */
export const scenario: PatternScenario = {
  flow: 'start -> fork; fork -> receive -> review -> join; fork -> catchOpen -> extra -> xM; onClosed -> xM; xM -> join; join -> end',
  nodes: {
    catchOpen: { event: { type: 'condition', when: 'at.review' } },
    onClosed: { attachedTo: 'extra', event: { type: 'condition', when: 'not(at.review)' } },
  },
};
