/** What every kind of file is read into: rows of texts, or what is wrong with a row or with the whole file. */
import type { JsonValue } from '../../compile/plan.ts';

/** A row as it stands in the file. `row`: 1 for the heading, as a spreadsheet counts; of JSON Lines, the line. */
export type SourceRow = { row: number; cells: JsonValue[] } | { row: number; problem: RowProblem };

export interface RowProblem {
  /** row.bytes_invalid, row.bytes_truncated, row.nul, row.columns, row.quote, row.not_json, row.key_missing, row.key_twice, or a value's. */
  code: string;
  data?: Record<string, JsonValue>;
  field?: string;
  value?: string;
}

/** The file cannot be read as what it is said to be; nothing of it is taken. */
export class FileProblem extends Error {
  /** file.* */
  readonly code: string;
  readonly data: Record<string, JsonValue>;
  constructor(code: string, data: Record<string, JsonValue> = {}) {
    super(code);
    this.code = code;
    this.data = data;
  }
}

/** Headings as they stand in the file, and the rows below them. */
export interface Sheet {
  headings: string[];
  rows: AsyncIterable<SourceRow[]>;
}

/** Places of the mapped columns among the headings; every heading that is used must be there once. */
export function placesOf(headings: readonly string[], columns: Readonly<Record<string, string>>): Record<string, number> {
  const plain = headings.map((heading) => heading.trim());
  const twice = plain.find((heading, index) => heading !== '' && plain.indexOf(heading) !== index);
  if (twice !== undefined) throw new FileProblem('file.heading_twice', { column: twice });
  const missing = Object.values(columns).filter((heading) => !plain.includes(heading.trim()));
  if (missing.length > 0) throw new FileProblem('file.column_missing', { columns: missing.slice(0, 10) });
  return Object.fromEntries(Object.entries(columns).map(([field, heading]) => [field, plain.indexOf(heading.trim())]));
}
