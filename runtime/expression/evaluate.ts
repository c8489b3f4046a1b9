/** From source to something that can be evaluated: nothing here ever throws to its caller. */
import type { Condition, Evaluated, EvaluationContext, EvaluationEnv, Expression } from '../compile/plan.ts';
import type { Ast, TestsAst } from './ast.ts';
import { type Compilation, compileAst } from './closures.ts';
import { toJson } from './json.ts';
import { BudgetError, EvaluationFailure, type Run, startRun } from './limits.ts';
import type { Code, Names } from './names.ts';
import { type NameTree, type Parsed, parseSource, parseTestsSource } from './parse.ts';
import type { Problem } from './problems.ts';
import { type Test, testCode } from './tests.ts';
import type { TypeLookup } from './types.ts';
import { type Feel, lift } from './values.ts';

/** For models whose names have spaces, or which bring functions of their own. */
export interface CompileOptions {
  names?: NameTree;
  /** Functions in the evaluation context. */
  functions?: readonly string[];
  /** Types beside those of FEEL, for `instance of` and parameters. */
  types?: TypeLookup;
  /** Leave calls that cannot fit to the evaluation, where they are null, as DMN says. */
  lenient?: boolean;
}

/** Inside the engine of expressions: values stay FEEL values. */
export type FeelExpression = (context: EvaluationContext, env: EvaluationEnv) => Evaluated<Feel>;
/** A unary test; the input may be a FEEL value or JSON. */
export type UnaryTests = (input: unknown, context: EvaluationContext, env: EvaluationEnv) => Evaluated<boolean>;
/** Compiled code that runs within a run somebody else started. */
export type RunCode = (run: Run) => Feel;
export type RunTest = (run: Run, input: Feel) => boolean;

type Compiled<T> = { ok: true; code: T; reads: string[] } | { ok: false; problems: Problem[] };

/** Runs a piece of work within a fresh budget and turns every way it can end into a value. */
export function bounded<T>(context: EvaluationContext, env: EvaluationEnv, work: (run: Run) => T): Evaluated<T> {
  try {
    return { ok: true, value: work(startRun(context, env)) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): { ok: false; code: 'budget' | 'type' | 'error'; message: string } {
  if (error instanceof EvaluationFailure) return { ok: false, code: error.kind, message: error.message };
  // The depth is counted, but the stack a caller left us is unknown: running out of it is the same outcome.
  if (error instanceof BudgetError || error instanceof RangeError) return { ok: false, code: 'budget', message: 'expression.budget' };
  return { ok: false, code: 'error', message: 'expression.failed' };
}

function compiled<T>(
  parsed: Parsed<T>,
  options: CompileOptions,
  build: (tree: T, work: Compilation) => Code | RunTest,
): Compiled<never> | Compiled<Code | RunTest> {
  if (!parsed.ok) return parsed;
  const functions = new Set(options.functions);
  const work: Compilation = { problems: [], reads: new Set(), isKnown: (name) => functions.has(name), typeNamed: options.types };
  try {
    const code = build(parsed.tree, work);
    if (work.problems.length > 0 && !options.lenient) return { ok: false, problems: work.problems };
    return { ok: true, code, reads: [...work.reads].sort() };
  } catch (error) {
    return { ok: false, problems: [failedProblem(error)] };
  }
}

const failedProblem = (error: unknown): Problem => problem(error instanceof RangeError ? 'expression.tooDeep' : 'expression.syntax', 0, 0);

/** Compiles an expression for use within a run. */
export function compileExpression(source: string, options: CompileOptions = {}): Compiled<RunCode> {
  const result = compiled(parseSource(source, options.names), options, (tree: Ast, work) => compileAst(tree, null, work));
  if (!result.ok) return result;
  const code = result.code as Code;
  return { ok: true, code: (run) => code(run, null), reads: result.reads };
}

const inputName: Names = { up: null, kind: 'one', name: '?' };

/** Compiles unary tests for use within a run. */
export function compileTests(source: string, options: CompileOptions = {}): Compiled<RunTest> {
  const result = compiled(parseTestsSource(source, options.names), options, (tree: TestsAst, work) => testsCode(tree, work));
  return result.ok ? { ok: true, code: result.code as RunTest, reads: result.reads } : result;
}

function testsCode(tree: TestsAst, work: Compilation): RunTest {
  if (tree.any) return () => true;
  const tests: Test[] = tree.tests.map((test) => testCode(test, (child) => compileAst(child, inputName, work)));
  const { negated } = tree;
  return (run, input) => {
    const frame = { up: null, value: input };
    const answers = tests.map((test) => test(run, frame, input));
    // `not` of an unknown answer is not true either.
    return negated ? answers.every((answer) => answer === false) : answers.includes(true);
  };
}

/** Parses an expression whose result stays a FEEL value. */
export function parseFeel(
  source: string,
  options: CompileOptions = {},
): { ok: true; expression: FeelExpression; reads: string[] } | { ok: false; problems: Problem[] } {
  const result = compileExpression(source, options);
  if (!result.ok) return result;
  const { code, reads } = result;
  return { ok: true, expression: (context, env) => bounded(context, env, code), reads };
}

/**
 * Parses an expression; its result is JSON.
 * @example parseExpression('mother.age >= 18 and baby.name != null') // reads: ['baby.name', 'mother.age']
 */
export function parseExpression(
  source: string,
  options: CompileOptions = {},
): { ok: true; expression: Expression; reads: string[] } | { ok: false; problems: Problem[] } {
  const result = compileExpression(source, options);
  if (!result.ok) return result;
  const { code, reads } = result;
  return { ok: true, expression: (context, env) => bounded(context, env, (run) => toJson(run, code(run))), reads };
}

/** Parses a condition: only `true` is true. */
export function parseCondition(
  source: string,
  options: CompileOptions = {},
): { ok: true; condition: Condition; reads: string[] } | { ok: false; problems: Problem[] } {
  const result = compileExpression(source, options);
  if (!result.ok) return result;
  const { code, reads } = result;
  return { ok: true, condition: (context, env) => bounded(context, env, (run) => code(run) === true), reads };
}

/** Parses unary tests, as they stand in the cells of a decision table. */
export function parseUnaryTests(
  source: string,
  options: CompileOptions = {},
): { ok: true; test: UnaryTests; reads: string[] } | { ok: false; problems: Problem[] } {
  const result = compileTests(source, options);
  if (!result.ok) return result;
  const { code, reads } = result;
  return { ok: true, test: (input, context, env) => bounded(context, env, (run) => code(run, lift(run, input))), reads };
}

import { problem } from './problems.ts';
