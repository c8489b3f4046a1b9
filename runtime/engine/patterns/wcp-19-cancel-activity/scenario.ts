import type { PatternScenario } from '../follow.ts';

/** WCP-19 Cancel Activity: interrupting `boundary` event, or `cancel` naming the step. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> b -> end; onStop -> c -> end',
  scenario: { messages: { stop: { name: { 'zh-CN': 'stop' } } } },
  nodes: { onStop: { attachedTo: 'a', event: { type: 'message', message: 'stop' } } },
};
