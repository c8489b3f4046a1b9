/** Decision tables of a scenario: compiled once, evaluated within one budget, answered by output path. */
import type { DecisionTable, TableInputType, ValueType } from '../../schemas/generated/documents.ts';
import type { Evaluated, EvaluationContext, EvaluationEnv, JsonValue } from '../compile/plan.ts';
import { bounded, parseFeel } from './evaluate.ts';
import { typedJson } from './json.ts';
import type { Run } from './limits.ts';
import { problem } from './problems.ts';
import { compileRows, type Decided, type Fits, type TableProblem, type TableSpec } from './rows.ts';
import { type Feel, isContext, isList, isNumber, kindOf } from './values.ts';

/** Values by output path, and the ids of the rows that gave them. */
export interface TableResult {
  values: Record<string, JsonValue>;
  rows: string[];
}
export type CompiledTable =
  | { ok: true; evaluate(context: EvaluationContext, env: EvaluationEnv): Evaluated<TableResult>; reads: string[] }
  | { ok: false; problems: TableProblem[] };

const isText = (value: Feel): boolean => typeof value === 'string';

/** Whether a FEEL value is of a declared type. */
export function fitsType(value: Feel, type: TableInputType): boolean {
  switch (type) {
    case 'number':
    case 'money':
      return isNumber(value);
    case 'integer':
      return isNumber(value) && value.isInteger();
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return kindOf(value) === 'date';
    case 'dateTime':
      return kindOf(value) === 'date and time';
    case 'time':
      return kindOf(value) === 'time';
    case 'dayTimeDuration':
      return kindOf(value) === 'days and time duration';
    case 'yearMonthDuration':
      return kindOf(value) === 'years and months duration';
    case 'codes':
    case 'cascade':
    case 'file':
      return isList(value) && value.every(isText);
    case 'table':
      return isList(value) && value.every(isContext);
    case 'dateRange':
    case 'signature':
      return isContext(value);
    case 'address':
      return isText(value) || isContext(value);
    default:
      return isText(value);
  }
}

const fitsOf =
  (type: TableInputType): Fits =>
  (_run, value) =>
    fitsType(value, type);

const ranked = <T extends { rank: string }>(map: Record<string, T>): [string, T][] =>
  Object.entries(map).sort(([idA, a], [idB, b]) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : idA < idB ? -1 : 1));

/**
 * Compiles a decision table. Policies that answer with one row give each path a value; the others give each path the
 * list of that column, and an aggregation one value. Without a match the defaults hold, else null or an empty list.
 */
export function compileTable(table: DecisionTable): CompiledTable {
  const outputs = ranked(table.outputs);
  const compiled = compileRows(specOf(table, outputs));
  const problems = [
    ...(compiled.ok ? [] : compiled.problems),
    ...strayCells(table),
    ...duplicatePaths(outputs),
    ...constantProblems(table),
  ];
  if (!compiled.ok || problems.length > 0) return { ok: false, problems };
  const columns = outputs.map(([, output]) => ({ path: output.path, type: output.type }));
  const { decide, reads } = compiled;
  return {
    ok: true,
    reads,
    evaluate: (context, env) => bounded(context, env, (run) => resultOf(run, decide(run), columns)),
  };
}

function specOf(table: DecisionTable, outputs: [string, DecisionTable['outputs'][string]][]): TableSpec {
  const inputs = ranked(table.inputs);
  return {
    hitPolicy: table.hitPolicy,
    aggregation: table.aggregation,
    inputs: inputs.map(([id, input]) => ({ id, expression: input.expression, fits: fitsOf(input.type), allowed: input.allowed })),
    outputs: outputs.map(([id, output]) => ({ id, fits: fitsOf(output.type), allowed: output.allowed, default: output.default })),
    rows: ranked(table.rows).map(([id, row]) => ({
      id,
      when: inputs.map(([input]) => ownCell(row.when, input)),
      results: outputs.map(([output]) => ownCell(row.then, output)),
    })),
  };
}

const ownCell = (cells: Record<string, string>, id: string): string | undefined => (Object.hasOwn(cells, id) ? cells[id] : undefined);

function strayCells(table: DecisionTable): TableProblem[] {
  return Object.entries(table.rows).flatMap(([id, row]) => [
    ...Object.keys(row.when)
      .filter((input) => !Object.hasOwn(table.inputs, input))
      .map((input) => ({ ...problem('table.rowCell', 0, 0), path: `rows/${id}/when/${input}` })),
    ...Object.keys(row.then)
      .filter((output) => !Object.hasOwn(table.outputs, output))
      .map((output) => ({ ...problem('table.rowCell', 0, 0), path: `rows/${id}/then/${output}` })),
  ]);
}

function duplicatePaths(outputs: [string, DecisionTable['outputs'][string]][]): TableProblem[] {
  const seen = new Set<string>();
  return outputs.flatMap(([id, { path }]) => {
    if (!seen.has(path)) {
      seen.add(path);
      return [];
    }
    return [{ ...problem('table.duplicatePath', 0, 0, path), path: `outputs/${id}/path` }];
  });
}

/** Results that read nothing are known now: a wrong type or value is told to the author, not to the case. */
function constantProblems(table: DecisionTable): TableProblem[] {
  return Object.entries(table.outputs).flatMap(([id, output]) => {
    const cells = Object.entries(table.rows).map(([row, { then }]) => ({ path: `rows/${row}/then/${id}`, source: ownCell(then, id) }));
    const all = [...cells, { path: `outputs/${id}/default`, source: output.default }];
    const allowed = allowedValues(output.allowed);
    return all.flatMap(({ path, source }) => (source === undefined ? [] : constantProblem(path, source, output.type, allowed)));
  });
}

function constantOf(source: string): Feel | undefined {
  const parsed = parseFeel(source);
  if (!parsed.ok || parsed.reads.length > 0 || /\b(now|today|working days?)\b/.test(source)) return undefined;
  const result = parsed.expression({}, { now: '2000-01-01T00:00:00Z' });
  return result.ok ? result.value : undefined;
}

/** Text of the allowed values, when all of them are constants that are no ranges. */
function allowedValues(allowed: string[] | undefined): Set<string> | undefined {
  if (!allowed?.length) return undefined;
  const values = allowed.map((source) => constantOf(source));
  const plain = values.every(
    (value) => typeof value === 'string' || typeof value === 'boolean' || (value !== undefined && isNumber(value)),
  );
  return plain ? new Set(values.map((value) => `${kindOf(value as Feel)} ${value}`)) : undefined;
}

function constantProblem(path: string, source: string, type: ValueType, allowed: Set<string> | undefined): TableProblem[] {
  const value = constantOf(source);
  if (value === undefined || value === null) return [];
  if (!fitsType(value, type)) return [{ ...problem('table.outputType', 0, source.length, source), path }];
  if (allowed && !allowed.has(`${kindOf(value)} ${value}`)) return [{ ...problem('table.outputAllowed', 0, source.length, source), path }];
  return [];
}

function resultOf(run: Run, decided: Decided, columns: { path: string; type: ValueType }[]): TableResult {
  const values: Record<string, JsonValue> = {};
  for (const [index, { path, type }] of columns.entries()) values[path] = columnValue(run, decided, index, type);
  return { values, rows: decided.rows };
}

function columnValue(run: Run, decided: Decided, index: number, type: ValueType): JsonValue {
  if (decided.aggregated !== undefined) return typedJson(run, decided.aggregated, type);
  if (decided.single) return typedJson(run, decided.records[0]?.[index] ?? null, type);
  return decided.records.map((record) => typedJson(run, record[index] as Feel, type));
}
