/** CSV that goes out: quoted where needed, and no cell a spreadsheet would calculate. Pure. */

/** What begins like a formula gets an apostrophe before it, unless it is a number. */
export function neutralised(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
}

/** Rows as CSV with a byte order mark, so that spreadsheet programs read it as UTF-8. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => cells.map((cell) => quoted(neutralised(cell))).join(',')).join('\r\n')}\r\n`;
}
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
