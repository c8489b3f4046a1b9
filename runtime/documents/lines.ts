/** Breaks a text into lines of a width: at spaces between words, anywhere between Chinese characters. */
export function breakLines(text: string, widthOf: (text: string) => number, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const piece of text.match(/[\u0021-\u007e]+|\s|[^\s\u0021-\u007e]/gu) ?? []) {
    if (current !== '' && widthOf(current + piece) > width) {
      lines.push(current.trimEnd());
      current = piece.trim() === '' ? '' : piece;
    } else current += piece;
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines;
}
