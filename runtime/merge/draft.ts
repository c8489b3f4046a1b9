/** Writing items into a package: what is not written to stays shared with the package it came from. */
import { isObject, type JsonObject, type Maybe, type Path } from './tree.ts';

export interface Draft {
  set(path: Path, value: Maybe): void;
  get(): JsonObject;
}

/** A copy that is made part by part, where something is written. */
export function createDraft(root: JsonObject): Draft {
  const own = new WeakSet<JsonObject>();
  const owned = (value: JsonObject): JsonObject => {
    if (own.has(value)) return value;
    // Not a spread: a key such as `__proto__` stays an ordinary one.
    const copy = Object.fromEntries(Object.entries(value));
    own.add(copy);
    return copy;
  };
  let result = owned(root);

  const parentOf = (path: Path, make: boolean): JsonObject | undefined => {
    let at = result;
    for (const key of path.slice(0, -1)) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined;
      if (!isObject(inner) && !make) return undefined;
      const next = owned(isObject(inner) ? inner : {});
      put(at, key, next);
      at = next;
    }
    return at;
  };

  return {
    set(path, value) {
      const key = path.at(-1);
      if (key === undefined) {
        if (isObject(value)) result = owned(value);
        return;
      }
      const parent = parentOf(path, value !== undefined);
      if (!parent) return;
      if (value === undefined) delete parent[key];
      else put(parent, key, value);
    },
    get: () => result,
  };
}

function put(object: JsonObject, key: string, value: NonNullable<Maybe> | null): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}
