const plain: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

/** Resolves the escapes of a FEEL string: `\n \r \t \" \' \\ \uXXXX \UXXXXXX`; others stay as written. */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/gs, (whole, four: string, six: string, letter: string) => {
    if (four) return String.fromCharCode(Number.parseInt(four, 16));
    if (six) {
      const point = Number.parseInt(six, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    }
    return plain[letter] ?? whole;
  });
}
