/** How FEEL values are written as text: the `string` function. */
import { checkDepth, growText, type Run } from './limits.ts';
import { type Feel, FeelRange, isContext, isList, isNumber, kindOf } from './values.ts';

const quote = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;

/** A number without a needless exponent. */
export const numberText = (value: { toFixed(): string; toString(): string; e: number }): string =>
  value.e > 40 || value.e < -40 ? value.toString() : value.toFixed();

/** Text of a value as it stands inside another one: strings are quoted. */
function inner(run: Run, value: Feel, depth: number): string {
  if (typeof value === 'string') {
    const text = quote(value);
    growText(run, text.length);
    return text;
  }
  return value === null ? 'null' : textOf(run, value, depth);
}

/** Text of a value; a string is itself. */
export function textOf(run: Run, value: Exclude<Feel, null>, depth = 0): string {
  checkDepth(depth);
  const text = write(run, value, depth);
  growText(run, text.length);
  return text;
}

function write(run: Run, value: Exclude<Feel, null>, depth: number): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value);
  if (isList(value)) return `[${value.map((element) => inner(run, element, depth + 1)).join(', ')}]`;
  if (isContext(value)) {
    const entries = [...value].map(
      ([key, entry]) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : quote(key)}: ${inner(run, entry, depth + 1)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  if (value instanceof FeelRange) return rangeText(run, value, depth);
  return kindOf(value) === 'function' ? 'function' : String(value);
}

function rangeText(run: Run, range: FeelRange, depth: number): string {
  const ends = [range.start, range.end].map((end) => inner(run, end, depth + 1));
  return `${range.startIncluded ? '[' : '('}${ends[0]}..${ends[1]}${range.endIncluded ? ']' : ')'}`;
}
