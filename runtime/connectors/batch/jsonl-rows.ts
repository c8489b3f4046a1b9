/** JSON Lines: one object a line; a column is a place in it (`data.name`). */
import type { JsonValue } from '../../compile/plan.ts';
import { valueAt } from '../mapping/paths.ts';
import type { Sheet, SourceRow } from './rows.ts';
import type { TextPiece } from './text-pieces.ts';

/** `places`: the columns that are read, which are the headings of the sheet. */
export function jsonlSheet(pieces: AsyncIterable<TextPiece>, places: readonly string[]): Sheet {
  async function* rows(): AsyncGenerator<SourceRow[]> {
    let row = 0;
    for await (const { text, bad } of pieces) {
      const lines = text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      const read: SourceRow[] = [];
      for (const [index, line] of lines.entries()) {
        row += 1;
        const wrong = bad?.get(index);
        if (wrong) {
          read.push({
            row,
            problem: { code: wrong.truncated ? 'row.bytes_truncated' : 'row.bytes_invalid', data: { offset: wrong.offset } },
          });
        } else if (line.trim() !== '') read.push(rowOf(row, line, places));
      }
      yield read;
    }
  }
  return { headings: [...places], rows: rows() };
}

function rowOf(row: number, line: string, places: readonly string[]): SourceRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { row, problem: { code: 'row.not_json', value: line.slice(0, 200) } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { row, problem: { code: 'row.not_json', value: line.slice(0, 200) } };
  if (line.includes('\\u0000')) return { row, problem: { code: 'row.nul' } };
  return { row, cells: places.map((place): JsonValue => valueAt(value, place) ?? null) };
}
