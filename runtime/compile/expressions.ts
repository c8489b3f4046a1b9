/** The expression engine as compile uses it: every source parsed once per compile, failures kept as problems. */
import type { Calendar, DecisionTable, Text } from '../../schemas/generated/documents.ts';
import { compileTable, parseCondition, parseExpression } from '../expression/index.ts';
import type { Condition, EvaluationContext, EvaluationEnv, Expression, PlanTable } from './plan.ts';

export { feelValue, jsonValue } from '../expression/index.ts';

export interface ExpressionProblem {
  from: number;
  to: number;
  code: string;
  message: Text;
}
export interface TableProblem {
  /** Path inside the table, for example rows/r1/when/i_age. */
  path: string;
  message: Text;
}
export type ParsedExpression = { ok: true; expression: Expression; reads: string[] } | { ok: false; problems: ExpressionProblem[] };
export type ParsedCondition = { ok: true; condition: Condition; reads: string[] } | { ok: false; problems: ExpressionProblem[] };
export type ParsedTable = { ok: true; evaluate: PlanTable['evaluate']; reads: string[] } | { ok: false; problems: TableProblem[] };

/** Parses with memory, so that rules, forms and plan share one closure per source. */
export interface ExpressionCache {
  expression(source: string): ParsedExpression;
  condition(source: string): ParsedCondition;
  table(table: DecisionTable): ParsedTable;
}

/**
 * Closures keep nothing between calls, so one per source serves every package: the designer compiles after each edit,
 * and parsing is the dearest part of it. A table is an object that an edit may change, so it is known by its text, and compiled from
 * a copy that nobody changes.
 */
const expressions = new Map<string, ParsedExpression>();
const conditions = new Map<string, ParsedCondition>();
const tableTexts = new Map<string, ParsedTable>();
const mostRemembered = 5000;
/** A table may have thousands of cells. */
const mostTables = 100;

export function createExpressionCache(calendar?: Calendar): ExpressionCache {
  const tables = new Map<DecisionTable, ParsedTable>();
  return {
    expression: (source) => {
      const parsed = remembered(expressions, source, () => parseExpression(source));
      return parsed.ok && calendar && countsDays(source) ? { ...parsed, expression: counting(parsed.expression, calendar) } : parsed;
    },
    condition: (source) => {
      const parsed = remembered(conditions, source, () => parseCondition(source));
      return parsed.ok && calendar && countsDays(source) ? { ...parsed, condition: counting(parsed.condition, calendar) } : parsed;
    },
    table: (table) =>
      remembered(tables, table, () => {
        const text = JSON.stringify(table);
        const parsed = remembered(tableTexts, text, () => compileTable(JSON.parse(text) as DecisionTable), mostTables);
        const counts = calendar && countsDays(text);
        return parsed.ok && counts ? { ...parsed, evaluate: counting(parsed.evaluate, calendar) } : parsed;
      }),
  };
}

/** Whether a source names one of the functions that count working days. */
const countsDays = (source: string): boolean => /working\s+day/.test(source);

/** Gives an evaluation the calendar of the plan; only sources that count days pay for it. */
const counting =
  <T>(evaluate: (context: EvaluationContext, env: EvaluationEnv) => T, calendar: Calendar) =>
  (context: EvaluationContext, env: EvaluationEnv): T =>
    evaluate(context, env.calendar ? env : { ...env, calendar });

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V, most = mostRemembered): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= most) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/** True when every condition holds; the first failure is handed on. None at all is true. */
export function allOf(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const given = [...new Set(conditions.filter((condition) => condition !== undefined))];
  if (given.length <= 1) return given[0];
  return (context, env) => {
    for (const condition of given) {
      const held = condition(context, env);
      if (!held.ok || !held.value) return held;
    }
    return { ok: true, value: true };
  };
}

/** True when one condition holds; `undefined` among them means always, so the whole is always too. */
export function anyOf(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const given = new Set<Condition>();
  for (const condition of conditions) {
    if (condition === undefined) return undefined;
    given.add(condition);
  }
  if (given.size <= 1) return [...given][0];
  return (context, env) => {
    for (const condition of given) {
      const held = condition(context, env);
      if (!held.ok || held.value) return held;
    }
    return { ok: true, value: false };
  };
}

/** Whether a condition holds; no condition always does, one that fails does not. */
export function holds(condition: Condition | undefined, context: EvaluationContext, env: EvaluationEnv): boolean {
  if (!condition) return true;
  const held = condition(context, env);
  return held.ok && held.value;
}
