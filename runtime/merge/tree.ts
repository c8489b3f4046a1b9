/** JSON trees: comparing them, and addresses in them. */
import { pathOf } from '../compile/finding.ts';
import type { JsonValue } from '../compile/plan.ts';

export type Path = readonly string[];
export type JsonObject = { [key: string]: JsonValue };
/** A value that may be absent, which is not the same as null. */
export type Maybe = JsonValue | undefined;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deep equality of JSON values; the order of members does not count, that of lists does. */
export function equal(a: Maybe, b: Maybe): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, index) => equal(value, b[index]));
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

/** The own member of an object, or undefined. */
export const member = (value: Maybe, key: string): Maybe => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

/** Value at a path by own members only. */
export function valueAt(root: unknown, path: Path): Maybe {
  let value = root as Maybe;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The tree with another value at a path; undefined takes it out. What was there stays untouched. */
export function withValueAt(root: JsonObject, path: Path, value: Maybe): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  const inner = member(root, key);
  const next =
    rest.length === 0
      ? value
      : isObject(inner)
        ? withValueAt(inner, rest, value)
        : value === undefined
          ? inner
          : withValueAt({}, rest, value);
  const entries = Object.entries(root).filter(([name]) => name !== key || next !== undefined);
  const at = entries.findIndex(([name]) => name === key);
  if (at >= 0) entries[at] = [key, next!];
  else if (next !== undefined) entries.push([key, next]);
  return Object.fromEntries(entries);
}

/** Key of a path; a slash in an id is escaped as in a JSON Pointer. */
export const keyOf = (path: Path): string => pathOf(...path);

/** The path a key stands for. */
export const pathOfKey = (key: string): string[] => key.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Order of two JSON values that does not depend on whose they are. */
export const jsonOrder = (a: Maybe, b: Maybe): number => {
  const [left, right] = [JSON.stringify(a) ?? '', JSON.stringify(b) ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};
