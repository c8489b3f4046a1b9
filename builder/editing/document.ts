/** Reading and writing one place of a document without touching the original. */

export type DocumentPath = readonly string[];
type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at `path`, or undefined when any step of the way is missing. */
export function getIn(document: unknown, path: DocumentPath): unknown {
  let here = document;
  for (const key of path) {
    if (!isBag(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** Position of a key among its siblings, so that undo of a removal restores the very same serialised text. */
export function keyIndex(document: unknown, path: DocumentPath): number {
  const parent = getIn(document, path.slice(0, -1));
  return isBag(parent) ? Object.keys(parent).indexOf(path.at(-1)!) : -1;
}

/**
 * A copy of `document` with `value` at `path`; undefined removes the key. Everything beside the path is shared with the
 * original. A missing parent is made. `at` places a new key among its siblings (default: last).
 */
export function setIn<T>(document: T, path: DocumentPath, value: unknown, at?: number): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const bag: Bag = isBag(document) ? document : {};
  const next = rest.length === 0 ? value : setIn(Object.hasOwn(bag, key) ? bag[key] : {}, rest, value, at);
  if (next === undefined) {
    const { [key]: _removed, ...left } = bag;
    return left as T;
  }
  if (Object.hasOwn(bag, key) || rest.length > 0 || at === undefined || at < 0) return { ...bag, [key]: next } as T;
  const entries = Object.entries(bag);
  entries.splice(at, 0, [key, next]);
  return Object.fromEntries(entries) as T;
}
