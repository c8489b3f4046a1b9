/** What one parse and one evaluation may use. Every expression ends within these numbers, or with a typed outcome. */
import type { EvaluationContext, EvaluationEnv } from '../compile/plan.ts';

export const limits = {
  /** Characters of source text. The parser's cost grows with the square of it. */
  source: 5000,
  /** Nesting of brackets and of operators in the source. */
  nesting: 200,
  /** Steps of one evaluation: a call, an iteration, an element looked at. */
  steps: 250_000,
  /** Characters, list elements and context entries made by one evaluation, and handed out by it. */
  size: 1_000_000,
  /** Characters of one string. */
  text: 250_000,
  /** Nesting at run time: function calls times the nesting of their bodies. */
  depth: 2000,
  /** Nesting of values. */
  valueDepth: 64,
  /** Characters of a regular expression. */
  pattern: 500,
} as const;

/** Thrown inside an evaluation and caught at its edge; no caller outside this folder ever sees it. */
export class BudgetError extends Error {}

/** A refusal with a code of its own, such as a table whose input has the wrong type; caught at the edge as well. */
export class EvaluationFailure extends Error {
  readonly kind: 'type' | 'error';
  constructor(kind: 'type' | 'error', code: string) {
    super(code);
    this.kind = kind;
  }
}

const overSteps = new BudgetError('steps');
const overSize = new BudgetError('size');
const overDepth = new BudgetError('depth');

/** One evaluation: what it reads and what it has used so far. */
export interface Run {
  steps: number;
  size: number;
  depth: number;
  /** Changes only while a function runs that was made in another evaluation. */
  context: EvaluationContext;
  readonly env: EvaluationEnv;
  /** Lists and objects of the context already turned into FEEL values: a loop that reads one again pays once. */
  lifted?: Map<object, unknown>;
}

/** Starts an evaluation with an unused budget. */
export const startRun = (context: EvaluationContext, env: EvaluationEnv): Run => ({ steps: 0, size: 0, depth: 0, context, env });

/** Counts work done. */
export function spend(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > limits.steps) throw overSteps;
}

/** Counts what an evaluation makes; called before it is made. */
export function grow(run: Run, size: number): void {
  run.size += size;
  if (run.size > limits.size) throw overSize;
}

/** Checks the length of a string before it is made. */
export function growText(run: Run, length: number): void {
  if (length > limits.text) throw overSize;
  grow(run, length);
}

/** Enters `levels` of nesting; the caller leaves them again by subtracting. */
export function descend(run: Run, levels: number): void {
  run.depth += levels;
  if (run.depth > limits.depth) throw overDepth;
}

/** Refuses values that nest too deep to be walked. */
export function checkDepth(depth: number): void {
  if (depth > limits.valueDepth) throw overDepth;
}
