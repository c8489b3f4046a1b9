/** Short ways for tests to evaluate FEEL. */

import type { EvaluationContext, JsonValue } from '../../compile/plan.ts';
import { type CompileOptions, type Feel, parseExpression, parseFeel, parseUnaryTests } from '../index.ts';

/** 2026-11-23 04:00 in Asia/Shanghai. */
export const env = { now: '2026-11-22T20:00:00Z' };

/** The JSON result; a failure or a problem is told by its code. */
export function feel(source: string, context: EvaluationContext = {}): JsonValue {
  const parsed = parseExpression(source, { lenient: true });
  if (!parsed.ok) return `problem ${parsed.problems[0]?.code}`;
  const result = parsed.expression(context, env);
  return result.ok ? result.value : `failure ${result.code}`;
}

/** Whether an input passes unary tests. */
export function passes(tests: string, input: unknown, context: EvaluationContext = {}): JsonValue {
  const parsed = parseUnaryTests(tests);
  if (!parsed.ok) return `problem ${parsed.problems[0]?.code}`;
  const result = parsed.test(input, context, env);
  return result.ok ? result.value : `failure ${result.code}`;
}

/** The FEEL value itself; throws when there is none. */
export function feelRaw(source: string, context: EvaluationContext = {}, options: CompileOptions = {}): Feel {
  const parsed = parseFeel(source, options);
  const result = parsed.ok ? parsed.expression(context, env) : undefined;
  if (!result?.ok) throw new Error(`no value of ${source}`);
  return result.value;
}
