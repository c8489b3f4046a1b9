/** Values a person can type a result for at the desk. The rest is changed in the designer afterwards. */
import type { JsonValue } from '../../../runtime/compile/plan.ts';

export type Entry = { kind: 'number' | 'words' | 'yesNo' } | { kind: 'text' } | { kind: 'list' };

/** How a value is typed: one line, a number, yes or no, both languages, or a line per entry. Undefined when it has parts of its own. */
export function entryFor(values: readonly (JsonValue | undefined)[]): Entry | undefined {
  const given = values.filter((value) => value !== undefined && value !== null);
  if (given.length === 0) return undefined;
  if (given.every((value) => typeof value === 'number')) return { kind: 'number' };
  if (given.every((value) => typeof value === 'boolean')) return { kind: 'yesNo' };
  if (given.every((value) => typeof value === 'string')) return { kind: 'words' };
  if (given.every(isText)) return { kind: 'text' };
  if (given.every((value) => Array.isArray(value) && value.every((one) => typeof one === 'string'))) return { kind: 'list' };
  return undefined;
}

/** A text of the documents: Chinese, and English when there is one. */
export function isText(value: unknown): value is { 'zh-CN': string; en?: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.includes('zh-CN') && keys.every((key) => key === 'zh-CN' || key === 'en');
}
