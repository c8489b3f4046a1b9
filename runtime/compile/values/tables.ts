/** Rows people fill in: each cell is checked by its column, and a problem says which row and column it is in. */
import type { JsonValue } from '../plan.ts';
import { type CellProblem, type CheckedValue, isNothing, type TypeCheck, type ValueCheck } from './check.ts';

/** A column as it is checked. Tables do not nest. */
export interface ColumnCheck {
  check: ValueCheck;
  /** Computed cells are worked out by the form; what was sent for them is compared there. */
  computed: boolean;
  required: boolean;
}
export interface TableRules {
  columns: Readonly<Record<string, ColumnCheck>>;
  minRows?: number;
  maxRows?: number;
}

/** Rows of a table that does not say how many it may have. */
export const defaultMaxRows = 50;
/** More are never looked at: the list of problems stays readable. */
const mostProblems = 200;

/**
 * A list of records by column id. Rows without any value are left out, cells are normalised, columns nobody declared are
 * refused. Problems count rows as they were sent, from 0.
 */
export const checkTable: TypeCheck = (value, rules, env): CheckedValue => {
  const { table } = rules;
  if (!table || !Array.isArray(value)) return { ok: false, code: 'value.table' };
  const max = table.maxRows ?? defaultMaxRows;
  if (value.length > max) return { ok: false, code: 'value.tooManyRows', data: { max } };
  const cells: CellProblem[] = [];
  const rows: JsonValue[] = [];
  for (const [index, row] of value.entries()) {
    if (!isRecord(row)) return { ok: false, code: 'value.table' };
    if (isEmptyRow(row)) continue;
    const checked: Record<string, JsonValue> = {};
    for (const [column, cell] of Object.entries(row)) {
      const spec = Object.hasOwn(table.columns, column) ? table.columns[column] : undefined;
      const result: CheckedValue = spec ? spec.check(cell, env) : { ok: false, code: 'field.foreign' };
      if (!result.ok) cells.push({ row: index, column, code: result.code, ...(result.data ? { data: result.data } : {}) });
      else if (result.value !== null) checked[column] = result.value;
    }
    for (const [column, spec] of Object.entries(table.columns)) {
      if (spec.required && !spec.computed && isNothing(row[column])) cells.push({ row: index, column, code: 'field.required' });
    }
    rows.push(checked);
  }
  if (cells.length > 0) return { ok: false, code: cells[0]!.code, cells: cells.slice(0, mostProblems) };
  if (rows.length > 0 && rows.length < (table.minRows ?? 0)) return { ok: false, code: 'value.tooFewRows', data: { min: table.minRows! } };
  return { ok: true, value: rows.length === 0 ? null : rows };
};

const isEmptyRow = (row: Record<string, JsonValue>): boolean => Object.values(row).every(isNothing);

/** Places of the rows that are kept, as they were sent: what stands in row 0 of the checked value. */
export function keptRows(rows: readonly JsonValue[]): number[] {
  return rows.flatMap((row, index) => (isRecord(row) && !isEmptyRow(row) ? [index] : []));
}

export function isRecord(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
