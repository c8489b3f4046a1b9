export { createTypechecker, type Typechecker, type TypecheckerOptions } from './typechecker.ts';
export type { CheckRequest, CheckResult, ScriptProblem } from './types.ts';
