import type { JsonValue } from '../../../runtime/compile/plan.ts';
import type { FieldColumn } from '../field.ts';

export type Row = Record<string, JsonValue>;
type Columns = readonly Pick<FieldColumn, 'id' | 'computed'>[];

/** The rows of a value; a table that must have rows starts with them, empty. */
export function rowsOf(value: JsonValue, minRows = 0): Row[] {
  const rows = Array.isArray(value) ? value.map((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? row : {})) : [];
  while (rows.length < minRows) rows.push({});
  return rows as Row[];
}

/** What a person typed of a row: what is worked out is the server's, and one sent back after a change would be a wrong one. */
export function typedCells(row: Row, columns: Columns): Row {
  const computed = new Set(columns.filter((column) => column.computed).map(({ id }) => id));
  return Object.fromEntries(Object.entries(row).filter(([id]) => !computed.has(id)));
}

const typedText = (row: Row, columns: Columns): string =>
  JSON.stringify(columns.filter(({ computed }) => !computed).map(({ id }) => row[id] ?? null));

/** A cell as the server worked it out, while it still says what the row says now; null until the server has seen the row. */
export function computedCell(row: Row, settled: Row | undefined, columns: Columns, id: string): JsonValue {
  return settled && typedText(settled, columns) === typedText(row, columns) ? (settled[id] ?? null) : null;
}
