/** Decision tables given as JSON: a list of models with their decisions and cases. */
import type { EvaluationEnv } from '../../../compile/plan.ts';
import { bounded, type CompileOptions, compileExpression, type RunCode } from '../../../expression/evaluate.ts';
import type { Aggregation, HitPolicy } from '../../../expression/hit-policy.ts';
import { anyFeelValue } from '../../../expression/json.ts';
import { compileRows, type Decided } from '../../../expression/rows.ts';
import type { Feel } from '../../../expression/values.ts';
import { agrees, passes } from './types.ts';

interface TableDecision {
  name: string;
  kind: 'table';
  hitPolicy: string;
  aggregation: Aggregation | null;
  inputs: { expression: string; type: string; allowed: string | null }[];
  outputs: { name: string | null; values: string | null; default: string | null }[];
  rules: { when: string[]; then: string[] }[];
}
interface LiteralDecision {
  name: string;
  kind: 'literal';
  text: string;
}
export interface JsonModel {
  id: string;
  simple: boolean;
  decisions: (TableDecision | LiteralDecision)[];
  cases: { id: string; inputs: Record<string, unknown>; expect: Record<string, { value: unknown }> }[];
}
export interface JsonResult {
  model: string;
  testCase: string;
  result: string;
  right: boolean;
  expected: Feel;
  actual: Feel;
}

interface Decider {
  reads: string[];
  code: RunCode;
}

/** Every expected result of a model. */
export function runJsonModel(model: JsonModel, env: EvaluationEnv): JsonResult[] {
  const known = [...model.decisions.map((decision) => decision.name), ...model.cases.flatMap((one) => Object.keys(one.inputs))];
  const options: CompileOptions = { names: Object.fromEntries(known.map((name) => [name, true as const])), lenient: true };
  const deciders = new Map(model.decisions.map((decision) => [decision.name, deciderOf(decision, options)]));
  return model.cases.flatMap((test) =>
    Object.entries(test.expect).map(([result, { value }]) => {
      const context: Record<string, unknown> = { ...test.inputs };
      const actual = decide(result, deciders, context, env);
      const expected = anyFeelValue(value);
      return { model: model.id, testCase: test.id, result, expected, actual, right: agrees(expected, actual) };
    }),
  );
}

/** Evaluates what a decision reads first; results are kept in the context. */
function decide(name: string, deciders: Map<string, Decider | undefined>, context: Record<string, unknown>, env: EvaluationEnv): Feel {
  const decider = deciders.get(name);
  if (!decider) return null;
  deciders.delete(name);
  for (const read of [...deciders.keys()])
    if (decider.reads.some((path) => path === read || path.startsWith(`${read}.`))) decide(read, deciders, context, env);
  deciders.set(name, decider);
  const result = bounded(context, env, decider.code);
  const value = result.ok ? result.value : null;
  context[name] = value;
  return value;
}

function deciderOf(decision: TableDecision | LiteralDecision, options: CompileOptions): Decider | undefined {
  if (decision.kind === 'table') return tableDecider(decision, options);
  const compiled = decision.kind === 'literal' ? compileExpression(decision.text, options) : undefined;
  return compiled?.ok ? compiled : undefined;
}

/** Values between commas; commas inside texts do not part them. */
export const listedValues = (source: string | null | undefined): string[] | undefined =>
  source
    ?.match(/"(?:[^"\\]|\\.)*"|[^,"]+/g)
    ?.map((piece) => piece.trim())
    .filter((piece) => piece !== '');

function tableDecider(decision: TableDecision, options: CompileOptions): Decider | undefined {
  const compiled = compileRows(
    {
      hitPolicy: decision.hitPolicy.replace(' ', '_') as HitPolicy,
      aggregation: decision.aggregation ?? undefined,
      inputs: decision.inputs.map(({ expression, allowed }, index) => ({
        id: String(index),
        expression,
        fits: (_run: unknown, value: Feel) => !allowed || passes(allowed, value),
      })),
      outputs: decision.outputs.map((output, index) => ({
        id: String(index),
        allowed: listedValues(output.values),
        default: output.default ?? undefined,
      })),
      rows: decision.rules.map((rule, index) => ({ id: String(index), when: rule.when, results: rule.then })),
    },
    options,
  );
  if (!compiled.ok) return undefined;
  return {
    reads: compiled.reads,
    code: (run) =>
      valueOfTable(
        compiled.decide(run),
        decision.outputs.map((output) => output.name ?? ''),
      ),
  };
}

/** One column gives a value, several a context; policies of several rows a list of them. Null when no row matched. */
export function valueOfTable(decided: Decided, columns: string[]): Feel {
  if (decided.aggregated !== undefined) return decided.aggregated;
  const record = (values: Feel[]): Feel =>
    columns.length === 1 ? (values[0] ?? null) : new Map(columns.map((column, index) => [column, values[index] ?? null]));
  if (decided.records.length === 0) return null;
  return decided.single ? record(decided.records[0] as Feel[]) : decided.records.map(record);
}
