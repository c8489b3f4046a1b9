/**
 * English texts that count things, with the form for one of them: "{{count}} cases open" gets "{{count}} case open" beside it.
 * Chinese has one form, so texts are written once; a text whose verb changes as well ("2 cases fail") says so with a `_one` of its own.
 */
const nouns =
  'answer|branch|case|change|choice|code|comment|difference|dispute|element|entry|error|event|field|form|grant|hour|line|minute|month|place|problem|question|region|resource|row|rule|scenario|second|step|template|time|day';
const adjectives = 'working|sample|data|open|more|new|other|format';
const verbs = 'are|cannot|end|fail|follow|go|have|must|need|see|stand|stop|use|were|would';
const counted = new RegExp(`(\\{\\{count\\}\\} (?:(?:${adjectives}) )*)(${nouns.replace('entry', 'entrie')})(e?s)\\b(?! (?:${verbs})\\b)`);

/** The text for a count of one; undefined where it reads the same, or would not be English any more. */
export function singularOf(text: string): string | undefined {
  const found = counted.exec(text);
  if (!found) return undefined;
  const [whole, before = '', noun = ''] = found;
  return text.replace(whole, `${before}${noun === 'entrie' ? 'entry' : noun}`);
}

export function withSingulars(texts: Record<string, string>): Record<string, string> {
  const all = { ...texts };
  for (const [key, text] of Object.entries(texts)) {
    const one = singularOf(text);
    if (one !== undefined && !(`${key}_one` in texts)) all[`${key}_one`] = one;
  }
  return all;
}
