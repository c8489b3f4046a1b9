import type { PatternScenario } from '../follow.ts';

/** WCP-24 Persistent Trigger: `message` with `keep`, caught. */
export const scenario: PatternScenario = {
  flow: 'start -> a -> catchGo -> b -> end',
  scenario: { messages: { go: { name: { 'zh-CN': 'go' }, keep: true } } },
  nodes: { catchGo: { event: { type: 'message', message: 'go' } } },
};
