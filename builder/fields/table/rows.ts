import type { JsonValue } from '../../../runtime/compile/plan.ts';

export type Row = Record<string, JsonValue>;

/** The rows of a value; a table that must have rows starts with them, empty. */
export function rowsOf(value: JsonValue, minRows = 0): Row[] {
  const rows = Array.isArray(value) ? value.map((row) => (typeof row === 'object' && row !== null && !Array.isArray(row) ? row : {})) : [];
  while (rows.length < minRows) rows.push({});
  return rows as Row[];
}
