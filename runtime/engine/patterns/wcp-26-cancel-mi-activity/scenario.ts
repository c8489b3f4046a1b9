import type { PatternScenario } from '../follow.ts';

/** WCP-26 Cancel Multiple Instance Activity: interrupting `boundary` on a step with `each`; or `cancel`. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end; onStop -> c -> end',
  scenario: { messages: { stop: { name: { 'zh-CN': 'stop' } } } },
  nodes: { a: { each: { times: '3', order: 'parallel' } }, onStop: { attachedTo: 'a', event: { type: 'message', message: 'stop' } } },
};
