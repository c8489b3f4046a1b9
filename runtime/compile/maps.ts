/**
 * Maps keyed by an author's id. Ids such as `constructor` and `toString` are allowed, so a lookup never falls
 * through to Object.prototype, and maps made here have none.
 */

/** The own entry of a map, or undefined. */
export function entry<T>(map: Readonly<Record<string, T>> | undefined, id: string | undefined): T | undefined {
  return map !== undefined && id !== undefined && Object.hasOwn(map, id) ? map[id] : undefined;
}

/** An empty map without prototype. */
export function emptyMap<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

/** A map without prototype of these entries. */
export function mapOf<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const map = emptyMap<T>();
  for (const [id, value] of entries) map[id] = value;
  return map;
}

/** Entries of a map, sorted by rank, then id. */
export function ranked<T extends { rank: string }>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([a, left], [b, right]) => compare(left.rank, right.rank) || compare(a, b));
}

/** Order of two strings by code unit: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Subject and key of a path. */
export function partsOf(path: string): { subject: string; key: string } {
  const dot = path.indexOf('.');
  return dot < 0 ? { subject: path, key: '' } : { subject: path.slice(0, dot), key: path.slice(dot + 1) };
}
