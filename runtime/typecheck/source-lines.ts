/** Which line of the author's text a line of the emitted JavaScript came from, read from a source map. */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By line of the JavaScript, from 0: the line of the source, from 1. Lines that came from nowhere have that of the line before. */
export function sourceLines(sourceMap: string): number[] {
  const { mappings } = JSON.parse(sourceMap) as { mappings: string };
  const lines: number[] = [];
  let at = 0;
  for (const line of mappings.split(';')) {
    let first: number | undefined;
    for (const segment of line.split(',')) {
      const [, , down] = numbersOf(segment);
      if (down === undefined) continue;
      at += down;
      first ??= at;
    }
    lines.push((first ?? at) + 1);
  }
  return lines;
}

/** Base 64 variable-length numbers: five bits a digit, the lowest bit of the first is the sign. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const digit = digits.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
