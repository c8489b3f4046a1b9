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
  /** Ask for `lines` as well. */
  lines?: boolean;
}

export interface RenameRequest extends Omit<CheckRequest, 'lines'> {
  /** Paths of a value, `subject.name`; the subject stays the same. */
  from: string;
  to: string;
}

export interface RenameResult {
  source: string;
  /** Places that changed. */
  places: number;
}

export interface CheckResult {
  /** Body of a strict function that returns the script's main function: what the sandbox runs. Empty when the text cannot be read at all. */
  js: string;
  problems: ScriptProblem[];
  /** By line of `js`, from 0: the line of the source it came from, from 1. */
  lines?: number[];
}
