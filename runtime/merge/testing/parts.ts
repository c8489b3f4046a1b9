/** Parts of JSON trees for the tests, apart from those of the merge: what checks it must not lean on it. */
import type { JsonValue } from '../../compile/plan.ts';

export type Path = readonly string[];
export type JsonObject = { [key: string]: JsonValue };
export type Maybe = JsonValue | undefined;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): boolean => isObject(value) && typeof value['zh-CN'] === 'string';

export function valueAt(root: unknown, path: Path): Maybe {
  return path.reduce<Maybe>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), root as Maybe);
}

/** A copy with another value at a path; what is not on the way is shared. */
export function withValueAt(root: JsonObject, [key, ...rest]: Path, value: Maybe): JsonObject {
  if (key === undefined) return root;
  const inner = Object.hasOwn(root, key) ? root[key] : undefined;
  const next = rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : {}, rest, value);
  const copy = { ...root };
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** Whether two trees are alike; what they share is not looked into. The order of members does not count. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!alike((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  return !Array.isArray(a) || a.length === (b as unknown[]).length;
}
