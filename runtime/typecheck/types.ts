import type { Text } from '../../schemas/generated/documents.ts';

export interface ScriptProblem {
  /** From 1. */
  line: number;
  column: number;
  message: Text;
}

export interface CheckRequest {
  /** The author's module: `export default function (input: Input): Output { … }`. */
  source: string;
  /** What the script sees: `interface Input { … } interface Output { … }`, from `declarationsFor`. */
  declarations: string;
}

export interface CheckResult {
  /** Body of a strict function that returns the script's main function: what the sandbox runs. Empty when the text cannot be read at all. */
  js: string;
  problems: ScriptProblem[];
}
