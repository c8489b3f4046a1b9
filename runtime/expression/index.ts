/** FEEL (DMN 1.5) compiled to closures that always end, and decision tables. See README.md. */

export {
  bounded,
  type CompileOptions,
  type FeelExpression,
  parseCondition,
  parseExpression,
  parseFeel,
  parseUnaryTests,
  type UnaryTests,
} from './evaluate.ts';
export { anyFeelValue, feelValue, jsonValue } from './json.ts';
export { limits } from './limits.ts';
export { outcomeText, type Problem } from './problems.ts';
export type { TableProblem } from './rows.ts';
export { type CompiledTable, compileTable, fitsType, type TableResult } from './table.ts';
export { type InputFacts, type TableFinding, tableFindings } from './table-findings.ts';
export type { Feel } from './values.ts';
