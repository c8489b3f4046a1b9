import type { PatternScenario } from '../follow.ts';

/** WCP-16 Deferred Choice: `event` gateway. */
export const scenario: PatternScenario = {
  flow: 'start -> first; first -> catchPay -> a -> end; first -> wait -> b -> end',
  scenario: { messages: { pay: { name: { 'zh-CN': 'pay' } } } },
  nodes: { catchPay: { event: { type: 'message', message: 'pay' } } },
};
