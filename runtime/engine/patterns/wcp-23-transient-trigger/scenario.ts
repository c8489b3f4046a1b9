import type { PatternScenario } from '../follow.ts';

/** WCP-23 Transient Trigger: `message` without `keep`, caught. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> catchGo -> b -> end',
  scenario: { messages: { go: { name: { 'zh-CN': 'go' } } } },
  nodes: { catchGo: { event: { type: 'message', message: 'go' } } },
};
