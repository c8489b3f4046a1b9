export { createSandbox } from './sandbox.ts';
export type { Sandbox, SandboxEvent, SandboxOptions, SandboxScript, SandboxStats, ScriptRun } from './types.ts';
