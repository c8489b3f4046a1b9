/** What a table's own expressions say: computed cells, and cells required on a condition. `row` is the row they stand in. */
import { feelRow } from '../expression/json.ts';
import { holds, jsonValue } from './expressions.ts';
import type { EvaluationContext, EvaluationEnv, JsonValue, MergedColumn } from './plan.ts';
import { isNothing } from './values/check.ts';

export type TableRow = Record<string, JsonValue>;
type Evaluating = Pick<MergedColumn, 'id' | 'type' | 'required' | 'computed'>;

/** True when cells are computed or required by an expression: such a table needs the form's context. */
export function evaluatesRows(columns: readonly Evaluating[] | undefined): boolean {
  return columns?.some(({ computed, required }) => computed !== undefined || typeof required !== 'boolean') === true;
}

/**
 * The rows with their computed cells. One may read another of the same row in any order: each round settles at least one.
 * `accept` normalises a computed value, or refuses it: the cell is empty then.
 */
export function computeRows(
  columns: readonly Evaluating[],
  rows: readonly TableRow[],
  { context, env, accept }: { context: EvaluationContext; env: EvaluationEnv; accept: (column: string, value: JsonValue) => JsonValue },
): TableRow[] {
  const computed = columns.filter((column) => column.computed);
  if (computed.length === 0) return [...rows];
  return rows.map((row) => {
    const known = new Set(computed.map(({ id }) => id));
    let current: TableRow = Object.fromEntries(Object.entries(row).filter(([id]) => !known.has(id)));
    for (let round = 0; round < computed.length; round++) {
      const inRow = { ...context, row: feelRow(current, columns) };
      const next: TableRow = { ...current };
      for (const { id, computed: expression } of computed) {
        const evaluated = expression!(inRow, env);
        const value = evaluated.ok ? accept(id, jsonValue(evaluated.value)) : null;
        if (isNothing(value)) delete next[id];
        else next[id] = value;
      }
      const moved = computed.some(({ id }) => JSON.stringify(current[id]) !== JSON.stringify(next[id]));
      current = next;
      if (!moved) break;
    }
    return current;
  });
}

/** Columns of a row that its conditions ask for and that hold nothing. */
export function missingCells(
  columns: readonly Evaluating[],
  row: TableRow,
  { context, env }: { context: EvaluationContext; env: EvaluationEnv },
): string[] {
  const conditional = columns.filter(({ required, computed }) => typeof required !== 'boolean' && computed === undefined);
  if (conditional.length === 0) return [];
  const inRow = { ...context, row: feelRow(row, columns) };
  return conditional.flatMap(({ id, required }) =>
    typeof required !== 'boolean' && holds(required, inRow, env) && isNothing(row[id]) ? [id] : [],
  );
}
