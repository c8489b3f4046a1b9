/** The tree of an expression, freed of the parser's details. */
import type { Feel } from './values.ts';

/** `from` and `to` are positions in the source. */
interface At {
  from: number;
  to: number;
}
export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';
export interface Iteration {
  name: string;
  /** A list, or the first of two ends. */
  from: Ast;
  to?: Ast;
}
export interface Argument {
  name?: string;
  value: Ast;
}
/** A type after `instance of` or in a parameter list. */
export type TypeAst =
  | { kind: 'name'; name: string }
  /** A type the expression's host brought along. */
  | { kind: 'host'; name: string; test: (value: Feel) => boolean }
  | { kind: 'list'; of: TypeAst }
  | { kind: 'range'; of: TypeAst }
  | { kind: 'context'; entries: { name: string; type: TypeAst }[] }
  | { kind: 'function'; parameters: TypeAst[]; result?: TypeAst };

export type Ast = At &
  (
    | { type: 'constant'; value: Feel }
    | { type: 'name'; name: string }
    /** The input of a unary test: `?`. */
    | { type: 'input' }
    | { type: 'path'; target: Ast; name: string }
    | { type: 'filter'; target: Ast; test: Ast }
    | { type: 'call'; target: Ast; args: Argument[] }
    | { type: 'if'; test: Ast; yes: Ast; no: Ast }
    | { type: 'for'; iterations: Iteration[]; body: Ast }
    | { type: 'some' | 'every'; iterations: Iteration[]; body: Ast }
    | { type: 'and' | 'or'; parts: Ast[] }
    | { type: 'arithmetic'; op: ArithmeticOp; left: Ast; right: Ast }
    | { type: 'negate'; value: Ast }
    | { type: 'compare'; op: CompareOp; left: Ast; right: Ast }
    | { type: 'between'; value: Ast; low: Ast; high: Ast }
    | { type: 'in'; value: Ast; tests: Ast[] }
    | { type: 'instance'; value: Ast; of: TypeAst }
    | { type: 'list'; elements: Ast[] }
    | { type: 'context'; entries: { key: string; value: Ast }[] }
    | { type: 'range'; start: Ast; end: Ast; startIncluded: boolean; endIncluded: boolean }
    /** A test with an operator and no left side: `> 5`, `= "a"`. */
    | { type: 'test'; op: CompareOp; value: Ast }
    | { type: 'function'; parameters: { name: string; type?: TypeAst }[]; body: Ast }
  );

/** Unary tests: `-` is no test at all. */
export interface TestsAst {
  any: boolean;
  negated: boolean;
  tests: Ast[];
}
