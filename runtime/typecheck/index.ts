export { quietNotes } from './quiet-notes.ts';
export { createTypechecker, type Typechecker, type TypecheckerOptions } from './typechecker.ts';
export type { CheckRequest, CheckResult, RenameRequest, RenameResult, ScriptProblem } from './types.ts';
