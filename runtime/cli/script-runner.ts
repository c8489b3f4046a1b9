import type { AnswerCall } from '../cases/index.ts';
import type { Plan } from '../compile/index.ts';
import { createSandbox, type Sandbox } from '../sandbox/index.ts';

/** Answers script calls from sandbox children, which are started by the first call. */
export function createScriptRunner(plan: Plan, region: string): { answer: AnswerCall; close(): Promise<void> } {
  let sandbox: Sandbox | undefined;
  return {
    answer(call) {
      sandbox ??= createSandbox({ children: 1 });
      const script = plan.scripts[call.script]!;
      return sandbox.run({ region, version: plan.hash, script, input: call.input, now: call.now, seed: call.seed });
    },
    close: async () => sandbox?.close(),
  };
}
