/** Regular expressions for `matches`, `replace` and `split`: a linear-time engine, so no pattern can run away. */
import { type Matcher, RE2JS } from 're2js';
import { growText, limits, type Run, spend } from './limits.ts';

/** One instruction looking at this many characters costs a step: first search, and each further one. */
const FIRST = 4;
const NEXT = 32;
/** Compiled patterns kept; dropped all at once when full, so a hostile document cannot fill memory. */
const KEPT = 200;
const kept = new Map<string, RE2JS | null>();

/** A compiled pattern, or null when pattern or flags are not valid. Flags: `s m i x`. */
export function compilePattern(pattern: string, flags: string): RE2JS | null {
  if (pattern.length > limits.pattern || !/^[smix]*$/.test(flags)) return null;
  const key = `${flags}/${pattern}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT) kept.clear();
  const made = make(pattern, flags);
  kept.set(key, made);
  return made;
}

function make(pattern: string, flags: string): RE2JS | null {
  // Class subtraction reads differently in this engine, so it is refused rather than misread.
  if (/\[[^\]]*-\[/.test(pattern)) return null;
  const bits = [RE2JS.DOTALL, RE2JS.MULTILINE, RE2JS.CASE_INSENSITIVE].filter((_bit, index) => flags.includes('smi'[index] as string));
  const source = flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern;
  try {
    return RE2JS.compile(
      source,
      bits.reduce((all, bit) => all | bit, 0),
    );
  } catch {
    return null; // a pattern the engine refuses: backreference, look-around, wrong syntax
  }
}

/** Counts one search, then searches. */
function find(run: Run, matcher: Matcher, length: number, share: number): boolean {
  spend(run, 1 + (matcher.programSize() * length) / share);
  return matcher.find();
}

/** Whether the pattern is found anywhere in the text. */
export const isFound = (run: Run, regex: RE2JS, text: string): boolean => find(run, regex.matcher(text), text.length, FIRST);

interface Found {
  start: number;
  end: number;
  groups: (string | null)[];
}

/** All matches from left to right; null when the pattern matches the empty text, which would be everywhere. */
export function findAll(run: Run, regex: RE2JS, text: string): Found[] | null {
  if (regex.matcher('').find()) return null;
  const matcher = regex.matcher(text);
  const found: Found[] = [];
  let share = FIRST;
  let at = 0;
  while (find(run, matcher, text.length - at, share)) {
    share = NEXT;
    at = matcher.end();
    if (at === matcher.start()) return null;
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_none, index) => matcher.group(index));
    found.push({ start: matcher.start(), end: at, groups });
  }
  return found;
}

/** Replaces every match; `$1` in the replacement is the first group. Null when the replacement or pattern is not valid. */
export function replaceAll(run: Run, regex: RE2JS, text: string, replacement: string): string | null {
  const found = findAll(run, regex, text);
  const parts = replacementParts(replacement, regex.matcher('').groupCount());
  if (!found || !parts) return null;
  let result = '';
  let at = 0;
  for (const match of found) {
    const piece = parts.map((part) => (typeof part === 'string' ? part : (match.groups[part] ?? ''))).join('');
    growText(run, result.length + piece.length + match.start - at);
    result += text.slice(at, match.start) + piece;
    at = match.end;
  }
  growText(run, result.length + text.length - at);
  return result + text.slice(at);
}

/** `a$1b` as `['a', 1, 'b']`. A dollar sign needs a digit behind it, a backslash a dollar sign or another backslash. */
function replacementParts(replacement: string, groups: number): (string | number)[] | null {
  const parts: (string | number)[] = [];
  for (const [token] of replacement.matchAll(/\\[\s\S]?|\$\d*|[^\\$]+/g)) {
    if (token === '\\\\' || token === '\\$') parts.push(token.slice(1));
    else if (token.startsWith('\\') || token === '$') return null;
    else if (token.startsWith('$')) parts.push(...groupReference(token.slice(1), groups));
    else parts.push(token);
  }
  return parts;
}

/** As many digits as make the number of a group; the rest is text. A group that does not exist is empty. */
function groupReference(digits: string, groups: number): (string | number)[] {
  for (let length = digits.length; length > 0; length -= 1) {
    const group = Number(digits.slice(0, length));
    if (group <= groups) return [group, digits.slice(length)];
  }
  return ['', digits.slice(1)];
}

/** The texts between the matches. */
export function splitText(run: Run, regex: RE2JS, text: string): string[] | null {
  const found = findAll(run, regex, text);
  if (!found) return null;
  growText(run, text.length);
  const parts: string[] = [];
  let at = 0;
  for (const match of found) {
    parts.push(text.slice(at, match.start));
    at = match.end;
  }
  return [...parts, text.slice(at)];
}
