import type { AnswerCall } from '../cases/index.ts';
import type { Plan } from '../compile/index.ts';
import { createSandbox, type Sandbox } from '../sandbox/index.ts';

const attempts = 4;

/** Answers script calls from sandbox children, which are started by the first call. */
export function createScriptRunner(plan: Plan, region: string): { answer: AnswerCall; close(): Promise<void> } {
  let sandbox: Sandbox | undefined;
  return {
    async answer(call) {
      sandbox ??= createSandbox({ children: 1 });
      const script = plan.scripts[call.script]!;
      const run = () => sandbox!.run({ region, version: plan.hash, script, input: call.input, now: call.now, seed: call.seed });
      let outcome = await run();
      // On a crowded machine a good script can run out of time; one that never ends does so every time.
      for (let attempt = 1; attempt < attempts && !outcome.ok && outcome.kind === 'timeout'; attempt += 1) outcome = await run();
      return outcome;
    },
    close: async () => sandbox?.close(),
  };
}
