/** The rows of a decision table as closures, on FEEL values; `table.ts` fits the document around it. */
import { equal } from './compare.ts';
import { type CompileOptions, compileExpression, compileTests, type RunCode, type RunTest } from './evaluate.ts';
import { type Aggregation, aggregate, choose, type Hit, type HitPolicy, isSingle, stopsAtFirst } from './hit-policy.ts';
import { EvaluationFailure, type Run, spend } from './limits.ts';
import { type Problem, problem } from './problems.ts';
import type { Feel } from './values.ts';

/** Whether a value is of the type of its column; null always is. */
export type Fits = (run: Run, value: Feel) => boolean;
export interface TableSpec {
  hitPolicy: HitPolicy;
  aggregation?: Aggregation;
  inputs: { id: string; expression: string; fits?: Fits; allowed?: string[] }[];
  outputs: { id: string; fits?: Fits; allowed?: string[]; default?: string }[];
  rows: { id: string; when: (string | undefined)[]; results: (string | undefined)[] }[];
}
export type TableProblem = Problem & { path: string };

/** Columns of outputs, in order: one value each for a single policy, a list each for the others. */
export interface Decided {
  rows: string[];
  /** One record per counted hit; the defaults when there was none. */
  records: Feel[][];
  single: boolean;
  /** With an aggregation: the one value it gave. */
  aggregated?: Feel;
  matched: boolean;
}
export type CompiledRows = { ok: true; decide(run: Run): Decided; reads: string[] } | { ok: false; problems: TableProblem[] };

interface Column {
  code: RunCode;
  fits?: Fits;
  allowed?: RunTest;
}
interface Output {
  fits?: Fits;
  allowed?: RunTest;
  ranks: RunCode[];
  fallback?: RunCode;
}
interface Row {
  id: string;
  tests: { column: number; test: RunTest }[];
  outputs: RunCode[];
}

/** Collects problems with their path and names read, while the cells are compiled. */
class Cells {
  readonly problems: TableProblem[] = [];
  readonly reads = new Set<string>();
  readonly options: CompileOptions;
  constructor(options: CompileOptions) {
    this.options = options;
  }
  code(path: string, source: string): RunCode {
    const result = compileExpression(source, this.options);
    return this.keep(path, result, () => null);
  }
  test(path: string, source: string): RunTest {
    return this.keep(path, compileTests(source, this.options), () => false);
  }
  add(path: string, code: string, word = ''): void {
    this.problems.push({ ...problem(code, 0, 0, word), path });
  }
  private keep<T>(path: string, result: { ok: true; code: T; reads: string[] } | { ok: false; problems: Problem[] }, none: T): T {
    if (!result.ok) {
      for (const one of result.problems) this.problems.push({ ...one, path });
      return none;
    }
    for (const name of result.reads) this.reads.add(name);
    return result.code;
  }
}

/** Compiles a table; every problem of every cell is reported at once. */
export function compileRows(spec: TableSpec, options: CompileOptions = {}): CompiledRows {
  const cells = new Cells(options);
  const inputs = spec.inputs.map((input) => inputColumn(input, cells));
  const outputs = spec.outputs.map((output) => outputColumn(output, cells));
  const rows = spec.rows.map((row) => compileRow(row, spec, cells));
  checkShape(spec, cells);
  if (cells.problems.length > 0) return { ok: false, problems: cells.problems };
  const decide = (run: Run): Decided => decideRows(run, spec, inputs, outputs, rows);
  return { ok: true, decide, reads: [...cells.reads].sort() };
}

function inputColumn(input: TableSpec['inputs'][number], cells: Cells): Column {
  return {
    code: cells.code(`inputs/${input.id}/expression`, input.expression),
    fits: input.fits,
    allowed: anyOf(input.allowed, `inputs/${input.id}/allowed`, cells),
  };
}

function outputColumn(output: TableSpec['outputs'][number], cells: Cells): Output {
  const base = `outputs/${output.id}`;
  return {
    fits: output.fits,
    allowed: anyOf(output.allowed, `${base}/allowed`, cells),
    ranks: (output.allowed ?? []).map((value, index) => cells.code(`${base}/allowed/${index}`, value)),
    fallback: output.default === undefined ? undefined : cells.code(`${base}/default`, output.default),
  };
}

function anyOf(allowed: string[] | undefined, path: string, cells: Cells): RunTest | undefined {
  if (!allowed || allowed.length === 0) return undefined;
  const tests = allowed.map((source, index) => cells.test(`${path}/${index}`, source));
  return (run, value) => tests.some((test) => test(run, value));
}

/** A cell that is empty or `-` is no test: it costs nothing. */
const isTest = (cell: string | undefined): cell is string => cell !== undefined && cell.trim() !== '' && cell.trim() !== '-';

function compileRow(row: TableSpec['rows'][number], spec: TableSpec, cells: Cells): Row {
  const tests = row.when.flatMap((cell, column) =>
    isTest(cell) ? [{ column, test: cells.test(`rows/${row.id}/when/${spec.inputs[column]?.id}`, cell) }] : [],
  );
  const outputs = spec.outputs.map((output, index) => {
    const cell = row.results[index];
    const path = `rows/${row.id}/then/${output.id}`;
    if (cell !== undefined && cell.trim() !== '') return cells.code(path, cell);
    cells.add(path, 'table.outputEmpty');
    return () => null;
  });
  return { id: row.id, tests, outputs };
}

function checkShape(spec: TableSpec, cells: Cells): void {
  if (spec.outputs.length === 0) cells.add('outputs', 'table.noOutput');
  if (spec.aggregation && spec.hitPolicy !== 'COLLECT') cells.add('aggregation', 'table.aggregationPolicy');
  if (spec.aggregation && spec.outputs.length > 1) cells.add('aggregation', 'table.aggregation');
  const ranked = spec.hitPolicy === 'PRIORITY' || spec.hitPolicy === 'OUTPUT_ORDER';
  if (ranked && !spec.outputs.some((output) => output.allowed?.length)) cells.add('hitPolicy', 'table.allowedNeeded');
}

function decideRows(run: Run, spec: TableSpec, inputs: Column[], outputs: Output[], rows: Row[]): Decided {
  const values = inputs.map((column) => inputValue(run, column));
  const ranks = outputs.map((output) => output.ranks.map((code) => code(run)));
  const hits: Hit[] = [];
  for (const row of rows) {
    spend(run, 1 + row.tests.length);
    if (!row.tests.every(({ column, test }) => test(run, values[column] as Feel))) continue;
    hits.push(hitOf(run, row, outputs, ranks));
    if (stopsAtFirst(spec.hitPolicy)) break;
  }
  return answer(run, spec, outputs, choose(run, spec.hitPolicy, hits));
}

function inputValue(run: Run, column: Column): Feel {
  const value = column.code(run);
  if (value === null) return null;
  if (column.fits && !column.fits(run, value)) throw new EvaluationFailure('type', 'table.input_type');
  if (column.allowed && !column.allowed(run, value)) throw new EvaluationFailure('type', 'table.input_not_allowed');
  return value;
}

function hitOf(run: Run, row: Row, outputs: Output[], ranks: Feel[][]): Hit {
  const values = outputs.map((output, index) => checkedOutput(run, output, (row.outputs[index] as RunCode)(run)));
  return { row: row.id, outputs: values, ranks: values.map((value, index) => rankOf(run, ranks[index] as Feel[], value)) };
}

function checkedOutput(run: Run, output: Output, value: Feel): Feel {
  if (value === null) return null;
  if (output.fits && !output.fits(run, value)) throw new EvaluationFailure('type', 'table.output_type');
  if (output.allowed && !output.allowed(run, value)) throw new EvaluationFailure('type', 'table.output_not_allowed');
  return value;
}

/** A value that is not listed comes after all that are. */
function rankOf(run: Run, ranks: Feel[], value: Feel): number {
  const index = ranks.findIndex((rank) => equal(run, rank, value) === true);
  return index < 0 ? ranks.length : index;
}

function answer(run: Run, spec: TableSpec, outputs: Output[], hits: Hit[]): Decided {
  const single = isSingle(spec.hitPolicy);
  const rows = hits.map((hit) => hit.row);
  if (hits.length === 0 && outputs.some((output) => output.fallback)) {
    const record = outputs.map((output) => (output.fallback ? checkedOutput(run, output, output.fallback(run)) : null));
    return { rows, records: [record], single: true, matched: false };
  }
  const records = hits.map((hit) => hit.outputs);
  if (spec.aggregation) {
    const aggregated = aggregate(
      run,
      spec.aggregation,
      records.map((record) => record[0] as Feel),
    );
    return { rows, records, single: true, aggregated, matched: hits.length > 0 };
  }
  return { rows, records: single ? records.slice(0, 1) : records, single, matched: hits.length > 0 };
}
