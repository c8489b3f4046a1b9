/** One text as every kind of expression a scenario can hold. It may be refused or give a value; nothing else may happen. */
import type { DecisionTable } from '../../../schemas/generated/documents.ts';
import type { EvaluationContext } from '../../compile/plan.ts';
import { compileTable, jsonValue, parseCondition, parseExpression, parseUnaryTests } from '../../expression/index.ts';

const env = { now: '2026-03-02T01:00:00Z' };
const context = (): EvaluationContext => ({ mother: { idNumber: '330106199001011234', age: 31 }, param: {}, outcome: {}, case: {} });
/** Far above the budget of one evaluation; a text without an end would never come back at all. */
const LONGEST_MS = 5000;

interface Answer {
  ok: boolean;
  value?: unknown;
}
const refused: Answer = { ok: false };

const kinds: Record<string, (code: string) => Answer> = {
  expression: (code) => {
    const parsed = parseExpression(code);
    return parsed.ok ? parsed.expression(context(), env) : refused;
  },
  condition: (code) => {
    const parsed = parseCondition(code);
    return parsed.ok ? parsed.condition(context(), env) : refused;
  },
  'unary tests': (code) => {
    const parsed = parseUnaryTests(code);
    return parsed.ok ? parsed.test(1, context(), env) : refused;
  },
  'table input': (code) => table({ input: code }),
  'table cell': (code) => table({ when: code }),
  'table result': (code) => table({ result: code }),
  'table default': (code) => table({ fallback: code, when: '> 100' }),
};

function table({ input = 'mother.age', when = '-', result = '"a"', fallback = '"b"' }): Answer {
  const name = { 'zh-CN': '探针', en: 'Probe' };
  const document: DecisionTable = {
    name,
    hitPolicy: 'FIRST',
    inputs: { i: { name, rank: 'a0', expression: input, type: 'number' } },
    outputs: { o: { name, rank: 'a0', path: 'mother.kind', type: 'text', default: fallback } },
    // biome-ignore lint/suspicious/noThenProperty: a row of a decision table says "when … then …"; it is never awaited
    rows: { r: { rank: 'a0', when: { i: when }, then: { o: result } } },
  };
  const compiled = compileTable(document);
  return compiled.ok ? compiled.evaluate(context(), env) : refused;
}

/** The reason is left out where the text was contained. */
export function evaluateEverywhere(code: string): { as: string; reason?: string }[] {
  return Object.entries(kinds).map(([as, evaluate]) => {
    const start = performance.now();
    try {
      const answer = evaluate(code);
      const ms = performance.now() - start;
      if (ms > LONGEST_MS) return { as, reason: `took ${Math.round(ms)} ms` };
      if (answer.ok) JSON.stringify(jsonValue(answer.value));
      return { as, reason: answer.ok && typeof answer.value === 'function' ? 'gave a function of the host' : undefined };
    } catch (error) {
      return { as, reason: `threw ${String(error)}` };
    }
  });
}
