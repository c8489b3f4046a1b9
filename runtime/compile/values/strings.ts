import type { JsonValue } from '../plan.ts';
import type { CheckedValue, TypeCheck, ValueRules } from './check.ts';
import { linearPattern } from './pattern.ts';

const defaultMaxLength = { string: 200, text: 4000, address: 300 };
// Control characters (PostgreSQL's jsonb cannot hold U+0000), directional overrides and invisible joiners.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;
const lineBreak = /[\t\r\n\u2028\u2029]/;

/** One line: trimmed, normalised to NFC. */
export const checkString: TypeCheck = (value, rules) => limited(value, rules, { max: defaultMaxLength.string, lines: false });
/** Several lines. */
export const checkText: TypeCheck = (value, rules) => limited(value, rules, { max: defaultMaxLength.text, lines: true });
export const checkAddress: TypeCheck = (value, rules) => limited(value, rules, { max: defaultMaxLength.address, lines: false });

function limited(value: JsonValue, rules: ValueRules, { max, lines }: { max: number; lines: boolean }): CheckedValue {
  if (typeof value !== 'string') return { ok: false, code: 'value.text' };
  const text = value.normalize('NFC').replaceAll('\r\n', '\n').trim();
  if (!text.isWellFormed() || forbidden.test(text)) return { ok: false, code: 'value.characters' };
  if (!lines && lineBreak.test(text)) return { ok: false, code: 'value.oneLine' };
  return withinLimits(text, rules, max);
}

/** Length in characters as people count them (code points), then the pattern. */
export function withinLimits(text: string, rules: ValueRules, defaultMax: number): CheckedValue {
  const max = rules.maxLength ?? defaultMax;
  // A text never has more code points than code units: most need not be counted.
  if (text.length > max && lengthOf(text) > max) return { ok: false, code: 'value.tooLong', data: { max } };
  if (rules.minLength !== undefined && lengthOf(text) < rules.minLength)
    return { ok: false, code: 'value.tooShort', data: { min: rules.minLength } };
  return matches(text, rules) ? { ok: true, value: text } : { ok: false, code: 'value.pattern' };
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** A pattern that does not parse lets everything pass here; a finding reports it before publishing. */
export function matches(text: string, rules: ValueRules): boolean {
  return rules.pattern === undefined || (linearPattern(rules.pattern)?.(text) ?? true);
}
