/** How rows that came from files are found again: one text of all keys, whatever way they are written. Pure. */
import type { JsonValue } from '../../compile/plan.ts';

/**
 * The key of a record. Spaces around, full-width letters and digits, and the case of letters make no difference, so that
 * `33042419960312002x ` in a file is found by `33042419960312002X`. undefined when one of the keys is empty.
 */
export function rowKey(names: readonly string[], values: Readonly<Record<string, JsonValue>>): string | undefined {
  const parts: string[] = [];
  for (const name of names) {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    if (value === null || value === undefined) return undefined;
    const text = plain(typeof value === 'string' ? value : JSON.stringify(value));
    if (text === '') return undefined;
    parts.push(text);
  }
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : JSON.stringify(parts);
}

/** Keys in the order the key text has them. */
export const keyNames = (keys: Readonly<Record<string, unknown>>): string[] => Object.keys(keys).sort();

// Most keys are plain already: looked at once, by one expression.
const isPlain = /^[0-9A-Z]+$/;
const plain = (text: string) => (isPlain.test(text) ? text : text.normalize('NFKC').trim().toUpperCase());
