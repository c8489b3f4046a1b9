/** Patterns of data elements, run by RE2: linear in the text whatever an author writes. They must match the whole value. */
import { RE2JS } from 're2js';

export type Pattern = (text: string) => boolean;
const known = new Map<string, Pattern | undefined>();
const mostKnown = 500;

/** The compiled pattern, or undefined when it is not one RE2 can run (look-around, back-reference, syntax). */
export function linearPattern(source: string): Pattern | undefined {
  if (known.has(source)) return known.get(source);
  if (known.size >= mostKnown) known.clear();
  const pattern = compilePattern(source);
  known.set(source, pattern);
  return pattern;
}

function compilePattern(source: string): Pattern | undefined {
  try {
    const compiled = RE2JS.compile(source);
    return (text) => compiled.matches(text);
  } catch {
    return undefined;
  }
}
