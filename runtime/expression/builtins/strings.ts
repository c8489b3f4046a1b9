/** Built-in functions on texts. Positions count characters, not 16-bit units: a rare character of a name is one. */
import { grow, growText, type Run, spend } from '../limits.ts';
import { type FeelNumber, integerOf, numberOf } from '../numbers.ts';
import { compilePattern, isFound, replaceAll, splitText } from '../regex.ts';
import type { Feel } from '../values.ts';
import { fn, way } from './define.ts';

/** Only texts with surrogates need to be split into characters. */
const isWide = (text: string): boolean => /[\ud800-\udfff]/.test(text);

function characters(run: Run, text: string): string[] {
  grow(run, text.length);
  return [...text];
}

const lengthOf = (run: Run, text: string): number => (isWide(text) ? characters(run, text).length : text.length);

function sliceOf(run: Run, text: string, from: number, to: number): string {
  growText(run, Math.max(0, Math.min(to, text.length) - from));
  return isWide(text) ? characters(run, text).slice(from, to).join('') : text.slice(from, to);
}

function substring(run: Run, text: string, start: FeelNumber, length?: FeelNumber): Feel {
  const position = integerOf(start.trunc());
  const count = length === undefined ? Number.POSITIVE_INFINITY : integerOf(length.trunc());
  if (position === null || position === 0 || count === null || count < 0) return null;
  const size = lengthOf(run, text);
  const from = position > 0 ? position - 1 : size + position;
  if (from < 0 || from > size) return position < 0 ? null : '';
  return sliceOf(run, text, from, Math.min(size, from + count));
}

function replace(run: Run, text: string, pattern: string, replacement: string, flags?: string | null): Feel {
  const regex = compilePattern(pattern, flags ?? '');
  return regex && replaceAll(run, regex, text, replacement);
}

function join(run: Run, list: readonly Feel[], delimiter: string, prefix = '', suffix = ''): Feel {
  const texts = list.filter((element) => element !== null);
  if (!texts.every((text): text is string => typeof text === 'string')) return null;
  spend(run, texts.length);
  const length = texts.reduce((sum, text) => sum + text.length + delimiter.length, prefix.length + suffix.length);
  growText(run, length);
  return prefix + texts.join(delimiter) + suffix;
}

const changed = (run: Run, text: string, result: string): string => {
  growText(run, Math.max(text.length, result.length));
  return result;
};

export const stringFunctions = {
  substring: fn(way('string: string, start position: number, length?: number', substring)),
  'string length': fn(way('string: string', (run, text: string) => numberOf(lengthOf(run, text)))),
  'upper case': fn(way('string: string', (run, text: string) => changed(run, text, text.toUpperCase()))),
  'lower case': fn(way('string: string', (run, text: string) => changed(run, text, text.toLowerCase()))),
  trim: fn(way('string: string', (run, text: string) => changed(run, text, text.trim()))),
  'substring before': fn(
    way('string: string, match: string', (run, text: string, match: string) => {
      const at = text.indexOf(match);
      return at < 0 ? '' : changed(run, '', text.slice(0, at));
    }),
  ),
  'substring after': fn(
    way('string: string, match: string', (run, text: string, match: string) => {
      const at = text.indexOf(match);
      return at < 0 ? '' : changed(run, '', text.slice(at + match.length));
    }),
  ),
  replace: fn(way('input: string, pattern: string, replacement: string, flags?: string~', replace)),
  contains: fn(
    way('string: string, match: string', (run, text: string, match: string) => {
      // indexOf looks at some texts again and again.
      spend(run, (text.length * Math.min(match.length, 64)) / 2000);
      return text.includes(match);
    }),
  ),
  'starts with': fn(way('string: string, match: string', (_run, text: string, match: string) => text.startsWith(match))),
  'ends with': fn(way('string: string, match: string', (_run, text: string, match: string) => text.endsWith(match))),
  matches: fn(
    way('input: string, pattern: string, flags?: string~', (run, text: string, pattern: string, flags?: string | null) => {
      const regex = compilePattern(pattern, flags ?? '');
      return regex && isFound(run, regex, text);
    }),
  ),
  split: fn(
    way('string: string, delimiter: string', (run, text: string, delimiter: string) => {
      const regex = compilePattern(delimiter, '');
      const parts = regex && splitText(run, regex, text);
      if (parts) grow(run, parts.length);
      return parts;
    }),
  ),
  'string join': fn(
    way('list: list, delimiter?: string~, prefix?: string~, suffix?: string~', (run, list: Feel[], delimiter, prefix, suffix) =>
      join(run, list, delimiter ?? '', prefix ?? '', suffix ?? ''),
    ),
  ),
};
